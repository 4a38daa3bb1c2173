"""Made pages for measuring and for the tests on Spark: those of `headwater-made`."""

import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]


def pages(count, program=None):
    """So many made pages as names and bytes, a record in each."""
    program = program or _program()
    out = subprocess.run([program, str(count)], check=True, capture_output=True).stdout
    for line in out.splitlines():
        record = json.loads(line)
        yield f"{record['id']}.jsonl", line


def _program():
    import os

    named = os.environ.get("HEADWATER_MADE")
    if named:
        return named
    subprocess.run(
        ["cargo", "build", "--quiet", "-p", "headwater-made", "--example", "pages"],
        check=True,
        cwd=ROOT,
    )
    meta = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--no-deps"],
        check=True,
        cwd=ROOT,
        capture_output=True,
    ).stdout
    return pathlib.Path(json.loads(meta)["target_directory"]) / "debug" / "examples" / "pages"
