"""Word documents: styles or what looks like them, counted numbers, tables, notes, footer."""

import io

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from knowledge.documents import BlockKind, UnreadableDocument
from tests.knowledge.reading.hostile import docx_of, good_docx
from tests.knowledge.reading.making import LONG, of_kind, read_bytes, shown, words

H, P, E, R, N = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW, BlockKind.NOTE
T = BlockKind.TITLE


def read(tmp_path, document):
    buffer = io.BytesIO()
    document.save(buffer)
    return read_bytes(tmp_path, "texte.docx", buffer.getvalue())


def test_styles_say_what_is_a_heading(tmp_path):
    document = Document()
    document.add_heading("Circulaire sur la correction", 0)
    document.add_heading("Calendrier", 1)
    document.add_paragraph(LONG)
    document.add_heading("Dates", 2)
    document.add_paragraph("La saisie ferme le 5 juin.")

    reading = read(tmp_path, document)

    assert shown(reading) == [
        (T, "Circulaire sur la correction"),
        (H, "Calendrier"),
        (P, LONG.strip()),
        (H, "Dates"),
        (P, "La saisie ferme le 5 juin."),
    ]
    assert [block.level for block in reading.blocks if block.kind is H] == [1, 2]


def bold(document, text, size=None, *, centred=False):
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = True
    if size:
        run.font.size = Pt(size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def test_bold_lines_are_headings_when_no_style_says_so(tmp_path):
    document = Document()
    bold(document, "Convocation des examinateurs", 14, centred=True)
    bold(document, "1. Calendrier", 13)
    document.add_paragraph(LONG)
    bold(document, "1.1 Dates")
    document.add_paragraph("Attention, les dates changent :")
    bold(document, "Le 5 juin est férié.")
    bold(document, "2. Frais", 13)
    document.add_paragraph(LONG)

    reading = read(tmp_path, document)

    assert of_kind(reading, T) == ["Convocation des examinateurs"]
    headings = [(block.level, words(reading, block)) for block in reading.blocks if block.kind is H]
    assert headings == [(1, "1. Calendrier"), (2, "1.1 Dates"), (1, "2. Frais")]


def test_numbers_that_word_counts_are_written(tmp_path):
    document = Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, text in enumerate(("%1.", "%1.%2"))
    )
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="88"><w:abstractNumId w:val="77"/></w:num>'))

    def numbered(text, level):
        heading = document.add_heading(text, level)
        properties = heading._p.get_or_add_pPr()
        mark = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level - 1}"/><w:numId w:val="88"/></w:numPr>'
        properties.append(parse_xml(mark))

    for text, level in (("Calendrier", 1), ("Dates", 2), ("Lieux", 2), ("Frais", 1), ("Taux", 2)):
        numbered(text, level)
        document.add_paragraph(LONG)

    assert of_kind(read(tmp_path, document), H) == [
        "1. Calendrier",
        "1.1 Dates",
        "1.2 Lieux",
        "2. Frais",
        "2.1 Taux",
    ]


def test_list_entries_have_their_depth_and_their_sentence(tmp_path):
    document = Document()
    document.add_paragraph("Le chef de centre vérifie :")
    document.add_paragraph("le nombre de copies ;", style="List Bullet")
    document.add_paragraph("dans chaque lot ;", style="List Bullet 2")
    document.add_paragraph("la fermeture du centre.", style="List Bullet")

    reading = read(tmp_path, document)

    items = [block for block in reading.blocks if block.kind is E]
    assert [block.level for block in items] == [1, 2, 1]
    assert {block.intro for block in items} == {0}
    assert "- le nombre de copies ;" in reading.text


def table(document, rows, style="Table Grid"):
    made = document.add_table(len(rows), len(rows[0]), style=style)
    for line, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    return made


def test_merged_cells_are_repeated_downwards_and_written_once_across(tmp_path):
    document = Document()
    document.add_paragraph("Avant le tableau.")
    made = table(
        document,
        [
            ["Nature", "Cas", "Taux"],
            ["Copie", "BTS", "2,47 €"],
            ["", "bac", "5,00 €"],
            ["Repas", "aucun", ""],
        ],
    )
    made.cell(1, 0).merge(made.cell(2, 0)).text = "Copie"
    made.cell(3, 1).merge(made.cell(3, 2)).text = "aucun"

    reading = read(tmp_path, document)

    rows = [block for block in reading.blocks if block.kind is R]
    assert [words(reading, block) for block in rows] == [
        "Nature\tCas\tTaux",
        "Copie\tBTS\t2,47 €",
        "Copie\tbac\t5,00 €",
        "Repas\taucun",
    ]
    assert rows[1].header == ("Nature", "Cas", "Taux")
    assert [reading.text[a:b] for a, b in rows[3].cells] == ["Repas", "aucun", "aucun"]


def test_a_header_on_two_lines_is_merged(tmp_path):
    document = Document()
    document.add_paragraph("Avant le tableau.")
    made = table(
        document, [["Épreuve", "Correction", ""], ["", "Début", "Fin"], ["Philosophie", "17 juin", "26 juin"]]
    )
    made.cell(0, 0).merge(made.cell(1, 0)).text = "Épreuve"
    made.cell(0, 1).merge(made.cell(0, 2)).text = "Correction"

    reading = read(tmp_path, document)

    last = [block for block in reading.blocks if block.kind is R][-1]
    assert last.header == ("Épreuve", "Correction – Début", "Correction – Fin")


def test_a_table_that_lays_out_the_letterhead_is_read_as_paragraphs(tmp_path):
    document = Document()
    table(
        document,
        [["Académie de Nantes\nBureau du baccalauréat", "Nantes, le 23 mars 2026\nN° 14"]],
        style=None,
    )
    document.add_heading("Circulaire", 0)
    document.add_paragraph(LONG)

    reading = read(tmp_path, document)

    assert of_kind(reading, P)[:4] == [
        "Académie de Nantes",
        "Bureau du baccalauréat",
        "Nantes, le 23 mars 2026",
        "N° 14",
    ]
    assert of_kind(reading, R) == []


def test_notes_follow_the_words_that_call_them(tmp_path):
    note = (
        b'<w:p><w:r><w:t>Un lot compte 38 copies</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        b"<w:r><w:t>.</w:t></w:r></w:p><w:p><w:r><w:t>Suite.</w:t></w:r></w:p>"
    )
    reading = read_bytes(
        tmp_path, "notes.docx", docx_of(note, notes={2: "Vingt pour les besoins particuliers."})
    )

    assert reading.text == (
        "Un lot compte 38 copies[1].\n\nSuite.\n\n[1] Vingt pour les besoins particuliers."
    )
    block = reading.blocks[-1]
    assert (block.kind, block.called_by) == (N, 0)


def test_deleted_and_hidden_words_are_not_read_and_inserted_ones_are(tmp_path):
    body = (
        b"<w:p><w:r><w:t>avant le </w:t></w:r><w:del><w:r><w:delText>3</w:delText></w:r></w:del>"
        b"<w:ins><w:r><w:t>5</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        b"<w:r><w:t> juin</w:t></w:r></w:p>"
    )
    assert read_bytes(tmp_path, "suivi.docx", docx_of(body)).text == "avant le 5 juin"


def test_the_footer_is_kept_once_without_its_page_number_and_the_header_is_not(tmp_path):
    document = Document()
    document.add_paragraph(LONG)
    document.sections[0].header.paragraphs[0].text = "Académie de Nantes"
    document.sections[0].footer.paragraphs[0].text = "Document d'essai : contenu fictif\tPage 1 / 3"

    assert read(tmp_path, document).text == f"{LONG.strip()}\n\nDocument d'essai : contenu fictif"


def test_a_caption_over_a_table_is_no_heading(tmp_path):
    document = Document()
    bold(document, "1. Taux", 13)
    bold(document, "Taux de la session")
    table(document, [["Nature", "Taux"], ["Copie", "5 €"]])
    bold(document, "2. Dates", 13)
    document.add_paragraph(LONG)

    reading = read(tmp_path, document)

    assert of_kind(reading, H) == ["1. Taux", "2. Dates"]
    assert (P, "Taux de la session") in shown(reading)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("macro.docx", docx_of(b"", more={"word/vbaProject.bin": b"x"}), "macros"),
        ("coupe.docx", good_docx()[:3000], "abîmé"),
        (
            "entite.docx",
            docx_of(b"", head=b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'),
            "interdites",
        ),
    ],
)
def test_a_bad_document_is_refused_with_a_reason(tmp_path, name, content, reason):
    with pytest.raises(UnreadableDocument, match=reason):
        read_bytes(tmp_path, name, content)
