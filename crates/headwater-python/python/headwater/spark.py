"""Headwater on Spark: the same findings, in stages from Parquet to Parquet.

    from headwater import spark as hs
    run = hs.Run(session, "out/")
    run.all(hs.named(session, "pages/"))
    run.lines()                        # the records of `headwater trace --format jsonl`

Each stage reads what the stages before it wrote and writes Parquet with a manifest beside it: what
it was made from, the version of code and weights, how many rows. A stage whose manifest fits is not
run again, and within a stage slices that are done are not: a run that was ended is taken up where it
stopped. Lost executors are Spark's business: every stage is a function of its input.

Of all that ``headwater trace`` tells, what runs over all stories is not found here: messages over
time (threads), and of a story its number in the order of telling, its brief and its statements.
"""

import json
import time

from . import _native

#: Rows of Arrow that go to a task's function at once: articles are long.
ROWS = 256

RUNS, TOPIC, WORDS = 0, 1, 2

_ENGINES = {}


def _engine(tagger):
    """The engine of this worker: made once, since weights take a moment to load."""
    if tagger not in _ENGINES:
        _ENGINES[tagger] = _native.Engine(tagger, False)
    return _ENGINES[tagger]


# --- what runs in tasks ------------------------------------------------------------------------------


def read(batches):
    """For ``mapInArrow``: named bytes (``name``, ``bytes``) to articles (``article``, ``trouble``)."""
    import pyarrow as pa

    for batch in batches:
        columns = batch.to_pydict()
        articles, troubles = _native.read_pages(list(zip(columns["name"], columns["bytes"])))
        rows = [(text, None) for _, text in articles] + [(None, text) for _, text in troubles]
        yield from _batches(pa, rows, _schema(pa, READ))


def quotes(tagger):
    """For ``mapInArrow``: articles to dossiers (``page``, ``key``, ``record``)."""

    def run(batches):
        import pyarrow as pa

        engine = _engine(tagger)
        for batch in batches:
            articles = [a for a in batch.column("article").to_pylist() if a is not None]
            yield from _batches(pa, _native.kept(engine, articles), _schema(pa, QUOTES))

    return run


def fingerprints(tagger):
    """For ``mapInArrow``: dossiers to what pages are found by."""

    def run(batches):
        import pyarrow as pa

        engine = _engine(tagger)
        for batch in batches:
            found = _native.prints(engine, batch.column("record").to_pylist())
            rows = [
                (p.page, p.key, p.id, p.outlet, p.minute, p.given, p.runs, p.topic, p.words, *p.sizes)
                for p in found
            ]
            yield from _batches(pa, rows, _schema(pa, PRINTS))

    return run


def _wanted(batches):
    """Pairs of pages with what they share to those that are looked at."""
    import pyarrow as pa

    for batch in batches:
        c = batch.to_pydict()
        ends = [
            list(zip(c[f"{side}_minute"], c[f"{side}_topic"], c[f"{side}_words"])) for side in "ab"
        ]
        met = zip(c["runs"], c["topic"], c["words"])
        kinds = _native.candidates(list(zip(*ends, met)))
        rows = [(a, b, kind == 2) for a, b, kind in zip(c["a"], c["b"], kinds) if kind]
        yield from _batches(pa, rows, _schema(pa, PAIRS))


def _linked(tagger):
    def run(_key, pairs, pages):
        import pyarrow as pa

        engine = _engine(tagger)
        pages, pairs = pages.to_pydict(), pairs.to_pydict()
        at = {key: i for i, key in enumerate(pages["key"])}
        given = list(zip(pages["record"], pages["shown"]))
        ends = list(zip(pairs["a"], pairs["b"], pairs["compared"]))
        found = _native.linked(engine, given, [(at[a], at[b], c) for a, b, c in ends])
        rows = [
            (a, b, t.compared, t.odds, t.passages, t.part, t.sure, t.open, t.cut, t.matches)
            for (a, b, _), t in zip(ends, found)
            if t is not None
        ]
        return _table(pa, rows, _schema(pa, TIES))

    return run


def _stories(tagger, background):
    def run(_key, pages, ties):
        import pyarrow as pa

        engine = _engine(tagger)
        members, inside = {}, {}
        for row in pages.to_pylist():
            members.setdefault(row["part"], []).append(row)
        for row in ties.to_pylist():
            inside.setdefault(row["part"], []).append(row)
        rows = []
        for part in sorted(members):
            mine = members[part]
            at = {row["key"]: i for i, row in enumerate(mine)}
            names = ("compared", "odds", "passages", "share", "sure", "open")
            tied = [
                (at[t["a"]], at[t["b"]], *(t[name] for name in names)) for t in inside.get(part, ())
            ]
            given = [(row["record"], row["shown"], row["crowded"]) for row in mine]
            found, seconded = _native.stories(engine, background, given, tied)
            rows += found
            rows += [("seconded", json.dumps(pair)) for pair in seconded]
        return _table(pa, rows, _schema(pa, RECORDS))

    return run


# --- columns -----------------------------------------------------------------------------------------

READ = "article string, trouble string"
QUOTES = "page string, key bigint, record string"
PRINTS = (
    "page string, key bigint, id string, outlet string, minute bigint, given string, "
    "runs array<bigint>, topic array<bigint>, words array<bigint>, "
    "size_runs bigint, size_topic bigint, size_words bigint"
)
PAIRS = "a bigint, b bigint, compared boolean"
TIES = (
    "a bigint, b bigint, compared boolean, odds double, passages bigint, share double, "
    "sure string, open string, cut boolean, matches array<string>"
)
RECORDS = "type string, record string"


def _schema(pa, columns):
    types = {
        "string": pa.string(),
        "bigint": pa.int64(),
        "boolean": pa.bool_(),
        "double": pa.float64(),
        "array<bigint>": pa.list_(pa.int64()),
        "array<string>": pa.list_(pa.string()),
    }
    fields = [column.strip().split(" ") for column in columns.split(",")]
    return pa.schema([pa.field(name, types[kind]) for name, kind in fields])


def _table(pa, rows, schema):
    columns = list(zip(*rows)) if rows else [()] * len(schema)
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, schema)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _batches(pa, rows, schema):
    return _table(pa, rows, schema).to_batches(max_chunksize=ROWS)


# --- what runs in the driver --------------------------------------------------------------------------


def configure(builder):
    """Settings that a session must have: few long rows at once, and Arrow's memory off the heap."""
    return (
        builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", str(ROWS))
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .config("spark.sql.adaptive.coalescePartitions.parallelismFirst", "true")
    )


def named(session, path):
    """Files below a folder as named bytes: each name is the path relative to the folder."""
    from pyspark.sql import functions as f

    files = session.read.format("binaryFile").option("recursiveFileLookup", "true").load(path)
    root = _Files(session).whole(path).rstrip("/") + "/"
    name = f.expr(f"substr(path, {len(root) + 1})")
    return files.select(name.alias("name"), f.col("content").alias("bytes"))


class Run:
    """Stages under a folder: ``read``, ``quotes``, ``prints``, ``pairs``, ``ties``, ``parts``,
    ``stories``.

    ``slices`` is into how many jobs a stage is cut that takes pages one by one: what a driver that
    dies has to do again is one of them. ``buckets`` is into how many groups ties and stories are put;
    by default two for each core of the session.
    """

    STAGES = ("read", "quotes", "prints", "pairs", "ties", "parts", "stories")

    def __init__(self, session, out, *, tagger="fast", slices=1, buckets=None):
        if tagger not in ("fast", "deep"):
            raise _native.InputError(f'tagger {tagger!r} is none of "fast", "deep"')
        if slices < 1:
            raise _native.InputError("a stage has at least one slice")
        self.session = session
        self.out = str(out).rstrip("/")
        self.tagger = tagger
        self.slices = slices
        self.buckets = buckets or 2 * session.sparkContext.defaultParallelism
        self.version = _native.Engine(tagger, False).version
        self._files = _Files(session)
        #: Names of stages and slices that were made by this object, in order.
        self.made = []

    # Stages

    def all(self, pages):
        """All stages over named bytes; gives the manifests."""
        self.read(pages)
        self.quotes()
        self.prints()
        self.pairs()
        self.ties()
        self.parts()
        self.stories()
        return [self.manifest(stage) for stage in self.STAGES]

    def read(self, pages):
        """Named bytes to articles."""
        source = {"pages": _digest(pages.select("name", "bytes"))}
        cut = lambda df, n: _slice(df, "name", n, self.slices)  # noqa: E731
        make = lambda df: df.mapInArrow(read, READ)  # noqa: E731
        return self._sliced("read", source, pages.select("name", "bytes"), cut, make)

    def quotes(self):
        """Articles to dossiers: each page with its quotations and people, once."""
        from pyspark.sql import functions as f

        cut = lambda df, n: _slice(df, "article", n, self.slices)  # noqa: E731
        work = quotes(self.tagger)
        make = lambda df: df.mapInArrow(work, QUOTES)  # noqa: E731
        articles = self._table("read").where(f.col("article").isNotNull())
        return self._sliced("quotes", self._made_of("read"), articles, cut, make)

    def prints(self):
        """Dossiers to what pages are found by, and under which ids they are shown."""

        def make():
            once = _once(self._table("quotes"))
            return _shown(self.session, once.mapInArrow(fingerprints(self.tagger), PRINTS))

        return self._whole("prints", self._made_of("quotes"), make)

    def pairs(self):
        """Which pages are looked at together."""
        return self._whole("pairs", self._made_of("prints"), lambda: _pairs(self._table("prints")))

    def ties(self):
        """What pairs have in common: their passages, and how likely they report one event."""
        from pyspark.sql import functions as f

        def make(df):
            pages = self._records().select("key", "record", "shown")
            ends = df.select("bucket", f.col("a").alias("key"))
            ends = ends.union(df.select("bucket", f.col("b").alias("key"))).distinct()
            # Another name, since both sides come of one table.
            bucket = f.col("bucket").alias("to")
            pages = ends.join(pages, "key").select(bucket, "key", "record", "shown")
            grouped = df.groupBy("bucket").cogroup(pages.groupBy("to"))
            return grouped.applyInArrow(_linked(self.tagger), TIES)

        made = self._made_of("pairs", "prints", "quotes")
        pairs = _bucketed(self._table("pairs"), self.buckets)
        cut = lambda df, n: df.where(f.col("bucket") % self.slices == n)  # noqa: E731
        return self._sliced("ties", made, pairs, cut, make)

    def parts(self):
        """Which pages strong ties connect, and which are mass reprints."""
        return self._whole("parts", self._made_of("ties", "pairs", "prints"), self._parts)

    def stories(self):
        """All about the stories: articles, statements, family trees, remarks, as records."""
        from pyspark.sql import functions as f

        def make(df):
            parts = df.select("key", "part", "crowded", "bucket")
            pages = self._records().join(parts, "key")
            # Other names, since both sides come of one table.
            to = f.col("bucket").alias("to")
            a = parts.select(f.col("key").alias("a"), f.col("part").alias("part"), to)
            b = parts.select(f.col("key").alias("b"), f.col("part").alias("other"))
            ties = self._table("ties").drop("matches", "cut").join(a, "a").join(b, "b")
            ties = ties.where(f.col("part") == f.col("other")).drop("other")
            grouped = pages.groupBy("bucket").cogroup(ties.groupBy("to"))
            return grouped.applyInArrow(_stories(self.tagger, self._background()), RECORDS)

        bucket = f.pmod(f.xxhash64("part"), f.lit(self.buckets))
        parts = self._table("parts").withColumn("bucket", bucket)
        cut = lambda df, n: df.where(f.col("bucket") % self.slices == n)  # noqa: E731
        made = self._made_of("parts", "ties", "prints", "quotes")
        return self._sliced("stories", made, parts, cut, make)

    # Results

    def records(self):
        """All records as a table (``type``, ``record``), in no order."""
        from pyspark.sql import functions as f

        told = self._table("stories")
        pair = f.from_json("record", "array<string>")
        seconded = told.where("type = 'seconded'").select(
            pair[0].alias("x"), pair[1].alias("y")
        )
        ties = self._table("ties")
        own = ties.select(f.explode("matches").alias("record"))
        ends = f.from_json("record", "a string, b string")
        own = own.withColumn("ends", ends)
        x, y = f.col("ends.a"), f.col("ends.b")
        met = ((x == f.col("x")) & (y == f.col("y"))) | ((x == f.col("y")) & (y == f.col("x")))
        both = seconded.select("x", "y").distinct()
        own = own.join(f.broadcast(both), met, "left_anti")
        matches = own.select(f.lit("match").alias("type"), "record")
        rest = [("outlet", line) for line in self._outlets()]
        rest += [("bound", line) for line in self._bounds()]
        rest = self.session.createDataFrame(rest, RECORDS)
        return told.where("type <> 'seconded'").union(matches).union(rest)

    def lines(self):
        """The records as lines of JSON with their ``type``: those of ``trace --format jsonl``."""
        from pyspark.sql import functions as f

        line = f.concat(f.lit('{"type":"'), "type", f.lit('",'), f.expr("substr(record, 2)"))
        return self.records().select(line.alias("value"))

    def articles(self):
        """Each page with its quotations as a line of JSON: what ``headwater import`` reads, once
        written with ``run.articles().write.text("pages")``."""
        from pyspark.sql import functions as f

        # A dossier is `{"record":…,"exact":[…]}`, and numbers alone stand in the list.
        tail = """length(substring_index(record, ',"exact":', -1)) + length(',"exact":')"""
        inner = f.expr(f"substr(record, 12, length(record) - 11 - {tail})")
        line = f.concat(f.lit('{"type":"article",'), inner)
        return _once(self._table("quotes")).select(line.alias("value"))

    def digest(self):
        """A mark over all records, whatever their order."""
        return _digest(self.lines())

    # Manifests

    def manifest(self, stage):
        """What is noted of a stage; nothing where it is not done."""
        text = self._files.read(f"{self.out}/{stage}/manifest.json")
        return json.loads(text) if text else None

    def _made_of(self, *stages):
        out = {}
        for stage in stages:
            manifest = self.manifest(stage)
            if manifest is None:
                raise _native.InputError(f"stage {stage!r} is not done, and another rests on it")
            out[stage] = manifest["digest"]
        return out

    def _fits(self, manifest, made_of):
        want = {"version": self.version, "tagger": self.tagger, "made_of": made_of}
        return manifest is not None and all(manifest.get(k) == v for k, v in want.items())

    def _note(self, place, stage, made_of, began, **more):
        table = self.session.read.parquet(f"{place}/data")
        note = {
            "stage": stage,
            "version": self.version,
            "tagger": self.tagger,
            "made_of": made_of,
            "rows": table.count(),
            "seconds": round(time.monotonic() - began, 3),
            **more,
        }
        self._files.write(f"{place}/manifest.json", json.dumps(note, indent=1) + "\n")
        self.made.append(place[len(self.out) + 1 :])
        return note

    def _whole(self, stage, made_of, make):
        place = f"{self.out}/{stage}"
        manifest = self.manifest(stage)
        if self._fits(manifest, made_of):
            return manifest
        began = time.monotonic()
        self._files.remove(f"{place}/manifest.json")
        result = make()
        more = {}
        if isinstance(result, tuple):
            result, more = result
        result.write.mode("overwrite").parquet(f"{place}/data")
        digest = _digest(self.session.read.parquet(f"{place}/data"))
        return self._note(place, stage, made_of, began, digest=digest, **more)

    def _sliced(self, stage, made_of, df, cut, make):
        """A stage in slices, each with a manifest of its own; then that of the stage."""
        place = f"{self.out}/{stage}"
        manifest = self.manifest(stage)
        if self._fits(manifest, made_of) and manifest["slices"] == self.slices:
            return manifest
        self._files.remove(f"{place}/manifest.json")
        notes = []
        for n in range(self.slices):
            here = f"{place}/slice={n}-of-{self.slices}"
            text = self._files.read(f"{here}/manifest.json")
            note = json.loads(text) if text else None
            if not self._fits(note, made_of):
                began = time.monotonic()
                self._files.remove(f"{here}/manifest.json")
                make(cut(df, n)).write.mode("overwrite").parquet(f"{here}/data")
                digest = _digest(self.session.read.parquet(f"{here}/data"))
                note = self._note(here, stage, made_of, began, digest=digest, slice=n)
            notes.append(note)
        whole = {
            "stage": stage,
            "version": self.version,
            "tagger": self.tagger,
            "made_of": made_of,
            "slices": self.slices,
            "rows": sum(n["rows"] for n in notes),
            "seconds": round(sum(n["seconds"] for n in notes), 3),
            "digest": _sum(n["digest"] for n in notes),
        }
        self._files.write(f"{place}/manifest.json", json.dumps(whole, indent=1) + "\n")
        return whole

    def _table(self, stage):
        manifest = self.manifest(stage)
        if manifest is None:
            raise _native.InputError(f"stage {stage!r} is not done, and another rests on it")
        place = f"{self.out}/{stage}"
        slices = manifest.get("slices")
        if slices is None:
            return self.session.read.parquet(f"{place}/data")
        paths = [f"{place}/slice={n}-of-{slices}/data" for n in range(slices)]
        return self.session.read.parquet(*paths)

    def _records(self):
        """Each page once, with its dossier and the id by which it is shown."""
        shown = self._table("prints").select("key", "shown")
        return _once(self._table("quotes")).select("key", "record").join(shown, "key")

    # Parts

    def _parts(self):
        from pyspark.sql import functions as f

        prints, ties = self._table("prints"), self._table("ties")
        background = self._found_background(prints, ties)
        links = ties.select("a", "b", "odds").toArrow().to_pydict()
        strong = _native.strong(links["odds"], background)
        pairs = [(a, b) for a, b, s in zip(links["a"], links["b"], strong) if s]
        given = prints.where(f.col("given").isNotNull()).select("given", "key").collect()
        first = {}
        for row in given:
            pairs.append((first.setdefault(row["given"], row["key"]), row["key"]))
        part = _components(pairs)
        own = self.session.createDataFrame(list(part.items()), "key bigint, part bigint")
        counts = ["crowded_runs", "size_runs", "crowded_words", "size_words"]
        crowd = self._crowds(prints)
        pages = prints.select("key", "size_runs", "size_words").join(crowd, "key", "left")
        pages = pages.fillna(0, ["crowded_runs", "crowded_words"]).select("key", *counts)
        maybe = pages.where("crowded_runs > 0 and crowded_words > 0").collect()
        mass = _native.mass([tuple(row[c] for c in counts) for row in maybe])
        mass = [(row["key"],) for row, is_mass in zip(maybe, mass) if is_mass]
        mass = self.session.createDataFrame(mass, "key bigint").withColumn("crowded", f.lit(True))
        table = prints.select("key").join(own, "key", "left").join(mass, "key", "left")
        table = table.select(
            "key",
            f.coalesce("part", "key").alias("part"),
            f.coalesce("crowded", f.lit(False)).alias("crowded"),
        )
        return table, {"background": background, "strong": len(pairs)}

    def _background(self):
        return self.manifest("parts")["background"]

    def _found_background(self, prints, ties):
        from pyspark.sql import functions as f

        *_, most = _native.rooms()
        least = [row["key"] for row in prints.orderBy("key").limit(most).select("key").collect()]
        if not least:
            return 0.0
        keys = self.session.createDataFrame([(k,) for k in least], "key bigint")
        rows = self._records().join(f.broadcast(keys), "key").select("key", "record").collect()
        at = {row["key"]: i for i, row in enumerate(rows)}
        last = least[-1]
        near = ties.where((f.col("a") <= last) & (f.col("b") <= last))
        near = near.select("a", "b", "passages", "share").collect()
        overlaps = [(at[r["a"]], at[r["b"]], r["passages"], r["share"]) for r in near]
        records = [row["record"] for row in rows]
        return _native.background(_engine(self.tagger), records, overlaps, prints.count())

    def _crowds(self, prints):
        """How many crowded runs and telling words each page has."""
        from pyspark.sql import functions as f

        heads = _heads(prints)
        full = _counts(heads).where(f.col("pages") > _room(f.col("kind")))
        met = heads.join(full, ["kind", "head"])
        count = lambda kind: f.sum((f.col("kind") == kind).cast("bigint"))  # noqa: E731
        return met.groupBy("key").agg(
            count(RUNS).alias("crowded_runs"), count(WORDS).alias("crowded_words")
        )

    def _outlets(self):
        prints = self._table("prints")
        rows = prints.where("outlet is not null").groupBy("outlet").count().collect()
        return _native.outlets([(row["outlet"], row["count"]) for row in rows])

    def _bounds(self):
        from pyspark.sql import functions as f

        counts = _counts(_heads(self._table("prints")))
        full = counts.where(f.col("pages") > _room(f.col("kind"))).groupBy("kind").count()
        full = {row["kind"]: row["count"] for row in full.collect()}
        long = self._table("ties").where("cut").count()
        return _native.bounds(full.get(RUNS, 0), full.get(TOPIC, 0), full.get(WORDS, 0), long)


def _slice(df, column, n, of):
    from pyspark.sql import functions as f

    return df if of == 1 else df.where(f.pmod(f.xxhash64(column), f.lit(of)) == n)


def _once(records):
    """Each page once: of two records of one page the one that comes first."""
    from pyspark.sql import functions as f

    # What is compared is short; only where a page came twice are its records.
    twice = records.groupBy("page").count().where("count > 1").select("page")
    rest = records.join(f.broadcast(twice), "page", "left_anti")
    least = records.join(f.broadcast(twice), "page").groupBy("page", "key")
    return rest.unionByName(least.agg(f.min("record").alias("record")))


def _shown(session, prints):
    """The same with the id by which each page is shown: its own, or for all but the first of several
    with one id that with ``#2``, ``#3``, … that no page came with."""
    from pyspark.sql import functions as f

    # Each page's prints are made once, not once for each use.
    prints = prints.cache()
    several = prints.groupBy("id").agg(f.sort_array(f.collect_list("key")).alias("keys"))
    several = several.where(f.size("keys") > 1).collect()
    names = []
    for row in several:
        tries = [f"{row['id']}#{n}" for n in range(2, 2 * len(row["keys"]) + 2)]
        taken = session.createDataFrame([(t,) for t in tries], "id string").join(prints, "id")
        taken = {r["id"] for r in taken.select("id").distinct().collect()}
        free = (t for t in (f"{row['id']}#{n}" for n in _from(2)) if t not in taken)
        names += [(key, next(free)) for key in row["keys"][1:]]
    other = session.createDataFrame(names, "key bigint, other string")
    shown = f.coalesce("other", "id").alias("shown")
    return prints.join(f.broadcast(other), "key", "left").select(*prints.columns, shown)


def _from(n):
    while True:
        yield n
        n += 1


def _heads(prints):
    """A row for each print of each page."""
    from pyspark.sql import functions as f

    kinds = [(RUNS, "runs"), (TOPIC, "topic"), (WORDS, "words")]
    rows = [
        prints.select(f.lit(kind).alias("kind"), f.explode(name).alias("head"), "key")
        for kind, name in kinds
    ]
    return rows[0].union(rows[1]).union(rows[2])


def _counts(heads):
    from pyspark.sql import functions as f

    return heads.groupBy("kind", "head").agg(f.count("*").alias("pages"))


def _room(kind):
    """Under how many pages a print is not crowded."""
    from pyspark.sql import functions as f

    runs, topic, words, _, _ = _native.rooms()
    return f.when(kind == RUNS, runs).when(kind == TOPIC, topic).otherwise(words)


def _pairs(prints):
    """Pairs of pages that meet under prints, with what they share; those that are looked at."""
    from pyspark.sql import functions as f
    from pyspark.sql.window import Window

    heads = _heads(prints)
    counts = _counts(heads)
    full = f.col("pages") > _room(f.col("kind"))
    room = heads.join(counts.where((f.col("pages") > 1) & ~full), ["kind", "head"])
    under = room.groupBy("kind", "head").agg(f.collect_list("key").alias("keys"))
    each = under.select("kind", "keys", f.explode("keys").alias("a"))
    later = f.expr("filter(keys, k -> k > a)")
    met = each.select("kind", "a", f.explode(later).alias("b"))
    # A crowded run of words speaks for neighbours in the order of keys; other crowded prints for none.
    _, _, _, reach, _ = _native.rooms()
    crowded = heads.join(counts.where(full & (f.col("kind") == RUNS)), ["kind", "head"])
    order = Window.partitionBy("kind", "head").orderBy("key")
    near = f.array(*[f.lead("key", n).over(order) for n in range(1, reach + 1)])
    near = crowded.select("kind", f.col("key").alias("a"), near.alias("near"))
    near = near.select("kind", "a", f.explode("near").alias("b")).where("b is not null")
    met = met.union(near).groupBy("a", "b")
    count = lambda kind: f.sum((f.col("kind") == kind).cast("bigint"))  # noqa: E731
    met = met.agg(
        count(RUNS).alias("runs"), count(TOPIC).alias("topic"), count(WORDS).alias("words")
    )
    for side in "ab":
        ends = prints.select(
            f.col("key").alias(side),
            f.col("minute").alias(f"{side}_minute"),
            f.col("size_topic").alias(f"{side}_topic"),
            f.col("size_words").alias(f"{side}_words"),
        )
        met = met.join(ends, side)
    return met.mapInArrow(_wanted, PAIRS)


def _bucketed(pairs, buckets):
    """Pairs with a bucket: pairs that have a page in common mostly in one, so that a page goes to few."""
    from pyspark.sql import functions as f

    ends = pairs.where("compared").select(f.col("b").alias("page"), f.col("a").alias("other"))
    first = ends.groupBy("page").agg(f.min("other").alias("first"))
    found = pairs.join(first, pairs["a"] == first["page"], "left")
    label = f.least(f.coalesce("first", "a"), f.col("a"))
    bucket = f.pmod(f.xxhash64(label), f.lit(buckets))
    return found.select("a", "b", "compared", bucket.alias("bucket"))


def _components(pairs):
    """For each page that a pair connects the least key of all that pairs connect with it."""
    above = {}

    def top(key):
        while above.setdefault(key, key) != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    for a, b in pairs:
        a, b = top(a), top(b)
        above[max(a, b)] = min(a, b)
    return {key: top(key) for key in list(above)}




def _digest(df):
    """A mark over rows whatever their order: how many, and the sum of a hash of each."""
    from pyspark.sql import functions as f

    whole = f.sha2(f.to_json(f.struct(*df.columns)) if len(df.columns) > 1 else df.columns[0], 256)
    if df.columns == ["name", "bytes"]:
        whole = f.sha2(f.concat(f.sha2("name", 256), f.sha2("bytes", 256)), 256)
    number = f.conv(f.substring(whole, 1, 15), 16, 10).cast("decimal(20,0)")
    row = df.agg(f.count("*").alias("rows"), f.sum(number).alias("sum")).collect()[0]
    return f"{row['rows']}:{int(row['sum'] or 0)}"


def _sum(digests):
    """The mark over the rows of several."""
    parts = [tuple(map(int, digest.split(":"))) for digest in digests]
    return f"{sum(p[0] for p in parts)}:{sum(p[1] for p in parts)}"


def digest_of(lines):
    """The mark that :meth:`Run.digest` gives, over lines of text in Python."""
    import hashlib

    count = total = 0
    for line in lines:
        data = line.encode() if isinstance(line, str) else line
        total += int(hashlib.sha256(data).hexdigest()[:15], 16)
        count += 1
    return f"{count}:{total}"


class _Files:
    """Small files in whatever holds the stages: a disk, HDFS, a store of objects."""

    def __init__(self, session):
        self._jvm = session.sparkContext._jvm
        self._conf = session.sparkContext._jsc.hadoopConfiguration()

    def _open(self, path):
        path = self._jvm.org.apache.hadoop.fs.Path(path)
        return path, path.getFileSystem(self._conf)

    def whole(self, path):
        """The path as Spark writes it in the names of files."""
        path, system = self._open(path)
        return system.makeQualified(path).toString()

    def read(self, path):
        """The text of a file; nothing where there is none."""
        path, system = self._open(path)
        if not system.exists(path):
            return None
        stream = system.open(path)
        try:
            return self._jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8")
        finally:
            stream.close()

    def write(self, path, text):
        """Writes a file whole: under another name, then moved."""
        half, system = self._open(path + ".new")
        stream = system.create(half, True)
        try:
            stream.write(bytearray(text.encode()))
        finally:
            stream.close()
        whole, _ = self._open(path)
        system.delete(whole, False)
        if not system.rename(half, whole):
            raise OSError(f"cannot write {path}")

    def remove(self, path):
        path, system = self._open(path)
        system.delete(path, False)
