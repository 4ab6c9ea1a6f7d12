"""Word processor files are archives: open one without letting it swell."""

import zipfile
import zlib
from io import BytesIO

MAX_PART = 40_000_000  # the text of a thousand pages
MAX_WHOLE = 300_000_000
MAX_PARTS = 3_000
MAX_RATIO = 400  # a styles sheet compresses 40 times; a bomb 1 000


class BadArchive(Exception):
    """What is wrong, as a French sentence for a curator."""


def open_archive(content: bytes) -> zipfile.ZipFile:
    """Open and check sizes as announced; `part` checks them again as read."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise BadArchive("Le fichier est abîmé : son archive ne s’ouvre pas.") from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadArchive("Le document est protégé par un mot de passe.")
    sizes = [entry.file_size for entry in entries]
    xml = [e for e in entries if e.filename.endswith(".xml") and e.file_size > 1_000_000]
    swollen = any(entry.file_size > MAX_RATIO * max(1, entry.compress_size) for entry in xml)
    if swollen or len(entries) > MAX_PARTS or max(sizes, default=0) > MAX_PART or sum(sizes) > MAX_WHOLE:
        raise BadArchive("Le document est démesuré une fois décompressé.")
    return archive


def part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """Read one part, or nothing when there is none; a document type is refused, no honest file has one."""
    try:
        with archive.open(name) as stream:
            content = stream.read(MAX_PART + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, zlib.error) as error:
        raise BadArchive("Le fichier est abîmé : une partie ne se décompresse pas.") from error
    if len(content) > MAX_PART:
        raise BadArchive("Le document est démesuré une fois décompressé.")
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise BadArchive("Le document contient des définitions XML interdites.")
    return content
