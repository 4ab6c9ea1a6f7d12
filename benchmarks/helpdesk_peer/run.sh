#!/bin/sh
# Makes an environment for the peer, then measures both on the same tickets: run.sh [tickets]
# UV may name another uv; PYTHON the version that the peer's environment gets.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
uv=${UV:-uv}
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive

"$uv" venv --quiet --python "${PYTHON:-3.11}" "$work/venv"
"$uv" pip install --quiet --python "$work/venv/bin/python" -r "$here/requirements.txt"
cd "$root"
.venv/bin/python -m benchmarks.helpdesk_peer.ours "$work" "${1:-10000}"
"$work/venv/bin/python" "$here/peer.py" "$work"
