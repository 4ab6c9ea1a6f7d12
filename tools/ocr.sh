#!/bin/sh
# Installs Debian's Tesseract with French when it may; without it scanned pages are refused with a reason.
set -eu
if command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -qx fra; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "permanence: installation de Tesseract pour les pages numérisées" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        tesseract-ocr tesseract-ocr-fra tesseract-ocr-osd >/dev/null && exit 0
fi
echo "permanence: Tesseract est absent, les pages numérisées ne seront pas lues. Pour l’avoir : sudo apt-get install tesseract-ocr tesseract-ocr-fra tesseract-ocr-osd" >&2
