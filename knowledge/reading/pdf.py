"""PDF files: the text layer page by page, recognition where there is none."""

from collections import Counter
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.documents import Reading, UnreadableDocument
from knowledge.reading import pdf_glyphs, pdf_rules, printed_text, scan
from knowledge.reading.drafts import Source
from knowledge.reading.pdf_glyphs import Frame
from knowledge.reading.places import Sheets
from knowledge.reading.printed import PrintedPage

MAX_PAGES = 600
MAX_SCANS = 80
PAGE_SECONDS = 0.25  # ten times what a full page takes on a quiet machine
SCAN_SECONDS = 60.0  # on one thread of a busy machine
_MAX_DOTS = 20_000_000  # an A3 sheet at 300 dots per inch
_POOR = 40  # visible characters under which a page with an image is a scan
_IMAGE = 0.5  # share of the page that the image covers
_DPI = 300
_REASONS = {
    raw.FPDF_ERR_PASSWORD: "Le PDF est protégé par un mot de passe.",
    raw.FPDF_ERR_SECURITY: "Le PDF est protégé : sa lecture n’est pas permise.",
}


class _TooManyScans(Exception):
    """More pages than can be recognised in a decent time."""


def read_pdf(
    source: Source, content: bytes, grant: Callable[[float], None], sheets: Sheets | None = None
) -> Reading:
    """Read a PDF; `grant` is told of the seconds that each page deserves, `sheets` gather its words."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        reason = _REASONS.get(raw.FPDF_GetLastError(), "Le PDF est abîmé : il ne s’ouvre pas.")
        raise UnreadableDocument(source.name, reason) from error
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableDocument(
                source.name, f"Le PDF compte {len(document)} pages ; la limite est de {MAX_PAGES}."
            )
        pages = list(_pages(document, grant, sheets))
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(source.name, "Le PDF est abîmé : une page ne se lit pas.") from error
    except (pdf_glyphs.TooManyCharacters, pdf_rules.TooLarge) as error:
        raise UnreadableDocument(source.name, "Une page du PDF est démesurée.") from error
    except _TooManyScans as error:
        raise UnreadableDocument(
            source.name, f"Le PDF compte plus de {MAX_SCANS} pages numérisées."
        ) from error
    except scan.NoRecognition as error:
        raise UnreadableDocument(source.name, str(error)) from error
    finally:
        document.close()
    scanned = {page.number: page.confidence for page in pages if page.confidence is not None}
    sure = tuple(round(confidence / 100, 3) for confidence in scanned.values())
    whole = Source(source.name, source.media_type, source.sha256, len(pages), tuple(scanned), sure)
    return printed_text.read_pages(whole, pages)


def _pages(
    document: pdfium.PdfDocument, grant: Callable[[float], None], sheets: Sheets | None
) -> Iterator[PrintedPage]:
    scans = 0
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        text = page.get_textpage()
        words, frame = pdf_glyphs.words(page, text)
        read = "".join(word.text for word in words)
        if _is_poor(read) and pdf_rules.image_share(page) >= _IMAGE:
            scans += 1
            if scans > MAX_SCANS:
                raise _TooManyScans
            grant(SCAN_SECONDS)
            dpi = _dpi(page)
            printed = scan.recognise(page.render(scale=dpi / 72, grayscale=True).to_numpy(), number, dpi)
            if sheets:
                sheets.add(printed, page.get_size())
            yield printed
        else:
            width, height = page.get_size()
            if frame.angle in (90, 270) and not page.get_rotation():
                width, height = height, width
            printed = PrintedPage(number, width, height, words, pdf_rules.rules(page, frame))
            if sheets:
                is_upright = frame.angle == page.get_rotation()
                sheets.add(printed, page.get_size(), _corner(page, frame), is_upright=is_upright)
            yield printed
            grant(PAGE_SECONDS)
        text.close()
        page.close()


def _corner(page: pdfium.PdfPage, frame: Frame) -> tuple[float, float]:
    """The upper left corner of what is drawn, where the words have theirs: a page may be cropped."""
    left, bottom, right, top = page.get_bbox()
    one, other = frame.place(left, bottom), frame.place(right, top)
    return min(one[0], other[0]), min(one[1], other[1])


def _dpi(page: pdfium.PdfPage) -> int:
    """Render at 300 dots per inch, less when the sheet is so large that it would fill the memory."""
    width, height = page.get_size()
    return max(50, min(_DPI, int(72 * (_MAX_DOTS / max(1.0, width * height)) ** 0.5)))


def _is_poor(read: str) -> bool:
    """Recognise a text layer that says nothing: absent, or characters of fonts without a map."""
    if len(read) < _POOR:
        return True
    kinds = Counter("bad" if c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " " else "good" for c in read)
    return kinds["bad"] > 0.15 * len(read)
