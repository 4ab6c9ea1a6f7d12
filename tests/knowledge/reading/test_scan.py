"""Scanned pages: straightened, recognised, laid out like printed ones, and marked as such."""

import io
import shutil

import numpy as np
import pypdfium2 as pdfium
import pytest
from fpdf import FPDF
from PIL import Image

from knowledge.documents import BlockKind
from knowledge.reading import ocr_words
from knowledge.reading.files import read_file
from knowledge.reading.printed import Word
from tests.knowledge.reading.making import LONG, Sheet, of_kind

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


def scanned(folder, sheet, *, degrees=0.8, dpi=200):
    """Print, lay askew on the glass, and scan with some dust."""
    dust = np.random.default_rng(7)
    pdf = FPDF(unit="pt")
    with pdfium.PdfDocument(bytes(sheet.output())) as document:
        for page in document:
            image = (
                page.render(scale=dpi / 72, grayscale=True)
                .to_pil()
                .rotate(degrees, expand=degrees % 90 == 0, fillcolor=255)
            )
            grey = np.asarray(image).astype(float) * 0.93 + dust.normal(8, 5, (image.height, image.width))
            buffer = io.BytesIO()
            Image.fromarray(grey.clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=80)
            width, height = image.width * 72 / dpi, image.height * 72 / dpi
            pdf.add_page(format=(width, height))
            pdf.image(buffer, 0, 0, width, height)
    path = folder / "scan.pdf"
    path.write_bytes(bytes(pdf.output()))
    return path


@pytest.fixture
def sheet():
    sheet = Sheet()
    sheet.running_foot = "Document d'essai : contenu fictif"
    sheet.write_paragraph("Rectificatif sur la saisie des notes", size=16, style="B", align="C")
    sheet.write_heading("1. Saisie")
    sheet.write_paragraph(LONG * 2)
    sheet.write_table([["Situation", "Code"], ["Candidat absent", "AB"], ["Copie blanche", "CB"]])
    sheet.ln(4)
    sheet.write_heading("2. Dates")
    sheet.write_paragraph("La saisie ferme le vendredi 5 juin 2026 à 18 h.")
    return sheet


@needs_tesseract
def test_a_scan_is_read_like_a_printed_page_and_says_that_it_is_one(tmp_path, sheet):
    reading = read_file(scanned(tmp_path, sheet))

    assert reading.ocr_pages == (1,)
    assert reading.ocr_confidence[0] > 0.8
    assert of_kind(reading, BlockKind.TITLE) == ["Rectificatif sur la saisie des notes"]
    assert of_kind(reading, BlockKind.HEADING) == ["1. Saisie", "2. Dates"]
    assert of_kind(reading, BlockKind.ROW) == ["Situation\tCode", "Candidat absent\tAB", "Copie blanche\tCB"]
    assert (LONG * 2).strip() in of_kind(reading, BlockKind.PARAGRAPH)
    assert reading.text.endswith("Document d'essai : contenu fictif")


@needs_tesseract
@pytest.mark.parametrize("degrees", [180, 270])
def test_a_page_scanned_upside_down_or_sideways_is_turned(tmp_path, degrees):
    sheet = Sheet()
    sheet.write_paragraph(LONG)
    sheet.write_paragraph("La saisie ferme le vendredi 5 juin 2026 à 18 h.")

    reading = read_file(scanned(tmp_path, sheet, degrees=degrees))

    assert "La saisie ferme le vendredi 5 juin 2026 à 18 h." in reading.text


@needs_tesseract
def test_only_the_scanned_page_is_recognised(tmp_path, sheet):
    scan = scanned(tmp_path, sheet)
    both = Sheet()
    both.write_paragraph(LONG)
    with pdfium.PdfDocument(bytes(both.output())) as mixed, pdfium.PdfDocument(scan) as image:
        mixed.import_pages(image)
        mixed.save(tmp_path / "mixte.pdf")

    reading = read_file(tmp_path / "mixte.pdf")

    assert (reading.pages, reading.ocr_pages) == (2, (2,))
    assert reading.text.startswith(LONG.strip())


def word(text, x0, x1):
    return Word(text, x0, x1, 100, 10)


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("14hà18h", "14 h à 18 h"),
        ("9h-11h", "9 h - 11 h"),
        ("de7h30", "de 7 h 30"),
        ("8h,", "8 h,"),
        ("ler", "1er"),
        ("l8h", "l8h"),  # which digit it was is not ours to say
        ("DECA", "DECA"),
        ("dec1@ac-exemple.fr", "dec1@ac-exemple.fr"),
    ],
)
def test_lost_blanks_are_put_back_and_no_digit_is_guessed(read, mended):
    assert [found.text for found, _ in ocr_words.surer([(word(read, 0, 30), 90.0)], [])] == [mended]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (("AT", 54), ("AI", 63), "AI"),
        (("AT", 92), ("AI", 99), "AT"),  # sure enough not to be compared
        (("DEC1", 60), ("DECI1", 65), "DEC1"),  # a sign more must be much surer
        (("DECII", 40), ("DEC1", 90), "DEC1"),
        (("Santorin", 50), ("S", 99), "Santorin"),
    ],
)
def test_of_two_readings_the_surer_is_kept(first, second, kept):
    read = ocr_words.surer([(word(first[0], 0, 30), first[1])], [(word(second[0], 1, 31), second[1])])

    assert [found.text for found, _ in read] == [kept]
