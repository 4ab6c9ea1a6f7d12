"""Where the words read stand on the pages they were printed on, and those pages as pictures."""

import io
import json
import shutil

import pypdfium2 as pdfium
import pytest
from PIL import Image

from knowledge.documents import UnreadableDocument
from knowledge.reading import Sandbox, places
from knowledge.reading.files import read_file
from knowledge.reading.places import FULL, Sheets
from tests.knowledge.reading import raw_pdf
from tests.knowledge.reading.making import LONG, Sheet
from tests.knowledge.reading.test_scan import scanned

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
COUNTY = "La saisie des notes est close au centre de Valenciennes."


@pytest.fixture
def sheet():
    sheet = Sheet()
    sheet.write_heading("1. Saisie")
    sheet.write_paragraph(LONG * 2)
    sheet.write_table([["Situation", "Code"], ["Candidat absent", "AB"], ["Copie blanche", "CB"]])
    sheet.write_paragraph("AB et CB sont les seuls codes admis.")
    sheet.add_page()
    sheet.write_paragraph(COUNTY)
    return sheet


def placed(path):
    sheets = Sheets()
    reading = read_file(path, sheets=sheets)
    return reading, places.place(reading, sheets)


def seek(reading, found, words):
    start = reading.text.index(words)
    return found.within(start, start + len(words))


def dark_part(page):
    """The box of all that is dark on a page, by a means of its own."""
    picture = page.render(scale=2, grayscale=True).to_pil()
    left, top, right, bottom = picture.point(lambda light: 255 * (light < 128)).getbbox()
    across, down = FULL / picture.width, FULL / picture.height
    return left * across, top * down, right * across, bottom * down


def words_in(path, page, box):
    """What is printed inside of a box, by a means of its own."""
    with pdfium.PdfDocument(path) as document:
        width, height = document[page - 1].get_size()
        left, top, right, bottom = (share / FULL for share in box)
        text = document[page - 1].get_textpage()
        inside = text.get_text_bounded(left * width, (1 - bottom) * height, right * width, (1 - top) * height)
        text.close()
    return " ".join(inside.split())


def test_a_sentence_has_one_rectangle_on_each_of_its_lines(sheet, tmp_path):
    path = sheet.save(tmp_path)
    reading, found = placed(path)

    boxes = seek(reading, found, LONG.strip())

    assert [page for page, _ in boxes] == [1] * len(boxes)
    assert " ".join(words_in(path, *place) for place in boxes).startswith(LONG[:80])


def test_words_of_the_second_page_stand_there(sheet, tmp_path):
    path = sheet.save(tmp_path)
    reading, found = placed(path)

    [(page, box)] = seek(reading, found, "au centre de Valenciennes")

    assert page == 2
    assert words_in(path, page, box) == "au centre de Valenciennes."


def test_a_cell_is_found_in_its_row_and_not_where_the_same_word_stands_again(sheet, tmp_path):
    path = sheet.save(tmp_path)
    reading, found = placed(path)

    [(_, situation)] = seek(reading, found, "Copie blanche")
    [(_, code)] = seek(reading, found, "CB")

    assert abs(situation[1] - code[1]) < 20
    assert code[0] > situation[2]


def test_a_word_cut_at_the_end_of_a_line_has_both_its_parts(tmp_path):
    sheet = Sheet()
    sheet.set_font("Helvetica", size=11)
    for line in (
        "Les copies incomplètes sont signalées par le cor-",
        "recteur dans les quarante-huit heures.",
    ):
        sheet.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    reading, found = placed(sheet.save(tmp_path))

    upper, lower = seek(reading, found, "correcteur")

    assert upper[1][0] > lower[1][0]
    assert upper[1][1] < lower[1][1]


def test_words_of_a_cropped_page_stand_where_it_is_drawn(sheet, tmp_path):
    with pdfium.PdfDocument(sheet.save(tmp_path)) as document:
        document[1].set_cropbox(40, 300, 500, 800)
        document.save(tmp_path / "rogné.pdf")

    reading, found = placed(tmp_path / "rogné.pdf")
    [(page, box)] = seek(reading, found, COUNTY)
    with pdfium.PdfDocument(tmp_path / "rogné.pdf") as document:
        drawn = dark_part(document[page - 1])

    assert page == 2
    assert all(abs(one - other) < 60 for one, other in zip(box, drawn, strict=True))


def test_a_page_that_is_not_drawn_the_way_it_is_read_has_no_places(sheet, tmp_path):
    with pdfium.PdfDocument(sheet.save(tmp_path)) as document:
        document[1].set_rotation(90)
        document.save(tmp_path / "tourné.pdf")

    _, found = placed(tmp_path / "tourné.pdf")

    assert {one.page for one in found.found} == {1}


def test_places_come_back_from_json_as_they_went_and_nonsense_is_refused(sheet, tmp_path):
    _, found = placed(sheet.save(tmp_path))
    said = json.loads(json.dumps(places.dump(found)))

    assert places.load(said) == found
    with pytest.raises(ValueError, match="outside"):
        places.load({"sizes": [[1, 1]], "found": [[0, 4, 2, 0, 0, 1, 1]]})


@needs_tesseract
def test_the_words_of_a_leaning_scan_are_found_where_they_lean(sheet, tmp_path):
    path = scanned(tmp_path, sheet, degrees=2.5)
    reading, found = placed(path)
    printed, straight = placed(sheet.save(tmp_path))

    def middle(reading, found, words):
        box = seek(reading, found, words)[0][1]
        return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2

    left, right = (middle(reading, found, words) for words in ("Situation", "Code"))
    upright = [middle(printed, straight, words)[1] for words in ("Situation", "Code")]
    assert abs(upright[0] - upright[1]) < 20
    assert left[1] - right[1] > 60  # counter-clockwise: what stands on the right stands higher


def test_a_page_is_drawn_in_the_child_and_no_other_page_is(sheet, tmp_path):
    path = sheet.save(tmp_path)

    with Sandbox() as sandbox:
        reading, found = sandbox.read_placed(path)
        picture = Image.open(io.BytesIO(sandbox.draw(path, 2)))
        for page in (0, 3):
            with pytest.raises(UnreadableDocument):
                sandbox.draw(path, page)

    assert picture.size[0] == 1240
    assert (reading, found) == placed(path)


def test_a_damaged_file_is_not_drawn(tmp_path):
    path = tmp_path / "boucle.pdf"
    path.write_bytes(raw_pdf.looped())

    with Sandbox() as sandbox, pytest.raises(UnreadableDocument):
        sandbox.draw(path, 1)
