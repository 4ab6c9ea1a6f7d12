"""Tables that a PDF's text layer printed a row on a line, their columns lost."""

import pytest

from knowledge.documents import BlockKind
from knowledge.reading.drafts import Source
from knowledge.reading.text import read_text

LOTS = """\
3.1 Composition

Nature de l’épreuve Copies par lot Lots par correcteur, au plus
Brevet, moins de 4 heures 85 3
Brevet, 4 heures et plus 65 2
Certificat, toutes unités 75 2
Ces effectifs peuvent être dépassés de 10 % lorsque le nombre de correcteurs est insuffisant.

La suite du texte tient en une phrase.
"""
DATES = """\
Épreuve Site LOTANET Début de saisie Fin de saisie
Anglais Z32 lundi 18 mai 2031, 14 h mercredi 27 mai 2031, 12 h
Économie et droit Z34 mardi 19 mai 2031, 14 h jeudi 28 mai 2031, 12 h
"""
CENTRES = """\
Examen Groupe Date Heure Lieu
BTS tertiaires mardi 16 juin 2031 8 h 30 lycée du Val
BTS industriels mercredi 17 juin 2031 8 h 45 lycée des Craies
"""
RUNS_OVER = """\
Spécialité Centre Entente Correction
Gestion lycée des Volcans mardi 19 mai 2031, 9 h du 19 au 21 mai 2031
Personnel lycée de l’Artense vendredi 22 mai 2031, 10 h du 22 au
28 mai 2031
"""
CODES = """\
Situation Premier groupe Second groupe
Candidat absent AB AB
Copie remise sans aucune réponse CB 00
"""


def read(text):
    return read_text(Source("exemple.txt", "text/plain", "0" * 64), text)


def rows(text):
    reading = read(text)
    return [
        (block.header, [reading.text[start:end] for start, end in block.cells])
        for block in reading.blocks
        if block.kind is BlockKind.ROW
    ]


def test_each_line_is_a_row_under_its_header_cut_at_its_values():
    header = ("Nature de l’épreuve", "Copies par lot", "Lots par correcteur, au plus")
    assert rows(LOTS) == [
        (header, list(header)),
        (header, ["Brevet, moins de 4 heures", "85", "3"]),
        (header, ["Brevet, 4 heures et plus", "65", "2"]),
        (header, ["Certificat, toutes unités", "75", "2"]),
    ]


def test_the_sentence_under_the_table_stays_a_sentence():
    reading = read(LOTS)
    after = [reading.text[b.start : b.end] for b in reading.blocks if b.kind is BlockKind.PARAGRAPH]
    assert after[0].startswith("Ces effectifs peuvent")


def test_a_date_with_its_hour_is_one_cell_and_a_code_another():
    assert rows(DATES)[1][1] == ["Anglais", "Z32", "lundi 18 mai 2031, 14 h", "mercredi 27 mai 2031, 12 h"]


def test_a_row_that_cannot_be_cut_for_sure_is_one_cell():
    header, cells = rows(CENTRES)[1]
    assert header == ("Examen Groupe Date Heure Lieu",)
    assert cells == ["BTS tertiaires mardi 16 juin 2031 8 h 30 lycée du Val"]


def test_a_row_that_waits_for_a_date_takes_the_next_line():
    assert [cells[0][-11:] for _, cells in rows(RUNS_OVER)[1:]] == ["21 mai 2031", "28 mai 2031"]


PHONES = """\
Objet Bureau Téléphone
Convocations DEC5 03 53 01 51 12
Images centre de l’Estaminet 03 53 01 51 40
"""


def test_a_telephone_number_is_never_cut():
    assert [cells for _, cells in rows(PHONES)][2] == ["Images centre de l’Estaminet 03 53 01 51 40"]


def test_codes_are_values():
    assert [cells[0] for _, cells in rows(CODES)][1:] == [
        "Candidat absent AB AB",
        "Copie remise sans aucune réponse CB 00",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Lycée des Sablières\n12, chemin des Sablières\n34500 BEZIERS\n",
        "Bureau des Concours\nBeauval, le 3 mars 2031\nNote B4/2031-07\n",
        "NOTE AUX CHEFS DE CENTRE\nBrevet – session 2031\nB4/2031-08 du 9 novembre 2030\n",
        "Le Bureau des Examens\nreçoit les copies le 3 juin\net les rend le 9 juin\n",
        "Objet Bureau\nLes copies arrivent le lundi 3 juin 2031.\nElles sont rendues le 9 juin 2031.\n",
    ],
)
def test_addresses_titles_and_running_text_are_no_tables(text):
    assert rows(text) == []
