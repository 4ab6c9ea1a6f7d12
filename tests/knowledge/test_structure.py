"""Headings, lists, tables and notes of plain texts."""

import pytest

from knowledge.documents import BlockKind

# Lines of one space are part of what extraction leaves.
# ruff: noqa: W293
NUMBERED = """\
Objet : Organisation des épreuves pratiques – session 2031

Références :

1 - Organisation

Les dates sont fixées par le recteur.

30 juin

2 – Convocations des candidats

Le candidat reçoit sa convocation.

7 – Évaluation

2.1- Fiche

La fiche est remplie.

3 - Notes

Elles sont saisies.

*Procédure d'urgence

Tout incident est signalé au centre.
"""

CAPITALS = """\
RECTIFICATIF DE LA CIRCULAIRE N° 12 DU 03/02/2031 - ORGANISATION DE LA

CORRECTION DE L’EPREUVE ORALE
 

Les consignes de la circulaire sont remplacées par celles qui suivent, pour tous les centres de
l’académie et pour eux seuls, sans autre exception que celles qui sont dites plus bas et dont
chacun des centres a reçu la liste.
 
 ACCUEIL DES CANDIDATS
 
Les candidats sont reçus par deux agents.

EPREUVE ORALE SUR SITE

SALLES ET HORAIRES

Les salles ouvrent à huit heures.
"""

FLATTENED = """\
CALENDRIER DES EPREUVES ORALES ET DE LEUR CORRECTION COMMUNE
Le calendrier qui suit vaut pour tous les centres d’épreuves de l’académie, sans exception ni
aménagement, et remplace celui qui a été publié au bulletin de la rentrée de septembre dans
toutes ses dispositions.

 
Matière  Jour de

la séance
Filières Lieu de

rendu
Jours de
lecture

Langue vivante
étrangère

Lundi 4 mai
9H à 11 H

Toutes
filières1

Lycée du Port
A l’attention du chef
12, rue des Quais

 
du mardi 5
mai au jeudi 7
mai

 
         1Voir l’annexe pour les filières d’autres académies que la nôtre, dont la liste est tenue à
jour
 RENDU DES COPIES

Les copies sont rendues le jour même.
"""


def test_numbered_headings_count_up_and_a_date_is_none(read):
    shown = read(NUMBERED)

    assert shown.title == "Organisation des épreuves pratiques – session 2031"
    assert shown.headings == [
        (1, "1 - Organisation"),
        (1, "2 – Convocations des candidats"),
        (2, "2.1- Fiche"),
        (1, "3 - Notes"),
        (3, "Procédure d'urgence"),
    ]
    assert "30 juin" in shown.paragraphs
    assert "7 – Évaluation" in shown.paragraphs


def test_a_title_in_capitals_over_two_lines_is_one(read):
    assert read(CAPITALS).title == (
        "RECTIFICATIF DE LA CIRCULAIRE N° 12 DU 03/02/2031 - ORGANISATION DE LA CORRECTION DE L’EPREUVE ORALE"
    )


def test_capitals_make_headings_and_an_empty_one_holds_the_next(read):
    assert read(CAPITALS).headings == [
        (1, "ACCUEIL DES CANDIDATS"),
        (1, "EPREUVE ORALE SUR SITE"),
        (2, "SALLES ET HORAIRES"),
    ]


def test_an_acronym_that_opens_a_line_is_not_a_heading(read):
    text = (
        "Le calendrier est celui que la circulaire nationale donne pour les épreuves communes des\n"
        "BTS (ANNEXE 1)\n\n"
        "Les centres l’affichent dès réception, à l’entrée et dans la salle des professeurs, et\n"
        "le rappellent aux candidats avant la première épreuve. Ils en gardent un exemplaire avec\n"
        "les autres pièces du dossier, jusqu’à la fin de la session.\n"
    )

    assert read(text).headings == []


def test_a_title_without_any_mark_is_known_by_its_words(read):
    shown = read(
        "Académie de Bourgville\nBureau des examens – examens@ac-exemple.fr\n\n"
        "Brevet, session 2031 – Correction des épreuves écrites\n\n"
        "À l’attention des chefs de centre de correction du brevet\n\n1. Lots\nUn lot compte 30 copies.\n"
    )

    assert shown.title == "Brevet, session 2031 – Correction des épreuves écrites"


def test_underlined_lines_are_headings(read):
    shown = read("Mémento des incidents de\nsalle\n======\nTexte.\n\n1. Avant\n--------\nNoter l’heure.\n")

    assert shown.title == "Mémento des incidents de salle"
    assert shown.headings == [(1, "1. Avant")]


def test_questions_of_a_faq_are_headings(read):
    asked = "\n\n".join(f"Que faire du lot {n} ?\nLe rendre au centre." for n in (1, 2, 3))

    assert [words for _, words in read(asked).headings] == [f"Que faire du lot {n} ?" for n in (1, 2, 3)]


def test_numbered_lines_that_touch_are_a_list(read):
    shown = read(
        "Ordre des opérations :\n\n1. Compter les copies\n2. Signer le bordereau\n3. Fermer l’enveloppe\n"
    )

    assert shown.headings == []
    assert shown.items[1] == "2. Signer le bordereau"


def test_items_know_the_sentence_that_introduces_them(read):
    shown = read("Il faut :\n- compter les copies,\n- signer.\n")
    first = shown.blocks[1]

    assert first.kind is BlockKind.ITEM
    assert shown.of(shown.blocks[first.intro]) == "Il faut :"
    assert shown.items == ["compter les copies,", "signer."]


def test_a_flattened_table_is_rebuilt_from_its_header(read):
    shown = read(FLATTENED)

    header = ["Matière", "Jour de la séance", "Filières", "Lieu de rendu", "Jours de lecture"]
    assert shown.rows == [
        header,
        [
            "Langue vivante étrangère",
            "Lundi 4 mai 9H à 11 H",
            "Toutes filières[1]",
            "Lycée du Port A l’attention du chef 12, rue des Quais",
            "du mardi 5 mai au jeudi 7 mai",
        ],
    ]
    row = next(block for block in shown.blocks if block.kind is BlockKind.ROW and block.cells[0][0] > 0)
    assert list(row.header) == header


def test_a_glued_footnote_digit_becomes_a_call_of_its_note(read):
    shown = read(FLATTENED)
    note = next(block for block in shown.blocks if block.kind is BlockKind.NOTE)

    assert shown.of(note).startswith("Voir l’annexe pour les filières")
    assert "filières[1]" in shown.of(shown.blocks[note.called_by])
    assert (1, "RENDU DES COPIES") in shown.headings


@pytest.mark.parametrize("word", ["bureau1.nord@ac-exemple.fr", "le niveau B1 et", "dec1.sud@ac-exemple.fr"])
def test_digits_of_codes_and_addresses_are_not_calls(read, word):
    text = f"Écrire à {word} avant lundi.\n\nLe lot est clos[1].\n\n[1] Sauf avis contraire.\n"

    shown = read(text)

    assert word in shown.text
    assert shown.words(BlockKind.NOTE) == ["Sauf avis contraire."]


def test_columns_aligned_with_spaces_are_a_table(read):
    shown = read(
        "1. Qui appeler\n\nIncident            Service          Délai\n"
        "Panne du portail    Assistance       30 minutes\nErreur de sujet     Cellule d’appui  immédiat\n"
    )

    assert shown.rows[1] == ["Panne du portail", "Assistance", "30 minutes"]
    assert shown.blocks[-1].header == ("Incident", "Service", "Délai")


def test_bars_and_tabs_make_tables_too(read):
    bars = read("| Code | Sens |\n|---|---|\n| **AB** | absent |\n", "t.md")
    tabs = read("Code\tSens\nAB\tabsent\nCB\tcopie blanche\n")

    assert bars.rows == [["Code", "Sens"], ["AB", "absent"]]
    assert tabs.rows[2] == ["CB", "copie blanche"]


def test_two_columns_of_a_letterhead_are_read_one_after_the_other(read):
    shown = read(
        "ACADÉMIE DE BOURGVILLE                  Bourgville, le 3 juin 2031\n"
        "Division des examens                    Circulaire DE-2031-31\n\nTexte de la circulaire.\n"
    )

    assert shown.paragraphs[:4] == [
        "ACADÉMIE DE BOURGVILLE",
        "Division des examens",
        "Bourgville, le 3 juin 2031",
        "Circulaire DE-2031-31",
    ]
