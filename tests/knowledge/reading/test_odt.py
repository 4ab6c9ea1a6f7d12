"""OpenDocument texts: headings, lists in lists, covered cells, real notes, footer."""

import pytest

from knowledge.documents import BlockKind, UnreadableDocument
from tests.knowledge.reading.hostile import odt_of
from tests.knowledge.reading.making import of_kind, read_bytes, shown, words

H, P, E, R, N = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW, BlockKind.NOTE


def read(tmp_path, body, **options):
    return read_bytes(tmp_path, "texte.odt", odt_of(body.encode(), **options))


def p(text):
    return f"<text:p>{text}</text:p>"


def cell(text, **spans):
    marks = "".join(f' table:number-{name}-spanned="{value}"' for name, value in spans.items())
    return f"<table:table-cell{marks}>{p(text)}</table:table-cell>"


def row(*cells):
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


COVERED = "<table:covered-table-cell/>"


def test_headings_have_their_level_and_a_title_is_the_title(tmp_path):
    reading = read(
        tmp_path,
        '<text:p text:style-name="Title">Circulaire sur la correction</text:p>'
        '<text:h text:outline-level="1">1. Dates</text:h>'
        '<text:p>La saisie ferme<text:s text:c="2"/>le 5 juin.</text:p>'
        '<text:h text:outline-level="2">1.1 Lieux</text:h>' + p("À Nantes."),
    )

    assert shown(reading) == [
        (BlockKind.TITLE, "Circulaire sur la correction"),
        (H, "1. Dates"),
        (P, "La saisie ferme le 5 juin."),
        (H, "1.1 Lieux"),
        (P, "À Nantes."),
    ]
    assert [block.level for block in reading.blocks if block.kind is H] == [1, 2]


def test_lists_in_lists_keep_their_depth_and_their_sentence(tmp_path):
    inner = f"<text:list><text:list-item>{p('dans chaque lot ;')}</text:list-item></text:list>"
    body = (
        p("Vérifier :")
        + f"<text:list><text:list-item>{p('le nombre ;')}{inner}</text:list-item>"
        + f"<text:list-item>{p('la fermeture.')}</text:list-item></text:list>"
    )

    reading = read(tmp_path, body)

    items = [(block.level, words(reading, block), block.intro) for block in reading.blocks if block.kind is E]
    assert items == [(1, "le nombre ;", 0), (2, "dans chaque lot ;", 0), (1, "la fermeture.", 0)]


def test_covered_cells_are_repeated_downwards_and_written_once_across(tmp_path):
    lines = (
        f"<table:table-header-rows>{row(cell('Nature'), cell('Cas'), cell('Taux'))}</table:table-header-rows>"
        + row(cell("Copie", rows=2), cell("BTS"), cell("2,47 €"))
        + row(COVERED, cell("bac"), cell("5,00 €"))
        + row(cell("Repas"), cell("aucun", columns=2), COVERED)
    )

    reading = read(tmp_path, p("Taux.") + f"<table:table>{lines}</table:table>")

    rows = [block for block in reading.blocks if block.kind is R]
    assert [words(reading, block) for block in rows] == [
        "Nature\tCas\tTaux",
        "Copie\tBTS\t2,47 €",
        "Copie\tbac\t5,00 €",
        "Repas\taucun",
    ]
    assert rows[3].header == ("Nature", "Cas", "Taux")


def test_a_note_stands_after_the_list_that_calls_it(tmp_path):
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>"
    )
    called = f"<text:p>deux ;{note.format(p('La note.'))}</text:p>"
    entries = "".join(
        f"<text:list-item>{entry}</text:list-item>" for entry in (p("un ;"), called, p("trois."))
    )

    reading = read(tmp_path, f"<text:list>{entries}</text:list><text:h>Suite</text:h>{p('Fin.')}")

    assert [kind for kind, _ in shown(reading)] == [E, E, E, N, H, P]
    block = next(block for block in reading.blocks if block.kind is N)
    assert block.called_by == 1
    assert of_kind(reading, E)[1] == "deux ;[1]"
    assert "[1] La note." in reading.text


def test_a_note_in_a_cell_is_called_from_its_row(tmp_path):
    note = f"<text:note><text:note-body>{p('La note.')}</text:note-body></text:note>"
    lines = (
        row(cell("Nature"), cell("Taux"))
        + row(cell("Copie"), cell(f"5 €{note}"))
        + row(cell("Repas"), cell("9 €"))
    )

    reading = read(tmp_path, p("Taux.") + f"<table:table>{lines}</table:table>")

    assert of_kind(reading, R)[1] == "Copie\t5 €[1]"
    assert of_kind(reading, N) == ["La note."]


def test_comments_and_tracked_deletions_are_not_read(tmp_path):
    body = (
        f"<text:tracked-changes>{p('supprimé')}</text:tracked-changes>"
        f"<text:p>Texte<office:annotation>{p('remarque')}</office:annotation> lu.</text:p>"
    )

    assert read(tmp_path, body).text == "Texte lu."


@pytest.mark.parametrize(
    ("body", "head", "reason"),
    [
        ("<text:p>", '<?xml version="1.0"?>', "abîmé"),
        ("", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>', "interdites"),
        ("", '<?xml version="1.0"?>', "aucun texte"),
    ],
)
def test_a_bad_text_is_refused_with_a_reason(tmp_path, body, head, reason):
    with pytest.raises(UnreadableDocument, match=reason):
        read(tmp_path, body, head=head.encode())
