"""Records as they are, and as tables for pandas, polars and Arrow.

Nothing here needs any of the three until it is asked for one.
"""

import html

#: Types of columns: text, whole numbers, numbers, yes or no, and a list of texts.
TEXT, INT, NUMBER, BOOL, TEXTS = "text", "int", "number", "bool", "texts"


class Table:
    """Rows under fixed columns.

    ``len``, iteration and indexing give rows as dicts. Passed to anything that takes Arrow's
    PyCapsule interface (``pyarrow.table``, ``polars.DataFrame``, DuckDB), it is a table there.
    """

    def __init__(self, columns, rows):
        self._columns = columns
        self._rows = rows

    @property
    def columns(self):
        """The names of the columns."""
        return [name for name, _ in self._columns]

    def __len__(self):
        return len(self._rows)

    def __iter__(self):
        return iter(self._rows)

    def __getitem__(self, at):
        if isinstance(at, slice):
            return Table(self._columns, self._rows[at])
        if isinstance(at, str):
            if at not in self.columns:
                raise KeyError(at)
            return [row.get(at) for row in self._rows]
        return self._rows[at]

    def __repr__(self):
        return f"<headwater.Table of {len(self)} rows: {', '.join(self.columns)}>"

    def to_arrow(self):
        """The table as ``pyarrow.Table``."""
        pa = _needed("pyarrow")
        types = _arrow_types(pa)
        columns = [
            pa.array([row.get(name) for row in self._rows], type=types[kind])
            for name, kind in self._columns
        ]
        return pa.Table.from_arrays(columns, schema=self.arrow_schema())

    def arrow_schema(self):
        """The columns as ``pyarrow.Schema``."""
        pa = _needed("pyarrow")
        types = _arrow_types(pa)
        return pa.schema([pa.field(name, types[kind]) for name, kind in self._columns])

    def to_batches(self, size=65536):
        """The table as record batches of Arrow, ``size`` rows at most in each."""
        return self.to_arrow().to_batches(max_chunksize=size)

    def __arrow_c_stream__(self, requested_schema=None):
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def to_pandas(self):
        """The table as ``pandas.DataFrame``; numbers that may be missing have pandas' own types."""
        pd = _needed("pandas")
        dtypes = {INT: "Int64", NUMBER: "Float64", BOOL: "boolean"}
        data = {}
        for name, kind in self._columns:
            values = [row.get(name) for row in self._rows]
            data[name] = pd.array(values, dtype=dtypes[kind]) if kind in dtypes else values
            if kind not in dtypes:
                data[name] = pd.Series(values, dtype="object")
        return pd.DataFrame(data, columns=self.columns)

    def to_polars(self):
        """The table as ``polars.DataFrame``."""
        pl = _needed("polars")
        types = {TEXT: pl.String, INT: pl.Int64, NUMBER: pl.Float64, BOOL: pl.Boolean}
        types[TEXTS] = pl.List(pl.String)
        schema = {name: types[kind] for name, kind in self._columns}
        data = {name: [row.get(name) for row in self._rows] for name, _ in self._columns}
        return pl.DataFrame(data, schema=schema)

    def _repr_html_(self):
        shown = self._rows[:20]
        head = "".join(f"<th>{_cell(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{_cell(row.get(name))}</td>" for name in self.columns) + "</tr>"
            for row in shown
        )
        rest = len(self) - len(shown)
        more = f"<p>{rest} more rows</p>" if rest > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    words = words if len(words) <= 120 else words[:118].rstrip() + " …"
    return html.escape(words)


def _needed(name):
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ImportError(f"this form of table needs {name}: pip install {name}") from error


def _arrow_types(pa):
    return {
        TEXT: pa.string(),
        INT: pa.int64(),
        NUMBER: pa.float64(),
        BOOL: pa.bool_(),
        TEXTS: pa.list_(pa.string()),
    }


class Records(list):
    """A list of records (dicts), exactly those that the program prints as JSON.

    ``table`` has what can stand in rows, with the words beside their offsets. ``problems`` are what
    could not be read, pairs of a message and a hint.
    """

    def __init__(self, kind, records, problems=(), texts=None):
        super().__init__(records)
        self.kind = kind
        self.problems = list(problems)
        self._texts = texts

    @property
    def table(self):
        """The records as a :class:`Table`."""
        columns, rows = TABLES[self.kind]
        return Table(columns, [row for record in self for row in rows(record, self._texts or {})])

    def to_arrow(self):
        """The table as ``pyarrow.Table``."""
        return self.table.to_arrow()

    def to_batches(self, size=65536):
        """The table as record batches of Arrow."""
        return self.table.to_batches(size)

    def to_pandas(self):
        """The table as ``pandas.DataFrame``."""
        return self.table.to_pandas()

    def to_polars(self):
        """The table as ``polars.DataFrame``."""
        return self.table.to_polars()

    def __repr__(self):
        return f"<headwater.Records: {len(self)} of {self.kind}>"

    def _repr_html_(self):
        return self.table._repr_html_()


def _words(texts, article, start, end):
    text = texts.get(article)
    return None if text is None else text[start:end]


def _article(record, _texts):
    row = {name: record.get(name) for name, _ in ARTICLE}
    row["characters"] = len(record["text"])
    return [row]


ARTICLE = [
    ("id", TEXT),
    ("source", TEXT),
    ("url", TEXT),
    ("sha256", TEXT),
    ("title", TEXT),
    ("outlet", TEXT),
    ("authors", TEXTS),
    ("date", TEXT),
    ("date_not_before", TEXT),
    ("date_not_after", TEXT),
    ("modified", TEXT),
    ("lang", TEXT),
    ("story", TEXT),
    ("characters", INT),
    ("text", TEXT),
]

QUOTE = [
    ("article", TEXT),
    ("outlet", TEXT),
    ("date", TEXT),
    ("quote", TEXT),
    ("start", INT),
    ("end", INT),
    ("words", TEXT),
    ("kind", TEXT),
    ("zone", TEXT),
    ("stance", TEXT),
    ("speaker", TEXT),
    ("speaker_text", TEXT),
    ("role", TEXT),
    ("via", TEXT),
    ("chain", TEXTS),
    ("nested", TEXT),
    ("said_on", TEXT),
    ("confidence", NUMBER),
]


def _quotes(record, _texts):
    text = record["text"]
    for quote in record.get("quotes") or ():
        row = {name: quote.get(name) for name, _ in QUOTE}
        row["article"] = record["id"]
        row["outlet"] = record.get("outlet")
        row["date"] = record.get("date")
        row["quote"] = quote["id"]
        row["words"] = text[quote["start"] : quote["end"]]
        yield row


MATCH = [
    ("a", TEXT),
    ("a_start", INT),
    ("a_end", INT),
    ("a_words", TEXT),
    ("b", TEXT),
    ("b_start", INT),
    ("b_end", INT),
    ("b_words", TEXT),
    ("relation", TEXT),
    ("score", NUMBER),
    ("share", NUMBER),
]


def _match(record, texts):
    row = {name: record.get(name) for name, _ in MATCH}
    row["a_words"] = _words(texts, row["a"], row["a_start"], row["a_end"])
    row["b_words"] = _words(texts, row["b"], row["b_start"], row["b_end"])
    return [row]


STORY = [("story", TEXT), ("number", INT), ("title", TEXT), ("pages", INT), ("articles", TEXTS)]


def _story(record, _texts):
    row = {name: record.get(name) for name, _ in STORY}
    row["pages"] = len(record["articles"])
    return [row]


READING = [
    ("utterance", TEXT),
    ("speaker", TEXT),
    ("said_on", TEXT),
    ("article", TEXT),
    ("quote", TEXT),
    ("start", INT),
    ("end", INT),
    ("words", TEXT),
    ("relation", TEXT),
    ("repeat", BOOL),
    ("differs", TEXTS),
]


def _readings(record, texts):
    for reading in record["readings"]:
        row = {name: reading.get(name) for name, _ in READING}
        for name in ("utterance", "speaker", "said_on"):
            row[name] = record.get(name)
        row["words"] = _words(texts, row["article"], row["start"], row["end"])
        differs = [d["kind"] for d in record["differs"] if d["other"]["article"] == row["article"]]
        row["differs"] = differs
        yield row


STATEMENT = [
    ("thread", TEXT),
    ("title", TEXT),
    ("against", BOOL),
    ("article", TEXT),
    ("quote", TEXT),
    ("start", INT),
    ("end", INT),
    ("words", TEXT),
    ("speaker", TEXT),
    ("date", TEXT),
    ("utterance", TEXT),
]


def _thread(record, texts):
    for name in ("statements", "against"):
        for statement in record[name]:
            row = {column: statement.get(column) for column, _ in STATEMENT}
            row["thread"], row["title"] = record["thread"], record["title"]
            row["against"] = name == "against"
            row["words"] = _words(texts, row["article"], row["start"], row["end"])
            yield row


EDGE = [
    ("story", TEXT),
    ("parent", TEXT),
    ("parent_kind", TEXT),
    ("parent_label", TEXT),
    ("child", TEXT),
    ("child_label", TEXT),
    ("probability", NUMBER),
    ("grounds", TEXTS),
]


def _edges(record, _texts):
    nodes = {node["id"]: node for node in record["nodes"]}
    for edge in record["edges"]:
        parent, child = nodes.get(edge["parent"], {}), nodes.get(edge["child"], {})
        yield {
            "story": record["story"],
            "parent": edge["parent"],
            "parent_kind": parent.get("kind"),
            "parent_label": parent.get("label"),
            "child": edge["child"],
            "child_label": child.get("label"),
            "probability": edge["probability"],
            "grounds": [ground["text"] for ground in edge["grounds"]],
        }


REMARK = [("article", TEXT), ("kind", TEXT), ("text", TEXT)]
OUTLET = [("id", TEXT), ("name", TEXT), ("spellings", TEXTS)]
BOUND = [("kind", TEXT), ("count", INT), ("text", TEXT)]
COMPARED = [
    ("a", TEXT),
    ("b", TEXT),
    ("score", NUMBER),
    ("relation", TEXT),
    ("differs", TEXTS),
]
HIT = [
    ("page", TEXT),
    ("id", TEXT),
    ("title", TEXT),
    ("outlet", TEXT),
    ("date", TEXT),
    ("url", TEXT),
    ("story", TEXT),
    ("words", TEXT),
]
CHECKED = [
    ("id", TEXT),
    ("title", TEXT),
    ("held", BOOL),
    ("quote", TEXT),
    ("speaker", TEXT),
    ("start", INT),
    ("end", INT),
    ("words", TEXT),
    ("readings", INT),
    ("first", TEXT),
]


def _flat(columns):
    return columns, lambda record, _texts: [{name: record.get(name) for name, _ in columns}]


def _compared(record, _texts):
    row = {name: record.get(name) for name, _ in COMPARED}
    row["differs"] = [d["kind"] for d in record["differs"]]
    return [row]


def _checked(record, _texts):
    for quote in record["quotations"]:
        row = {name: quote.get(name) for name, _ in CHECKED}
        row["id"], row["title"], row["held"] = record["id"], record["title"], record["held"]
        row["readings"] = len(quote["readings"])
        yield row


#: For each kind of record the columns of its table, and what makes rows of a record.
TABLES = {
    "articles": (ARTICLE, _article),
    "quotes": (QUOTE, _quotes),
    "matches": (MATCH, _match),
    "stories": (STORY, _story),
    "utterances": (READING, _readings),
    "threads": (STATEMENT, _thread),
    "stemmata": (EDGE, _edges),
    "remarks": _flat(REMARK),
    "outlets": _flat(OUTLET),
    "bounds": _flat(BOUND),
    "comparisons": (COMPARED, _compared),
    "hits": _flat(HIT),
    "checks": (CHECKED, _checked),
}

#: The tables of a trace, under the numbers of its report.
STATEMENTS = [
    ("story", INT),
    ("title", TEXT),
    ("statement", INT),
    ("utterance", TEXT),
    ("page", TEXT),
    ("outlet", TEXT),
    ("date", TEXT),
    ("speaker", TEXT),
    ("words", TEXT),
    ("start", INT),
    ("end", INT),
    ("relation", TEXT),
]
EDGES = [
    ("story", INT),
    ("title", TEXT),
    ("page", TEXT),
    ("outlet", TEXT),
    ("relation", TEXT),
    ("other_page", TEXT),
    ("other_outlet", TEXT),
    ("probability", NUMBER),
    ("how_sure", TEXT),
]
DIFFERENCES = [
    ("story", INT),
    ("title", TEXT),
    ("statement", INT),
    ("utterance", TEXT),
    ("kind", TEXT),
    ("speaker", TEXT),
    ("page", TEXT),
    ("outlet", TEXT),
    ("words", TEXT),
    ("start", INT),
    ("end", INT),
    ("other_page", TEXT),
    ("other_outlet", TEXT),
    ("other_words", TEXT),
    ("other_start", INT),
    ("other_end", INT),
]
