"""Bytes of a file to a reading: what it really is, in which encoding, and what is refused."""

import hashlib
import re
from pathlib import Path

from knowledge.documents import Reading, UnreadableDocument
from knowledge.reading.drafts import Source
from knowledge.reading.html import read_html
from knowledge.reading.text import read_text

MAX_BYTES = 20_000_000  # the longest circular seen holds 300 kB of text; a file of more is not one
MAX_CHARACTERS = 4_000_000
_READABLE = {".txt": "text/plain", ".md": "text/markdown", ".html": "text/html", ".htm": "text/html"}
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MAGIC = {
    b"%PDF": "un PDF",
    b"PK\x03\x04": "une archive ou un document bureautique",
    b"\xd0\xcf\x11\xe0": "un ancien document bureautique",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"\x7fELF": "un programme",
    b"MZ\x90": "un programme",
    b"\x1f\x8b": "une archive",
    b"Rar!": "une archive",
    b"7z\xbc\xaf": "une archive",
    b"{\\rtf": "un document RTF",
}
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_SHARE = 0.002


def read_file(path: Path) -> Reading:
    """Read a circular; raise `UnreadableDocument` with a French reason when it cannot be."""
    content = _bytes(path)
    kind = _kind(path, content)
    text = _decode(path.name, content)
    if len(text) > MAX_CHARACTERS:
        raise UnreadableDocument(path.name, "Le texte est trop long pour être une circulaire.")
    source = Source(path.name, kind, hashlib.sha256(content).hexdigest())
    reading = read_html(source, text) if kind == "text/html" else read_text(source, text)
    if not reading.text.strip():
        raise UnreadableDocument(path.name, "Le fichier ne contient aucun texte.")
    return reading


def is_candidate(path: Path) -> bool:
    """Say whether a file of a folder is meant to be read: a document by its name, and not hidden."""
    return path.suffix.lower() in _READABLE and not path.name.startswith((".", "~$"))


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if 0 < size <= MAX_BYTES else b""
    except OSError as error:
        raise UnreadableDocument(path.name, "Le fichier ne peut pas être ouvert.") from error
    if size > MAX_BYTES:
        raise UnreadableDocument(path.name, "Le fichier dépasse 20 Mo.")
    if not content.strip():
        raise UnreadableDocument(path.name, "Le fichier est vide.")
    return content


def _kind(path: Path, content: bytes) -> str:
    for magic, what in _MAGIC.items():
        if content.startswith(magic):
            raise UnreadableDocument(path.name, f"Ce fichier n’est pas un texte : c’est {what}.")
    if _HTML.match(content.removeprefix(b"\xef\xbb\xbf")[:4096]):
        return "text/html"
    kind = _READABLE.get(path.suffix.lower())
    if kind is None:
        raise UnreadableDocument(path.name, "Ce format n’est pas pris en charge.")
    return kind


def _decode(name: str, content: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if content.startswith(mark):
            return _decoded(name, content, encoding)
    if len(_BINARY.findall(content)) > _BINARY_SHARE * len(content):
        raise UnreadableDocument(name, "Ce fichier n’est pas un texte.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(name, content, "cp1252")


def _decoded(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(name, "L’encodage du texte n’est pas reconnu.") from error
