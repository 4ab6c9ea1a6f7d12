"""Tables of printed pages: rules or aligned columns, merged cells, two-line headers, page breaks."""

from knowledge.documents import BlockKind
from knowledge.reading.files import read_file
from tests.knowledge.reading.making import LONG, Sheet, of_kind, shown, words

H, P, R = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ROW


def test_a_ruled_table_gives_rows_with_their_header_and_merged_cells_on_each(tmp_path):
    sheet = Sheet()
    sheet.write_heading("1. Taux")
    sheet.write_paragraph("Taux de la session 2026", style="B", size=9)
    sheet.write_table(
        [
            ["Nature", "Précision", "Taux"],
            [("Copie", {"rowspan": 2}), "BTS", "2,47 €".replace("€", "euros")],
            ["baccalauréat", "5,00 euros"],
            ["Repas", ("sans restaurant ni cantine", {"colspan": 2})],
        ],
    )
    sheet.write_paragraph(LONG)

    reading = read_file(sheet.save(tmp_path))

    rows = [block for block in reading.blocks if block.kind is R]
    assert [words(reading, block) for block in rows] == [
        "Nature\tPrécision\tTaux",
        "Copie\tBTS\t2,47 euros",
        "Copie\tbaccalauréat\t5,00 euros",
        "Repas\tsans restaurant ni cantine",
    ]
    assert {block.header for block in rows} == {("Nature", "Précision", "Taux")}
    assert [reading.text[a:b] for a, b in rows[3].cells] == ["Repas", *["sans restaurant ni cantine"] * 2]
    assert (P, "Taux de la session 2026") in shown(reading)
    assert of_kind(reading, H) == ["1. Taux"]


def test_a_header_on_two_lines_is_merged(tmp_path):
    sheet = Sheet()
    sheet.write_table(
        [
            [("Épreuve", {"rowspan": 2}), ("Correction", {"colspan": 2})],
            ["Début", "Fin"],
            ["Philosophie", "17 juin", "26 juin"],
            ["Français", "22 juin", "1er juillet"],
        ],
        num_heading_rows=2,
    )

    reading = read_file(sheet.save(tmp_path))

    last = [block for block in reading.blocks if block.kind is R][-1]
    assert last.header == ("Épreuve", "Correction – Début", "Correction – Fin")
    assert words(reading, last) == "Français\t22 juin\t1er juillet"


def test_a_table_over_two_pages_is_one_and_its_header_is_written_once(tmp_path):
    sheet = Sheet()
    sheet.running_foot = "Document d'essai"
    sheet.write_paragraph(LONG)
    sheet.set_y(230)
    sheet.write_table([["Centre", "Copies"], *[[f"Centre {n}", str(40 + n)] for n in range(1, 13)]])

    reading = read_file(sheet.save(tmp_path))

    rows = [block for block in reading.blocks if block.kind is R]
    assert reading.pages == 2
    assert [words(reading, block) for block in rows] == [
        "Centre\tCopies",
        *(f"Centre {n}\t{40 + n}" for n in range(1, 13)),
    ]
    assert {block.header for block in rows} == {("Centre", "Copies")}
    assert rows[-1].page == 2


def test_columns_without_rules_make_a_table(tmp_path):
    sheet = Sheet()
    sheet.write_heading("1. Contacts")
    sheet.write_paragraph(LONG)
    top = sheet.get_y()
    rows = [
        ("Service", "Téléphone", "Horaires"),
        ("Assistance", "01 99 00 10 10", "7 h - 20 h"),
        ("Bureau DEC1", "01 99 00 10 31", "9 h - 17 h"),
    ]
    for at, cells in enumerate(rows):
        sheet.set_font("Helvetica", "B" if at == 0 else "", 10)
        for x, cell in zip((20, 80, 140), cells, strict=True):
            sheet.text(x, top + 6 + 6 * at, cell)
    sheet.set_y(top + 30)
    sheet.write_paragraph(LONG)

    reading = read_file(sheet.save(tmp_path))

    assert of_kind(reading, R) == ["\t".join(cells) for cells in rows]
    assert of_kind(reading, P) == [LONG.strip()] * 2
