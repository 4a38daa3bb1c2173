"""What Python finds is what the program prints, byte for byte."""

import json

import headwater
import pytest


def lines(records):
    return sorted(json.dumps(r, ensure_ascii=False) for r in records)


def printed(output):
    return [json.loads(line) for line in output.splitlines()]


@pytest.mark.parametrize("tagger", ["auto", "fast"])
def test_a_trace_is_the_one_of_the_program(program, examples, tagger):
    theirs = program("trace", "--format", "json", "--tagger", tagger, examples)
    ours = headwater.trace(examples, tagger=tagger)
    assert ours.json().encode() == theirs
    theirs = program("trace", "--format", "jsonl", "--tagger", tagger, examples)
    assert sorted(ours.jsonl().encode().splitlines()) == sorted(theirs.splitlines())


def test_other_forms_are_those_of_the_program(program, examples, found):
    assert found.csv().encode() == program("trace", "--format", "csv", examples)
    assert found.html().encode() == program("trace", "--format", "html", examples)
    assert found.markdown().encode() == program("trace", "--format", "md", examples)
    assert found.text().encode() == program("trace", examples)
    assert found.text(why=1).encode() == program("trace", "--why=1", examples)
    words = "looking for a treaty"
    theirs = program("trace", "--format", "json", "--about", words, examples)
    assert found.about(words) == json.loads(theirs)


def test_each_verb_gives_the_records_of_the_program(program, examples):
    fast = ("--tagger", "fast", examples)
    for ours, theirs in [
        (headwater.read(examples), program("read", examples)),
        (headwater.read(examples, clean=True), program("read", "--clean", examples)),
        (headwater.quotes(examples, tagger="fast"), program("quotes", *fast)),
        (headwater.matches(examples), program("matches", examples)),
        (headwater.stories(examples, tagger="fast"), program("stories", *fast)),
        (headwater.utterances(examples, tagger="fast"), program("utterances", *fast)),
        (headwater.threads(examples, tagger="fast"), program("threads", *fast)),
        (headwater.stemma(examples, tagger="fast"), program("stemma", *fast)),
    ]:
        assert ours and list(ours) == printed(theirs), ours


def test_steps_over_records_give_what_one_run_gives(examples):
    articles = headwater.read(examples)
    whole = headwater.trace(examples, tagger="fast")
    assert headwater.trace(articles, tagger="fast").json() == whole.json()
    quoted = headwater.quotes(articles, tagger="fast")
    assert list(headwater.stories(quoted)) == list(headwater.stories(examples, tagger="fast"))


def test_paths_bytes_and_iterables_read_alike(examples, pages, found):
    assert headwater.trace(pages).json() == found.json()
    assert headwater.trace(page for page in reversed(pages)).json() == found.json()
    paths = [examples / name for name, _ in pages]
    assert headwater.trace(paths).json() == found.json()
    assert headwater.trace([*map(str, paths[:9]), *pages[9:]]).json() == found.json()


def test_bytes_in_other_wraps_read_alike(pages):
    name, body = pages[-1]
    [bare] = headwater.read(body)
    [named] = headwater.read((name, bytearray(body)))
    assert bare["id"] == "bytes-1" and named["id"] == name
    assert bare["text"] == named["text"] and bare["sha256"] == named["sha256"]


def test_open_files_are_read_under_their_names(examples):
    with open(examples / "post-valk.html", "rb") as file:
        [article] = headwater.read(file)
    assert article["id"] == "post-valk.html"


def test_a_stream_gives_the_records_of_a_list(examples, pages):
    whole = [r for batch in headwater.stream(examples) for r in batch]
    assert whole == list(headwater.read(examples))
    many = [(f"{n}-{name}", body) for n in range(60) for name, body in pages]
    sizes = [len(batch) for batch in headwater.stream(many, verb="quotes")]
    assert sum(sizes) == len(many) and len(sizes) > 1
    for batch in headwater.stream(many):
        assert batch.kind == "articles"
        break
