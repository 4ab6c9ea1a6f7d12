"""`python -m backend.scanning.pdf_pages FILE FOLDER`: the pages of a PDF as JPEGs, within limits."""

import resource
import sys
from pathlib import Path

import pypdfium2

DAMAGED, TOO_LARGE = 3, 4
MEMORY, SECONDS = 2_000_000_000, 55
MOST_PAGES = 2000
LARGEST_PICTURE = 40_000_000  # pixels
LARGEST_SIDE = 1700  # points: a little more than A2
LOWEST_DPI, USUAL_DPI, HIGHEST_DPI = 100, 150, 200
QUALITY = 90


def main(path: Path, folder: Path) -> int:
    """0 once every page is written; what was written before a fault stays."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        document = pypdfium2.PdfDocument(path)
        if not 0 < len(document) <= MOST_PAGES:
            return DAMAGED
        for number, page in enumerate(document, start=1):
            if not _is_sensible(page):
                return TOO_LARGE
            picture = page.render(scale=_dpi(page) / 72).to_pil()
            picture.convert("RGB").save(folder / f"{number:05d}.jpg", quality=QUALITY)
    except MemoryError:
        return TOO_LARGE
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return DAMAGED
    return 0


def _is_sensible(page: pypdfium2.PdfPage) -> bool:
    pictures = (image.get_px_size() for image in _images(page))
    return max(page.get_size()) <= LARGEST_SIDE and all(
        wide * high <= LARGEST_PICTURE for wide, high in pictures
    )


def _dpi(page: pypdfium2.PdfPage) -> float:
    """That of the scan, when the page is one picture; so that nothing is lost, nor swollen."""
    widths = [image.get_px_size()[0] for image in _images(page)]
    if len(widths) != 1:
        return USUAL_DPI
    return float(min(max(72 * widths[0] / page.get_width(), LOWEST_DPI), HIGHEST_DPI))


def _images(page: pypdfium2.PdfPage) -> list[pypdfium2.PdfImage]:
    return list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
