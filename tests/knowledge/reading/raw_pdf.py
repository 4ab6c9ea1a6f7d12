"""PDF files written byte by byte, for what no library would write."""

import zlib

from fpdf import FPDF


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(1)
    block = bytes(1_000_000)
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def pdf(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def one_page(content: bytes, resources: bytes = b"", *more: bytes) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>" % resources
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, content, *more])


def stream(data: bytes, filters: bytes) -> bytes:
    head = b"<</Length %d/Filter %s>>\nstream\n" % (len(data), filters)
    return one_page(head + data + b"\nendstream")


def content(commands: bytes) -> bytes:
    font = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    data = zlib.compress(commands)
    return one_page(b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(data), data), font)


def image(width: int, height: int) -> bytes:
    data = bomb(width * height)
    image = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % (
        width,
        height,
    )
    image += b"/Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(data), data)
    draw = b"q 595 0 0 842 0 0 cm /I Do Q"
    return one_page(
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(draw), draw), b"/XObject<</I 5 0 R>>", image
    )


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    pages = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, *[page] * count])


def looped() -> bytes:
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"])


def encrypted() -> bytes:
    pdf = FPDF()
    pdf.set_encryption(owner_password="proprietaire", user_password="secret")
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    pdf.cell(0, 6, "Texte")
    return bytes(pdf.output())
