"""A hundred files that mean harm or make no sense, by name, for the tests of the sandbox."""

import gzip
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from docx import Document
from fpdf import FPDF

from tests.knowledge.reading import raw_pdf

Named = tuple[str, bytes]
_CONTENT_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    b'officeDocument" Target="word/document.xml"/></Relationships>'
)
_NOTE_RELS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    b'footnotes" Target="footnotes.xml"/></Relationships>'
)
_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_O = (
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)
_MANIFEST = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def files() -> Iterator[Named]:
    """Give them all."""
    yield from light()
    yield from heavy()


def light() -> Iterator[Named]:
    """Give those that cost next to nothing to make and to read."""
    yield from _not_documents()
    yield from _texts()
    yield from _pdfs()
    yield from _docxs()
    yield from _odts()


def some_heavy() -> Iterator[Named]:
    """Give two of the heavy ones: a bomb in a document, and a page count."""
    yield "gonfle.docx", docx_of(b"<w:p><w:r><w:t>aaaaaaaa</w:t></w:r></w:p>" * 600_000)
    yield "pages.pdf", raw_pdf.many_pages(10_000)


def heavy() -> Iterator[Named]:
    """Give those that take seconds to make, or all the time that a file has: bombs, and endless texts."""
    yield "ligne.txt", b"a" * 3_000_000
    yield "lignes.txt", b"a\n" * 1_500_000
    yield "espaces.txt", (b"mot" + b" " * 5000 + b"mot\n") * 300
    yield "etoiles.md", b"**" * 200_000 + b"fin"
    yield "crochets.md", b"[" * 100_000 + b"](" * 50_000
    yield "tableau.md", b"| a | b |\n" * 100_000
    yield "tirets.txt", b"- \n" * 100_000
    yield "numeros.txt", b"".join(b"%d. Titre\n\n" % (i % 90) for i in range(60_000))
    yield "profond.html", b"<div>" * 100_000 + b"fond"
    yield "liste.html", b"<ul><li>" * 20_000 + b"fond"
    yield "tables.html", b"<table><tr><td>" * 3_000 + b"fond"
    yield "lignes.html", b"<table><tr><th>a<th>b</tr>" + b"<tr><td>1<td>2</tr>" * 60_000 + b"</table>"
    yield "ouvert.html", b"<p" * 200_000
    yield "entites.html", b"<p>" + b"&amp;" * 400_000
    yield "commentaire.html", b"<html>" + b"<!--" * 100_000
    yield "marques.txt", ("e" + "\u0301" * 200_000).encode()
    yield "sens.txt", ("\u202e" * 100_000 + "fin").encode()
    yield "pages.pdf", raw_pdf.many_pages(10_000)
    yield "flots.pdf", raw_pdf.stream(raw_pdf.bomb(300_000_000), b"/FlateDecode")
    yield (
        "flots2.pdf",
        raw_pdf.stream(zlib.compress(raw_pdf.bomb(600_000_000)), b"[/FlateDecode /FlateDecode]"),
    )
    yield "image-bombe.pdf", raw_pdf.image(30_000, 30_000)
    yield "traits.pdf", raw_pdf.content(b"0 0 m 500 500 l S\n" * 200_000)
    yield (
        "lettres.pdf",
        raw_pdf.content(b"BT /F1 1 Tf " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 30_000 + b"ET"),
    )
    yield (
        "grilles.pdf",
        raw_pdf.content(
            b"".join(b"%d 0 m %d 700 l S 0 %d m 600 %d l S\n" % (i, i, i, i) for i in range(700))
        ),
    )
    yield "emboitee.pdf", raw_pdf.content(b"q " * 200_000)
    yield "gonfle.docx", docx_of(b"<w:p><w:r><w:t>aaaaaaaa</w:t></w:r></w:p>" * 3_000_000)
    yield "paragraphes.docx", docx_of(b"<w:p/>" * 4_000_000)
    yield "profond.docx", docx_of(b"<w:p>" * 50_000 + b"</w:p>" * 50_000)
    yield (
        "entrees.docx",
        _zipped({f"word/{i}.xml": b"<a/>" for i in range(5_000)} | {"word/document.xml": b"<a/>"}),
    )
    yield "gonfle.odt", odt_of(b"<text:p>aaaaaaaaaa</text:p>" * 4_000_000)
    yield "profond.odt", odt_of(b"<text:section>" * 30_000 + b"</text:section>" * 30_000)
    yield (
        "listes.odt",
        odt_of(b"<text:list><text:list-item>" * 5_000 + b"</text:list-item></text:list>" * 5_000),
    )
    yield "espaces.odt", odt_of(b'<text:p>a<text:s text:c="999999999"/>b</text:p>')
    yield "png.pdf", _png(30_000, 30_000)


def good_pdf(pages: int = 1) -> bytes:
    """A PDF that reads well, to be damaged."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=11)
    for number in range(pages):
        pdf.add_page()
        pdf.multi_cell(0, 6, f"Page {number + 1}. Les notes sont saisies avant le 5 juin 2026. " * 20)
    return bytes(pdf.output())


def good_docx() -> bytes:
    """A Word document that reads well, to be damaged."""
    document = Document()
    document.add_heading("Circulaire", 0)
    document.add_paragraph("Les notes sont saisies avant le 5 juin 2026.")
    return _saved(document)


def _saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def docx_of(
    body: bytes,
    *,
    head: bytes = b'<?xml version="1.0"?>',
    notes: dict[int, str] | None = None,
    more: dict[str, bytes] | None = None,
) -> bytes:
    """Pack a body into a bare Word document, with its footnotes by id."""
    document = head + b"<w:document " + _W + b"><w:body>" + body + b"</w:body></w:document>"
    parts = {"[Content_Types].xml": _CONTENT_TYPES, "_rels/.rels": _RELS, "word/document.xml": document}
    if notes:
        said = "".join(
            f'<w:footnote w:id="{k}"><w:p><w:r><w:t>{v}</w:t></w:r></w:p></w:footnote>'
            for k, v in notes.items()
        )
        parts["word/footnotes.xml"] = b"<w:footnotes " + _W + b">" + said.encode() + b"</w:footnotes>"
        parts["word/_rels/document.xml.rels"] = _NOTE_RELS
    return _zipped(parts | (more or {}))


def odt_of(body: bytes, *, head: bytes = b'<?xml version="1.0"?>') -> bytes:
    """Pack a body into a bare OpenDocument text."""
    content = head + b"<office:document-content " + _O + b"><office:body><office:text>" + body
    content += b"</office:text></office:body></office:document-content>"
    kind = b"application/vnd.oasis.opendocument.text"
    return _zipped({"mimetype": kind, "META-INF/manifest.xml": _MANIFEST, "content.xml": content})


def _zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _not_documents() -> Iterator[Named]:
    suffixes = ("pdf", "docx", "odt", "html", "txt", "md")
    for suffix in suffixes:
        yield f"zero.{suffix}", b""
        yield f"blancs.{suffix}", b" \n\t\r\n" * 50
        yield f"bruit.{suffix}", random.Random(suffix).randbytes(20_000)
    for suffix in ("pdf", "docx", "odt", "txt", "html"):
        yield f"programme.{suffix}", b"\x7fELF\x02\x01\x01" + bytes(200)
        yield f"image.{suffix}", _png(4, 4)
        yield f"ancien.{suffix}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    yield "archive.docx", _zipped({"a.txt": b"rien"})
    yield "archive.txt", _zipped({"a.txt": b"rien"})
    yield "comprime.txt", gzip.compress(b"rien" * 100)
    yield "riche.txt", b"{\\rtf1\\ansi Bonjour}"


def _texts() -> Iterator[Named]:
    yield (
        "cellules.html",
        b"<table><tr><th>a</th></tr><tr><td colspan=100000000 rowspan=100000000>b</td></tr></table>",
    )
    yield "seize.txt", "\ufeffBonjour".encode("utf-16")[:-1]


def _pdfs() -> Iterator[Named]:
    good = good_pdf(3)
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        yield f"coupe-{share}.pdf", good[: int(len(good) * share)]
    for seed in range(6):
        yield f"mordu-{seed}.pdf", _bitten(good, seed)
    yield "entete.pdf", b"%PDF-1.7\n"
    yield "menteur.pdf", b"%PDF-1.7\n<html><body><p>Bonjour</p></body></html>"
    yield "polyglotte.pdf", good + _zipped({"word/document.xml": b"<a/>"})
    yield "polyglotte.docx", good + _zipped({"word/document.xml": b"<a/>"})
    yield "deguise.docx", good
    yield "deguise.txt", good
    yield "secret.pdf", raw_pdf.encrypted()
    yield "boucle.pdf", raw_pdf.looped()
    yield "geante.pdf", good.replace(b"[0 0 595.28 841.89]", b"[0 0 1e7 1e7]      ")


def _docxs() -> Iterator[Named]:
    good = good_docx()
    for share in (0.2, 0.5, 0.8):
        yield f"coupe-{share}.docx", good[: int(len(good) * share)]
    for seed in range(4):
        yield f"mordu-{seed}.docx", _bitten(good, seed)
    yield "vide.docx", docx_of(b"")
    yield "rires.docx", docx_of(b"<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", head=_laughs())
    yield "dehors.docx", docx_of(b"<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", head=_outside())
    yield "tables.docx", docx_of(b"<w:tbl><w:tr><w:tc>" * 150 + b"</w:tc></w:tr></w:tbl>" * 150)
    span = b'<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
    yield "large.docx", docx_of(b"<w:tbl>" + (b"<w:tr>" + span * 20 + b"</w:tr>") * 20 + b"</w:tbl>")
    yield "faux.docx", docx_of(b"<pas du xml")
    yield "racine.docx", _zipped({"word/document.xml": b"<a/>"})
    yield "chemins.docx", _zipped({"../../etc/passwd": b"x", "word/document.xml": b"<a/>"})


def _odts() -> Iterator[Named]:
    good = odt_of(b"<text:h>Circulaire</text:h><text:p>Les notes sont saisies.</text:p>")
    for share in (0.3, 0.7):
        yield f"coupe-{share}.odt", good[: int(len(good) * share)]
    for seed in range(3):
        yield f"mordu-{seed}.odt", _bitten(good, seed)
    yield "vide.odt", odt_of(b"")
    yield "rires.odt", odt_of(b"<text:p>&i;</text:p>", head=_laughs())
    yield "dehors.odt", odt_of(b"<text:p>&x;</text:p>", head=_outside())
    cell = (
        b'<table:table-cell table:number-columns-repeated="999999999"><text:p>a</text:p></table:table-cell>'
    )
    row = b'<table:table-row table:number-rows-repeated="999999999">' + cell * 50 + b"</table:table-row>"
    yield "cellules.odt", odt_of(b"<table:table>" + row * 100 + b"</table:table>")
    yield (
        "chiffre.odt",
        good.replace(b"manifest:manifest", b"manifest:encryption-data"[: len(b"manifest:manifest")]),
    )


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 1) * min(height, 200)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _bitten(content: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    bitten = bytearray(content)
    for _ in range(40):
        bitten[chance.randrange(len(bitten))] = chance.randrange(256)
    return bytes(bitten)


def _laughs() -> bytes:
    entities = [b'<!ENTITY a "haha haha haha haha">']
    for before, name in zip(b"abcdefgh", b"bcdefghi", strict=True):
        entities.append(b'<!ENTITY %c "%s">' % (name, b"&%c;" % before * 12))
    return b'<?xml version="1.0"?><!DOCTYPE r [' + b"".join(entities) + b"]>"


def _outside() -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
