#!/bin/sh
# Installs Debian's Chromium for the browser tests when it may; without it they are skipped with a reason.
set -eu
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "permanence: installation de Chromium pour les tests du navigateur" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0
fi
echo "permanence: Chromium est absent, les tests du navigateur seront passés. Pour les avoir : sudo apt-get install chromium" >&2
[ -z "${CI:-}" ]
