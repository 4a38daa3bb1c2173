"""Offsets point at the words that stand beside them."""

import headwater


def test_every_statement_stands_where_it_is_said_to_stand(found):
    texts = {a["id"]: a["text"] for a in found.articles}
    assert len(found.statements) > 50
    for row in found.statements:
        assert row["words"] == texts[row["page"]][row["start"] : row["end"]], row
        assert row["words"] == row["words"].strip() != ""
    assert len(found.differences) > 0
    for row in found.differences:
        assert row["words"] == texts[row["page"]][row["start"] : row["end"]], row
        other = texts[row["other_page"]][row["other_start"] : row["other_end"]]
        assert row["other_words"] == other, row


def test_the_table_of_differences_tells_what_changed(found):
    told = {(r["kind"], r["words"], r["other_words"]) for r in found.differences}
    assert any(k == "number" and {"4,000"} <= {*a.split(), *b.split()} for k, a, b in told), told


def test_rows_of_records_have_their_words(found):
    texts = {a["id"]: a["text"] for a in found.articles}
    for row in found.quotes.table:
        assert row["words"] == texts[row["article"]][row["start"] : row["end"]] != ""
    for row in [*found.utterances.table, *found.threads.table]:
        assert row["words"] == texts[row["article"]][row["start"] : row["end"]] != ""
    for row in found.matches.table:
        assert row["a_words"] == texts[row["a"]][row["a_start"] : row["a_end"]] != ""
        assert row["b_words"] == texts[row["b"]][row["b_start"] : row["b_end"]] != ""


def test_offsets_count_code_points():
    text = "Рейс 𝄞 \U0001f6a2 скасовано\n\n«Порт стоїть», сказала Мара Лінд у понеділок."
    [page] = headwater.quotes({"id": "a", "text": text}, tagger="fast")
    [quote] = page["quotes"]
    [[start, end]] = quote["content_spans"]
    assert page["text"] == text
    assert "Порт стоїть" in text[start:end]


def test_compare_places_words():
    told = headwater.compare("about 200 left the town", "more than 300 left the town")
    [number] = [d for d in told["differs"] if d["kind"] == "number"]
    start, end = number["a_place"]
    assert "about 200 left the town"[start:end] == number["a"]
    several = headwater.compare([("a b c", "a b c"), {"id": 3, "a": "x", "b": "y"}])
    assert several[0]["score"] == 1 and several[1]["id"] == 3
    assert several.table[0]["a"] == "a b c"
