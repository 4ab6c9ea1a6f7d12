"""What is made of a printed page: order, paragraphs, tables, notes, headers and footers."""

import pytest

from knowledge.documents import BlockKind, UnreadableDocument
from knowledge.reading.files import read_file
from tests.knowledge.reading.making import LONG, Sheet, of_kind, read_bytes, shown, words

H, P, E, N = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.NOTE


def test_lines_make_paragraphs_and_numbers_make_headings(tmp_path):
    sheet = Sheet()
    sheet.write_paragraph("Circulaire sur la correction des copies", size=16, style="B", align="C")
    sheet.write_heading("1. Calendrier")
    sheet.write_paragraph(LONG * 2)
    sheet.write_heading("1.1 Dates", 11)
    sheet.write_paragraph("La saisie ouvre le 30 juin 2026.")
    sheet.write_paragraph("30 juin 2026")
    sheet.write_heading("2. Indemnités")
    sheet.write_paragraph(LONG)

    reading = read_file(sheet.save(tmp_path))

    assert shown(reading) == [
        (BlockKind.TITLE, "Circulaire sur la correction des copies"),
        (H, "1. Calendrier"),
        (P, (LONG * 2).strip()),
        (H, "1.1 Dates"),
        (P, "La saisie ouvre le 30 juin 2026."),
        (P, "30 juin 2026"),
        (H, "2. Indemnités"),
        (P, LONG.strip()),
    ]
    assert [block.level for block in reading.blocks if block.kind is H] == [1, 2, 1]
    assert reading.pages == 1
    assert reading.ocr_pages == ()


def test_headers_footers_and_page_numbers_leave_and_the_mention_stays_once(tmp_path):
    sheet = Sheet()
    sheet.running_head = "Académie de Lille - circulaire 12"
    sheet.running_foot = "Document d'essai : contenu fictif"
    for number in range(1, 30):
        sheet.write_paragraph(f"Règle {number}. {LONG}")

    reading = read_file(sheet.save(tmp_path))

    assert (reading.pages or 0) > 2
    assert "Académie de Lille" not in reading.text
    assert "Page" not in reading.text
    assert reading.text.count("Document d'essai : contenu fictif") == 1
    assert reading.text.endswith("Document d'essai : contenu fictif")


def test_a_paragraph_cut_by_a_page_is_one(tmp_path):
    sheet = Sheet()
    sheet.running_foot = "Document d'essai"
    sheet.write_paragraph("Introduction. " + LONG)
    sheet.set_y(250)
    sheet.write_paragraph(LONG * 6)

    reading = read_file(sheet.save(tmp_path))

    assert (LONG * 6).strip() in of_kind(reading, P)


def test_a_list_keeps_its_introducing_sentence_over_a_page_break(tmp_path):
    sheet = Sheet()
    sheet.running_foot = "Document d'essai"
    sheet.write_paragraph(LONG)
    sheet.set_y(258)
    sheet.write_paragraph("Le chef de centre vérifie :")
    sheet.write_item("le nombre de copies de chaque lot, rapproché de la liste d'émargement du centre ;")
    sheet.add_page()
    sheet.write_item("la qualité des images ;")
    sheet.write_item("la fermeture du centre.")

    reading = read_file(sheet.save(tmp_path))

    items = [block for block in reading.blocks if block.kind is E]
    assert [block.page for block in items] == [1, 2, 2]
    for block in items:
        assert block.intro is not None
        assert words(reading, reading.blocks[block.intro]) == "Le chef de centre vérifie :"


def test_two_columns_are_read_one_after_the_other(tmp_path):
    sheet = Sheet()
    sheet.write_paragraph("Un titre qui traverse toute la page de ce bulletin", size=16, style="B", align="C")
    left, right = "Colonne de gauche. " + LONG * 3, "Colonne de droite. " + LONG * 3
    top = sheet.get_y()
    for x, column in ((20, left), (112, right)):
        sheet.set_font("Helvetica", size=11)
        sheet.set_xy(x, top)
        sheet.multi_cell(78, 5.5, column, align="J")

    reading = read_file(sheet.save(tmp_path))

    assert of_kind(reading, P) == [left.strip(), right.strip()]


def test_a_letterhead_is_read_column_by_column(tmp_path):
    sheet = Sheet()
    for at, (one, other) in enumerate(
        [
            ("Académie de Lille", "Lille, le 9 mars 2026"),
            ("Division des examens", "Le recteur"),
            ("Bureau DEC1", "aux chefs de centre"),
        ]
    ):
        sheet.text(20, 25 + 5 * at, one)
        sheet.text(110, 25 + 5 * at, other)
    sheet.set_y(45)
    sheet.write_paragraph("Objet : correction des copies de philosophie", style="B")
    sheet.write_paragraph(LONG)

    reading = read_file(sheet.save(tmp_path))

    assert of_kind(reading, P)[:6] == [
        "Académie de Lille",
        "Division des examens",
        "Bureau DEC1",
        "Lille, le 9 mars 2026",
        "Le recteur",
        "aux chefs de centre",
    ]
    assert of_kind(reading, BlockKind.TITLE) == ["correction des copies de philosophie"]


def test_a_word_cut_at_the_end_of_a_line_is_mended(tmp_path):
    sheet = Sheet()
    sheet.set_font("Helvetica", size=11)
    for at, line in enumerate(
        [
            "Le correcteur signale toute copie incomplète ou illisible avant la fin de la cor-",
            "rection de son lot dans l'application.",
        ]
    ):
        sheet.text(20, 40 + 5.5 * at, line)

    reading = read_file(sheet.save(tmp_path))

    assert "avant la fin de la correction de son lot" in reading.text


def test_a_footnote_at_the_foot_of_the_page_is_put_where_it_is_called(tmp_path):
    sheet = Sheet()
    sheet.running_foot = "Document d'essai"
    sheet.write_heading("1. Contrôle")
    sheet.set_font("Helvetica", size=11)
    sheet.write(5.5, "Le nombre de copies est rapproché de la liste d'émargement")
    sheet.char_vpos = "SUP"
    sheet.write(5.5, "1")
    sheet.char_vpos = "LINE"
    sheet.write(5.5, ". Tout écart est traité avant la fermeture du centre.")
    sheet.ln(8)
    sheet.write_heading("2. Suite")
    sheet.write_paragraph(LONG)
    sheet.set_xy(20, 262)
    sheet.set_font("Helvetica", size=8)
    sheet.write(4, "1 La liste est numérisée en tête de lot.")

    reading = read_file(sheet.save(tmp_path))

    note = next(block for block in reading.blocks if block.kind is N)
    assert words(reading, note) == "La liste est numérisée en tête de lot."
    assert note.called_by is not None
    assert "liste d'émargement[1]. Tout écart" in words(reading, reading.blocks[note.called_by])
    assert [kind for kind, _ in shown(reading)] == [H, P, N, H, P, P]


def test_a_page_printed_sideways_is_read(tmp_path):
    sheet = Sheet()
    with sheet.rotation(90, 105, 148):
        for at, line in enumerate(["Première ligne du texte tourné", "Deuxième ligne du texte tourné"]):
            sheet.text(20, 100 + 10 * at, line)

    reading = read_file(sheet.save(tmp_path))

    assert reading.text.index("Première ligne") < reading.text.index("Deuxième ligne")


def test_a_table_of_contents_makes_no_heading(tmp_path):
    sheet = Sheet()
    for at, line in enumerate(["1. Calendrier " + "." * 60 + " 2", "2. Indemnités " + "." * 60 + " 3"]):
        sheet.text(20, 40 + 6 * at, line)
    sheet.set_y(60)
    sheet.write_heading("1. Calendrier")
    sheet.write_paragraph(LONG)
    sheet.write_heading("2. Indemnités")
    sheet.write_paragraph(LONG)

    reading = read_file(sheet.save(tmp_path))

    headings = [block for block in reading.blocks if block.kind is H]
    assert [words(reading, block) for block in headings] == ["1. Calendrier", "2. Indemnités"]
    assert all(LONG.strip() in reading.text[block.end :] for block in headings)
    assert reading.text.rindex("2. Indemnités") == headings[1].start


def test_spans_are_exact(tmp_path):
    sheet = Sheet()
    sheet.write_heading("1. Calendrier")
    sheet.write_item("une entrée")
    sheet.write_table([["Centre", "Copies"], ["Lille", "40"]])

    reading = read_file(sheet.save(tmp_path))

    for block in reading.blocks:
        assert words(reading, block).strip() == words(reading, block) != ""
        for start, end in block.cells:
            assert block.start <= start <= end <= block.end


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4 rien du tout"])
def test_a_broken_pdf_is_refused_with_a_reason(tmp_path, content):
    with pytest.raises(UnreadableDocument, match="abîmé"):
        read_bytes(tmp_path, "abime.pdf", content)


def test_hidden_words_are_not_read(tmp_path):
    sheet = Sheet()
    sheet.write_paragraph(LONG)
    sheet.text_mode = 3  # neither filled nor stroked
    sheet.write_paragraph("Instruction cachée.")

    assert "cachée" not in read_file(sheet.save(tmp_path)).text
