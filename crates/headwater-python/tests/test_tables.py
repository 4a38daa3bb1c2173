"""Tables in pandas, polars and Arrow."""

import headwater
import pytest


@pytest.mark.parametrize("name", ["statements", "edges", "differences"])
def test_a_table_is_the_same_in_all_three(found, name):
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    arrow = pytest.importorskip("pyarrow")
    table = getattr(found, name)
    rows = list(table)
    assert table.to_arrow().to_pylist() == rows
    assert table.to_polars().to_dicts() == rows
    frame = table.to_pandas()
    assert list(frame.columns) == table.columns == list(rows[0])
    for column in table.columns:
        values = [None if pandas.isna(v) else v for v in frame[column]]
        assert values == [row[column] for row in rows], column
    assert arrow.table(table).equals(table.to_arrow())
    assert polars.DataFrame(table).equals(table.to_polars())


SECTIONS = [
    "articles",
    "quotes",
    "matches",
    "outlets",
    "stories",
    "utterances",
    "threads",
    "stemmata",
    "remarks",
    "bounds",
]


@pytest.mark.parametrize("name", SECTIONS)
def test_records_have_tables_with_fixed_types(found, name):
    arrow = pytest.importorskip("pyarrow")
    records = getattr(found, name)
    table = records.to_arrow()
    empty = headwater.Records(records.kind, []).to_arrow()
    assert table.schema == empty.schema
    assert table.num_rows == len(records.table)
    assert records.to_polars().height == len(records.to_pandas()) == table.num_rows
    batches = records.to_batches(size=7)
    assert sum(b.num_rows for b in batches) == table.num_rows
    assert arrow.table(records.table).equals(table)


def test_tables_need_no_other_package_until_asked(found):
    table = found.statements
    assert len(table) == len(list(table)) == len(table["words"])
    assert table[0]["story"] == 1 and len(table[:3]) == 3
    with pytest.raises(KeyError):
        table["no such column"]


def test_a_missing_package_is_named(found, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ImportError, match="pip install polars"):
        found.edges.to_polars()


def test_a_notebook_shows_answers_and_tree(found):
    shown = found._repr_html_()
    assert shown.startswith("<iframe sandbox") and shown.count("<") == 2
    assert "&lt;svg" in shown and "Meridian Ledger" in shown and "&lt;script" not in shown
    assert found.statements._repr_html_().startswith("<table>")
    assert "<td>" in found.quotes._repr_html_()


def test_cells_of_a_notebook_are_escaped():
    records = headwater.Records("remarks", [{"article": "<script>", "kind": "a", "text": "&"}])
    assert "<script>" not in records._repr_html_()
    evil = headwater.trace({"id": "a", "text": "x", "title": "</iframe>\"<script>alert(1)</script>"})
    assert "<script>" not in evil._repr_html_()
