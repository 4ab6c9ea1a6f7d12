#!/bin/sh
# Makes .venv-st: what the tests need, torch for the processor, and the extra sentence-transformers.
# pip and not uv: torch is taken from wherever pip is told to look (docs/operations.md, « Choisir le moteur »).
set -eu
cd "$(dirname "$0")/.."
export VENV=.venv-st
tools/install.sh requirements-dev.txt

pip="$VENV/bin/python -m pip"
$pip --version >/dev/null 2>&1 || "$VENV/bin/python" -m ensurepip --upgrade >/dev/null
printf 'permanence: installation de %s et de sentence-transformers\n' "${TORCH:=torch==2.13.0}" >&2
$pip install -q --disable-pip-version-check "$TORCH"
# torch is not in the file: its hash depends on where it comes from.
$pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-st.txt
