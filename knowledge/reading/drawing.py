"""Pages of a PDF as pictures, for a person who compares them with what was read."""

import io
from pathlib import Path

import pypdfium2 as pdfium

from knowledge.documents import UnreadableDocument

WIDTH = 1240  # dots: 150 to the inch on an A4 sheet
_MAX_DOTS = 6_000_000
_BAD = "La page ne peut pas être dessinée."


def draw_page(path: Path, number: int) -> bytes:
    """Draw a page, counted from 1, as WebP; raise `UnreadableDocument` when it cannot be."""
    try:
        with pdfium.PdfDocument(path) as document:
            if not 1 <= number <= len(document):
                raise UnreadableDocument(path.name, _BAD)
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(WIDTH / max(1.0, width), (_MAX_DOTS / max(1.0, width * height)) ** 0.5)
            image = page.render(scale=scale).to_pil().convert("RGB")
    except (pdfium.PdfiumError, OSError) as error:
        raise UnreadableDocument(path.name, _BAD) from error
    out = io.BytesIO()
    image.save(out, "WEBP", quality=70, method=2)
    return out.getvalue()
