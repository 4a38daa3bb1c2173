"""A library in Python is the library of the program."""

import json

import headwater
import pytest


@pytest.fixture
def library(tmp_path, examples):
    held = headwater.Library(tmp_path / "news.db", tagger="fast")
    told = held.add(examples)
    assert (told["new"], told["pages"]) == (23, 23)
    return held


def test_pages_are_kept_and_known_again(library, examples):
    assert len(library) == 23 and library.outlets == 14
    told = library.add(examples / "post-valk.html")
    assert (told["new"], told["known"]) == (0, 1)


def test_its_findings_are_those_of_a_trace(library, examples):
    ours = library.trace()
    assert ours.json() == headwater.trace(examples, tagger="fast").json()


def test_words_are_found(library):
    hits = library.search("treaty", limit=3)
    assert len(hits) == 3 and hits.all > 3
    assert hits.table[0]["words"]
    with pytest.raises(headwater.InputError):
        library.search("before:yesterday")


def test_a_page_is_checked_against_it(library, program, examples):
    page = examples / "tribune-river.html"
    theirs = program("check", "--format", "json", "--library", library.path, page)
    [told] = library.check(page)
    assert told == json.loads(theirs)
    assert told["held"] and library.check(page).table[0]["words"]


def test_names_lead_to_records(library):
    story = library.trace().stories[0]["story"]
    assert library.show(story)["type"] == "story"
    assert library.show("s-nothing") is None


def test_the_program_reads_what_python_wrote(library, program):
    program("verify", "--library", library.path)
    rows = program("search", "--format", "json", "--library", library.path, "treaty")
    assert len(rows.splitlines()) == library.search("treaty").all


def test_what_is_no_library_is_told(tmp_path, examples):
    with pytest.raises(headwater.LibraryError, match="there is no library"):
        headwater.Library(tmp_path / "none.db").search("x")
    other = tmp_path / "other.db"
    other.write_bytes(b"not a library" * 100)
    with pytest.raises(headwater.LibraryError, match="no library of Headwater"):
        headwater.Library(other).add(examples)


def test_another_tagger_is_refused(library, examples):
    other = headwater.Library(library.path, tagger="deep")
    with pytest.raises(headwater.LibraryError, match="fast tagger"):
        other.add(examples / "post-valk.html")
    assert len(headwater.Library(library.path)) == 23
