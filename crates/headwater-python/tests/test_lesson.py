"""The lesson and the README say what is so: their code runs, and prints what stands under it.

``python tests/test_lesson.py`` writes what the code prints into the documents.
"""

import contextlib
import io
import os
import pathlib
import re
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
DOCUMENTS = [ROOT / "docs" / "python.md", ROOT / "crates" / "headwater-python" / "README.md"]
BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.M | re.S)


def told(document):
    """The document with what its code prints now."""
    names = {"__name__": "lesson"}

    def run(block):
        code, before = block.groups()
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, str(document), "exec"), names)
        if before is None:
            assert not out.getvalue(), f"nothing is shown of what this prints:\n{code}"
            return block.group()
        return f"```python\n{code}```\n\n```text\n{out.getvalue()}```\n"

    here = os.getcwd()
    os.chdir(ROOT)
    try:
        return BLOCK.sub(run, document.read_text(encoding="utf-8"))
    finally:
        os.chdir(here)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_what_the_document_shows_is_so(document):
    pytest.importorskip("pandas")
    assert told(document) == document.read_text(encoding="utf-8")


if __name__ == "__main__":
    for path in sys.argv[1:] and map(pathlib.Path, sys.argv[1:]) or DOCUMENTS:
        path.write_text(told(path), encoding="utf-8")
