"""The stages on Spark: two executor processes, one of them killed, find what the program finds."""

import json
import os
import pathlib
import signal
import sys
import threading
import time

import headwater
import made
import pytest

pytest.importorskip("pyspark", reason="pyspark is not installed: the stages on Spark are not tested")
from headwater import spark as hs  # noqa: E402

COUNT = int(os.environ.get("HEADWATER_PAGES", "200"))


@pytest.fixture(scope="module")
def session():
    """A session over two executors, each a process of its own."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("headwater")
    builder = hs.configure(builder)
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def given(session, tmp_path_factory):
    """Made pages as Parquet of names and bytes."""
    place = str(tmp_path_factory.mktemp("given") / "pages")
    rows = [(name, bytearray(body)) for name, body in made.pages(COUNT)]
    table = session.createDataFrame(rows, "name string, bytes binary")
    table.repartition(8).write.parquet(place)
    return session.read.parquet(place)


@pytest.fixture(scope="module")
def theirs(program, tmp_path_factory):
    """The records of the program over the same pages, a canonical line each."""
    file = tmp_path_factory.mktemp("theirs") / "pages.jsonl"
    file.write_bytes(b"\n".join(body for _, body in made.pages(COUNT)))
    out = program("trace", "--format", "jsonl", "--tagger", "fast", "--no-model", file)
    return canonical(out.decode().splitlines())


@pytest.fixture(scope="module")
def run(session, given, tmp_path_factory):
    run = hs.Run(session, tmp_path_factory.mktemp("run"))
    run.all(given)
    return run


#: What only a whole run can tell of a story.
TOLD = ("number", "brief", "statements")


def canonical(lines):
    """Lines without what the stages do not find; stories without what only a whole run can tell.
    Everything else stays byte for byte."""
    out = []
    for line in lines:
        kind = json.loads(line[: line.index(",")] + "}")["type"]
        if kind == "story":
            record = json.loads(line)
            record = {k: v for k, v in record.items() if k not in TOLD}
            out.append(json.dumps(record, ensure_ascii=False))
        elif kind != "thread":
            out.append(line)
    return sorted(out)


def lines(run):
    return canonical(row["value"] for row in run.lines().collect())


def executors():
    """The processes that are executors of Spark below this one, and the workers below them."""
    parents, names = {}, {}
    for place in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            stat, name = (place / "stat").read_text(), (place / "cmdline").read_bytes()
        except OSError:
            # It ended meanwhile.
            continue
        pid = int(place.name)
        parents[pid], names[pid] = int(stat.rsplit(")", 1)[1].split()[1]), name

    def below(pid):
        while pid in parents:
            if pid == os.getpid():
                return True
            pid = parents[pid]
        return False

    found = [p for p, n in names.items() if b"CoarseGrainedExecutorBackend" in n]
    return [p for p in found if below(p)]


def test_two_executors_find_what_the_program_finds(run, theirs):
    assert len(executors()) == 2
    ours = lines(run)
    assert len(ours) == len(theirs) > COUNT
    assert ours == theirs


def test_the_mark_over_all_records_is_that_of_python(run):
    assert run.digest() == hs.digest_of(row["value"] for row in run.lines().collect())


def test_a_run_that_is_done_does_nothing_again(session, given, run):
    again = hs.Run(session, run.out)
    again.all(given)
    assert again.made == []


def test_a_run_goes_on_where_it_stopped(session, given, run, tmp_path):
    half = hs.Run(session, tmp_path / "half", slices=3)
    half.read(given)
    # As a driver leaves it that died in the middle: the third slice has no manifest.
    place = pathlib.Path(half.out)
    (place / "read/slice=2-of-3/manifest.json").unlink()
    (place / "read/manifest.json").unlink()
    again = hs.Run(session, half.out, slices=3)
    again.all(given)
    assert again.made[0] == "read/slice=2-of-3"
    assert not any(m.startswith("read/slice=0") for m in again.made)
    assert again.digest() == run.digest()


def test_a_stage_rests_on_those_before_it(session, tmp_path):
    with pytest.raises(headwater.InputError, match="'read' is not done"):
        hs.Run(session, tmp_path / "none").quotes()


def test_pages_that_came_twice_or_under_one_id_are_told_apart(session, program, tmp_path):
    one = {"id": "a", "text": "The ferry stays in port until the ice has gone, Mara Lind said on Monday."}
    other = {**one, "text": one["text"] + " Nobody sails before noon, she told reporters."}
    rows = [json.dumps(r).encode() for r in (one, other, one, {"id": "a#2", "text": "It rained."})]
    file = tmp_path / "pages.jsonl"
    file.write_bytes(b"\n".join(rows))
    theirs = program("trace", "--format", "jsonl", "--tagger", "fast", "--no-model", file)
    named = [(f"{n}.jsonl", bytearray(row)) for n, row in enumerate(rows)]
    run = hs.Run(session, tmp_path / "run")
    run.all(session.createDataFrame(named, "name string, bytes binary"))
    assert lines(run) == canonical(theirs.decode().splitlines())


def test_what_was_read_opens_as_a_library(run, program, tmp_path):
    file = tmp_path / "pages.jsonl"
    file.write_text("\n".join(row["value"] for row in run.articles().collect()))
    place = tmp_path / "news.db"
    program("import", "--tagger", "fast", "--library", place, file)
    library = headwater.Library(place)
    assert len(library) == COUNT
    [page] = library.search("Mara", limit=1)
    assert library.show(page["page"])["type"] == "page"


def test_a_killed_executor_changes_nothing(session, given, run, tmp_path):
    killed = []

    def kill():
        time.sleep(3)
        found = executors()
        if found:
            os.kill(found[0], signal.SIGKILL)
            killed.append(found[0])

    other = threading.Thread(target=kill)
    other.start()
    again = hs.Run(session, tmp_path / "killed")
    began = time.monotonic()
    again.all(given)
    took = time.monotonic() - began
    other.join()
    assert killed, "an executor was killed while the stages ran"
    assert took > 3
    assert again.digest() == run.digest()
