"""What the tests share. They need the built wheel and nothing outside the repository."""

import os
import pathlib
import shutil
import subprocess

import headwater
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="session")
def examples():
    return EXAMPLES


@pytest.fixture(scope="session")
def pages():
    """The invented pages as names and bytes, in the order of a folder."""
    wanted = {".html", ".txt"}
    return [(p.name, p.read_bytes()) for p in sorted(EXAMPLES.iterdir()) if p.suffix in wanted]


@pytest.fixture(scope="session")
def found(examples):
    return headwater.trace(examples)


@pytest.fixture(scope="session")
def program():
    """The program of the same state of the code: HEADWATER_PROGRAM, or one that was built here."""
    built = [ROOT / "target" / kind / "headwater" for kind in ("release", "debug")]
    named = os.environ.get("HEADWATER_PROGRAM")
    for path in [named, *built]:
        if path and shutil.which(path):
            return lambda *words: subprocess.run(
                [path, *map(str, words)], check=True, capture_output=True, cwd=ROOT
            ).stdout
    pytest.fail("build the program first, or name it in HEADWATER_PROGRAM: check.sh does")
