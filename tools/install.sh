#!/bin/sh
# Makes .venv and installs a hashed requirements file into it: tools/install.sh requirements.txt
# VENV names another environment.
# Uses uv when it is on the path (seconds), plain pip otherwise.
set -eu
cd "$(dirname "$0")/.."
requirements=$1
venv=${VENV:-.venv}

say() { printf 'permanence: %s\n' "$*" >&2; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    say "Python 3.11 ou plus récent est introuvable. Sur Debian ou Ubuntu : apt-get install python3 python3-venv"
    exit 1
}

# Debian ships python3 without what makes virtual environments.
make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null && ! command -v uv >/dev/null; then
        package="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            say "installation du paquet $package"
            export DEBIAN_FRONTEND=noninteractive
            apt-get update -qq && apt-get install -y -qq --no-install-recommends "$package" >/dev/null
        else
            say "il manque le paquet $package. Installez-le : sudo apt-get install $package"
            exit 1
        fi
    fi
    if command -v uv >/dev/null; then
        uv venv --quiet --python "$python" "$venv"
    else
        "$python" -m venv "$venv"
    fi
}

# On a terminal pip shows what it fetches; elsewhere it says only what goes wrong.
pip_install() {
    if [ -t 1 ]; then set -- --progress-bar on "$@"; else set -- -qq "$@"; fi
    "$venv/bin/python" -m pip install --disable-pip-version-check "$@"
}

[ -x "$venv/bin/python" ] || make_venv
say "installation de ce que liste $requirements (une à deux minutes la première fois)"
if command -v uv >/dev/null; then
    uv pip install --quiet --compile-bytecode --python "$venv/bin/python" --require-hashes -r "$requirements"
    uv pip install --quiet --python "$venv/bin/python" --no-deps -e .
else
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip --upgrade >/dev/null
    pip_install --require-hashes -r "$requirements"
    pip_install --no-deps -e .
fi
# Where Python may not write (an image, PYTHONDONTWRITEBYTECODE), every start would compile all of this anew.
"$venv/bin/python" -m compileall -q app assistant backend connectors knowledge ticketing
