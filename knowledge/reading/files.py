"""Bytes of a file to a reading: what it really is, in which encoding, and what is refused."""

import hashlib
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from knowledge.documents import Reading, UnreadableDocument
from knowledge.reading.archives import BadArchive
from knowledge.reading.drafts import Source
from knowledge.reading.places import Sheets
from knowledge.reading.text import read_text

MAX_BYTES = 20_000_000  # the longest circular seen holds 300 kB of text; a file of more is not one
MAX_PACKED = 60_000_000  # scans and pictures
MAX_CHARACTERS = 4_000_000
MAX_BLOCKS = 30_000  # six hundred pages of fifty lines
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
_READABLE = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": PDF,
    ".docx": DOCX,
    ".odt": ODT,
}
_PACKED = {PDF: "un PDF", DOCX: "un document Word", ODT: "un document OpenDocument"}
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MAGIC = {
    b"PK\x05\x06": "une archive vide",
    b"\xd0\xcf\x11\xe0": "un ancien document bureautique, ou un document protégé",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"II*\x00": "une image",
    b"MM\x00*": "une image",
    b"BM": "une image",
    b"\x7fELF": "un programme",
    b"MZ": "un programme",
    b"\x1f\x8b": "une archive",
    b"BZh": "une archive",
    b"\xfd7zXZ": "une archive",
    b"Rar!": "une archive",
    b"7z\xbc\xaf": "une archive",
    b"{\\rtf": "un document RTF",
}
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_SHARE = 0.002


def _unlimited(seconds: float) -> None:
    """Grant nothing: nobody counts the seconds."""


def read_file(
    path: Path, grant: Callable[[float], None] = _unlimited, sheets: Sheets | None = None
) -> Reading:
    """Read a circular in this very process; `sandbox` does the same out of harm's way.

    Raise `UnreadableDocument` with a French reason when it cannot be. `grant` is told of the seconds
    that a page deserves, whose recognition takes many; `sheets` gather the words of printed pages.
    """
    content = _bytes(path)
    kind = _kind(path, content)
    source = Source(path.name, kind, hashlib.sha256(content).hexdigest())
    reading = _unpacked(source, content, grant, sheets) if kind in _PACKED else _plain(source, content)
    if len(reading.text) > MAX_CHARACTERS or len(reading.blocks) > MAX_BLOCKS:
        raise UnreadableDocument(path.name, "Le texte est trop long pour être une circulaire.")
    if not reading.text.strip():
        raise UnreadableDocument(path.name, "Le fichier ne contient aucun texte.")
    return reading


def is_candidate(path: Path) -> bool:
    """Say whether a file of a folder is meant to be read: a document by its name, and not hidden."""
    return path.suffix.lower() in _READABLE and not path.name.startswith((".", "~$"))


def _unpacked(
    source: Source, content: bytes, grant: Callable[[float], None], sheets: Sheets | None
) -> Reading:
    # Each of these libraries takes a tenth of a second to load: a folder of texts needs none.
    try:
        if source.media_type == PDF:
            from knowledge.reading.pdf import read_pdf

            return read_pdf(source, content, grant, sheets)
        if source.media_type == DOCX:
            from knowledge.reading.docx import read_docx

            return read_docx(source, content)
        from knowledge.reading.odt import read_odt

        return read_odt(source, content)
    except BadArchive as error:
        raise UnreadableDocument(source.name, str(error)) from error


def _plain(source: Source, content: bytes) -> Reading:
    text = _decode(source.name, content)
    if len(text) > MAX_CHARACTERS:
        raise UnreadableDocument(source.name, "Le texte est trop long pour être une circulaire.")
    if source.media_type == "text/html":
        from knowledge.reading.html import read_html  # long to load, and needed in the child processes only

        return read_html(source, text)
    return read_text(source, text)


def _bytes(path: Path) -> bytes:
    limit = MAX_PACKED if _READABLE.get(path.suffix.lower()) in _PACKED else MAX_BYTES
    try:
        size = path.stat().st_size
        content = path.read_bytes() if 0 < size <= limit and path.is_file() else b""
    except OSError as error:
        raise UnreadableDocument(path.name, "Le fichier ne peut pas être ouvert.") from error
    if size > limit:
        raise UnreadableDocument(path.name, f"Le fichier dépasse {limit // 1_000_000} Mo.")
    if not content.strip():
        raise UnreadableDocument(path.name, "Le fichier est vide.")
    return content


def _kind(path: Path, content: bytes) -> str:
    """Say what a file is by its content; a name that says otherwise is a disguise, and refused."""
    said = _READABLE.get(path.suffix.lower())
    packed = _packed(path.name, content)
    if packed is not None or said in _PACKED:
        return _undisguised(path, said, packed)
    for magic, what in _MAGIC.items():
        if content.startswith(magic):
            raise UnreadableDocument(path.name, f"Ce fichier n’est pas un texte : c’est {what}.")
    if _HTML.match(content.removeprefix(b"\xef\xbb\xbf")[:4096]):
        return "text/html"
    if said is None:
        raise UnreadableDocument(path.name, "Ce format n’est pas pris en charge.")
    return said


def _packed(name: str, content: bytes) -> str | None:
    """Recognise a PDF, or the kind of document that an archive holds."""
    if b"%PDF-" in content[:1024]:
        return PDF
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableDocument(name, "Le fichier est abîmé : son archive ne s’ouvre pas.") from error
    if "word/document.xml" in names:
        return DOCX
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return ODT
    raise UnreadableDocument(name, "Ce fichier est une archive, ou un document qui n’est pas un texte.")


def _undisguised(path: Path, said: str | None, packed: str | None) -> str:
    if packed is None:
        raise UnreadableDocument(
            path.name, f"Le fichier porte l’extension {path.suffix} sans être {_PACKED[str(said)]}."
        )
    if packed != said:
        raise UnreadableDocument(
            path.name, f"Le fichier porte l’extension {path.suffix} mais c’est {_PACKED[packed]}."
        )
    return packed


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
