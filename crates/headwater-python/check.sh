#!/usr/bin/env bash
# The wheel as its users have it: built, installed into a fresh environment, and the README's lines,
# the lesson and the tests run with it. Where Python or pip is missing it says so and ends well.
# HEADWATER_SPARK=1 also installs pyspark (500 MB) and runs the tests on it; these need Java.
# PROFILE is the profile that wheel and program are built with.
set -euo pipefail
cd "$(dirname "$0")"
profile=${PROFILE:-dev}

python=$(command -v python3 || true)
if [ -z "$python" ] || ! "$python" -m venv --help >/dev/null 2>&1 || ! "$python" -m pip --version >/dev/null 2>&1; then
    echo "python3 with venv and pip is missing: the Python module was not checked"
    exit 0
fi

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$python" -m venv "$place/build"
"$place/build/bin/pip" install --quiet 'maturin>=1.9.4,<2'
"$place/build/bin/maturin" build --quiet --profile "$profile" --out "$place/wheels"

"$python" -m venv "$place/fresh"
"$place/fresh/bin/pip" install --quiet "$place"/wheels/headwater-*.whl
# By itself first: nothing but the wheel.
(cd "$place" && "$place/fresh/bin/python" -c 'import headwater; print(headwater.Engine())')
"$place/fresh/bin/pip" install --quiet pytest 'pandas<3' polars pyarrow tqdm
if [ "${HEADWATER_SPARK:-}" = 1 ]; then
    "$place/fresh/bin/pip" install --quiet pyspark
fi

if [ -z "${HEADWATER_PROGRAM:-}" ]; then
    cargo build --quiet --profile "$profile" -p headwater-cli
    target=$(cargo metadata --format-version 1 --no-deps | "$python" -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
    folder=$profile
    [ "$profile" = dev ] && folder=debug
    export HEADWATER_PROGRAM=$target/$folder/headwater
fi
"$place/fresh/bin/python" -m pytest -q tests "$@"
