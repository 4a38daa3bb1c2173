"""What cannot be read is told, and nothing ends Python."""

import gzip
import random
import subprocess
import sys
import threading

import headwater
import pytest


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(headwater.InputError, match="no such file or folder.*nowhere"):
        headwater.read(tmp_path / "nowhere.html")


def test_what_else_was_given_is_read_all_the_same(tmp_path, examples):
    given = [examples / "post-valk.html", tmp_path / "nowhere.html"]
    with pytest.warns(headwater.PageWarning, match="nowhere"):
        articles = headwater.read(given)
    assert [a["id"] for a in articles] == ["post-valk.html"]
    assert "nowhere" in articles.problems[0][0]
    with pytest.raises(headwater.InputError, match="nowhere"):
        headwater.read(given, strict=True)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (7, "a int cannot be read"),
        ([["deep"]], "a list cannot be read"),
        ("<html><p>It rained.</p></html>", "give it as bytes"),
        ("It rained.\nAll day.", "give it as bytes"),
        ("a\0b", "NUL"),
        ("https://example.org/a", "this is an address"),
        ((7, b"x"), "name of bytes is a str"),
    ],
)
def test_what_is_no_source_is_told(given, words):
    with pytest.raises(headwater.InputError, match=words):
        headwater.read(given)


def test_unknown_options_are_told(examples):
    with pytest.raises(headwater.InputError, match="auto"):
        headwater.quotes(examples, tagger="best")
    with pytest.raises(headwater.InputError, match="verb is one of"):
        headwater.stream(examples, verb="trace")
    with pytest.raises(headwater.InputError, match="pair 1"):
        headwater.compare([{"a": "x"}])
    with pytest.raises(headwater.InputError, match="no pair"):
        headwater.compare(["ab"])
    with pytest.raises(headwater.InputError, match="open it with mode 'rb'"):
        with open(__file__) as file:
            headwater.read(file)


def test_nothing_is_an_empty_answer(tmp_path):
    assert headwater.read([]) == []
    found = headwater.trace([])
    assert len(found) == 0 and len(found.statements) == 0 and found.stories == []
    assert headwater.read(tmp_path) == []


def test_any_bytes_are_read_without_harm(pages):
    dice = random.Random(7)
    wild = [b"", b"\0" * 5000, b"\xff\xfe", b"<" * 9999, "\ud800".encode("utf-8", "surrogatepass")]
    for name, body in pages[:8]:
        cut = dice.randrange(len(body))
        wild += [(name, body[:cut]), (name, bytes(dice.sample(body, len(body))))]
    wild += [("a.gz", gzip.compress(b"x" * 100)[:30]), ("b.warc", b"WARC/1.0\r\n\r\n")]
    with pytest.warns(headwater.PageWarning):
        found = headwater.trace(wild, tagger="fast")
    assert len(found) > 8
    for row in found.statements:
        assert row["words"]


def test_errors_are_of_one_family():
    for kind in (headwater.InputError, headwater.EngineError, headwater.LibraryError):
        assert issubclass(kind, headwater.HeadwaterError)


def test_the_lock_is_let_go_while_pages_are_read(pages):
    many = [(f"{n}-{name}", body) for n in range(40) for name, body in pages]
    ticks, done = [], threading.Event()

    def tick():
        while not done.wait(0.001):
            ticks.append(1)

    other = threading.Thread(target=tick)
    other.start()
    headwater.read(many)
    done.set()
    other.join()
    assert len(ticks) > 5


def test_progress_is_told(pages):
    told = []
    headwater.trace(pages, tagger="fast", progress=lambda n, step: told.append((n, step)))
    assert (len(pages), "grouping stories") in told
    headwater.read(pages, progress=lambda *_: 1 / 0)


def test_progress_is_shown_by_tqdm_where_asked(pages, capsys):
    pytest.importorskip("tqdm")
    headwater.trace(pages[:3], tagger="fast", progress=True)
    assert "pages" in capsys.readouterr().err


def test_an_interrupt_ends_a_long_run(tmp_path):
    # In a process of its own: the signal is sent to it while it reads.
    code = (
        "import headwater, _thread, threading\n"
        "pages = [(f'{n}.txt', b'It rained in Orvel. ' * 200) for n in range(6000)]\n"
        "threading.Timer(0.3, _thread.interrupt_main).start()\n"
        "try:\n    headwater.read(pages)\n"
        "except KeyboardInterrupt:\n    print('ended')\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert ran.stdout == "ended\n", ran
