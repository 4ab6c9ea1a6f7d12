"""What a text says of itself, in letterheads as académies really write them."""

from datetime import date

import pytest

from knowledge import vocabulary
from knowledge.metadata import CERTAIN

BODY = "\n\n1. Calendrier\n\nLes copies sont corrigées dans les centres. Les notes sont saisies sur place.\n"
TITLE = "Baccalauréat professionnel, session 2031 – Organisation de la correction des épreuves"


def said(studied, *letterhead, title=TITLE, body=BODY):
    words = "\n".join(letterhead) + f"\n\n{title}\n{body}"
    return studied(words, "texte.txt").found.metadata


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Réf. : DEXACO2/2031-118", "DEXACO2/2031-118"),
        ("N/Réf. DEC/2031/021", "DEC/2031/021"),
        ("Circulaire n° 2031/DECP/037", "2031/DECP/037"),
        ("N° DEC3-2031-14 bis", "DEC3-2031-14 bis"),
        ("Document IPR-MATHS-2031-02", "IPR-MATHS-2031-02"),
        ("DEC 2031-14", "DEC 2031-14"),
        ("Message DEC-MAY-2031-58", "DEC-MAY-2031-58"),
        ("Note de service n° MENH3101234N du 15 janvier 2031", "MENH3101234N"),
        ("Circulaire DEC-SUP/2031-19 (annule et remplace la circulaire DEC-SUP/2031-11)", "DEC-SUP/2031-19"),
    ],
)
def test_a_number_is_read_as_each_office_writes_it(studied, line, number):
    found = said(studied, "Académie de Reims", "Division des examens", "Reims, le 3 mars 2031", line)

    assert (found.number, found.signed_on) == (number, date(2031, 3, 3))


@pytest.mark.parametrize(
    "line", ["V/Réf. : DEC1/31-009", "Références : DEC1/31-009", "Année scolaire 2030-2031", "Le 12/06/2031"]
)
def test_the_number_of_another_text_is_not_its_own(studied, line):
    assert said(studied, "Académie de Reims", "Division des examens", line).number is None


@pytest.mark.parametrize(
    ("letterhead", "academies"),
    [
        ("Académie d’Amiens", {"Amiens"}),
        ("ACADÉMIE DE LA MARTINIQUE", {"Martinique"}),
        ("Rectorat de La Réunion", {"La Réunion"}),
        ("RECTORAT DE LA GUADELOUPE", {"Guadeloupe"}),
        ("Vice-rectorat de la Polynésie française", {"Polynésie française"}),
        ("Académies de Créteil, Paris et Versailles", {"Créteil", "Paris", "Versailles"}),
        ("Service interacadémique des examens et concours", {"Créteil", "Paris", "Versailles"}),
        ("Service Inter-Académique des Examens et Concours (SIEC)", {"Créteil", "Paris", "Versailles"}),
        ("S.I.E.C.\nMaison des examens", {"Créteil", "Paris", "Versailles"}),
        ("Maison des examens\n7, rue de l’Exemple, Arcueil", {"Créteil", "Paris", "Versailles"}),
        ("RÉGION ACADÉMIQUE ÎLE-DE-FRANCE", {"Créteil", "Paris", "Versailles"}),
        ("RÉGION ACADÉMIQUE ÎLE-DE-FRANCE\nAcadémie de Versailles", {"Versailles"}),
        ("RÉGION ACADÉMIQUE NORMANDIE\nACADÉMIE DE NORMANDIE", {"Normandie"}),
        ("Division des examens\nFort-de-France, le 3 mars 2031", {"Martinique"}),
        ("Académie\nde Nancy-Metz", {"Nancy-Metz"}),
    ],
)
def test_who_signs_is_read_from_the_letterhead(studied, letterhead, academies):
    found = said(studied, letterhead, "Division des examens et concours")

    assert (set(found.academies), found.level) == (academies, "academique")


def test_a_text_that_cites_a_national_note_is_not_national(studied):
    cited = "\n\nLa présente note complète la note de service n° 2030-114 du ministère.\n" + BODY

    assert said(studied, "Rectorat de Toulouse", "DEC2", body=cited).level == "academique"


@pytest.mark.parametrize(
    ("title", "exams"),
    [
        ("Bac général, technologique ou pro, session 2031", {"bac_general", "bac_techno", "bac_pro"}),
        ("Baccalauréats général et technologique, session 2031", {"bac_general", "bac_techno"}),
        ("Épreuves anticipées de français, session 2031", {"bac_general", "bac_techno"}),
        ("Brevet professionnel Coiffure, session 2031", {"bp"}),
        ("Diplôme de comptabilité et de gestion, session 2031", {"dcg"}),
        ("DNB 2031 – correction des copies", {"dnb"}),
        ("Certificat de formation générale, session 2031", {"cfg"}),
        ("CFG et DNB, série professionnelle, session 2031", {"cfg", "dnb"}),
        ("DELF scolaire, session 2031", {"delf_scolaire"}),
        ("Diplôme d’études en langue française (DELF) tout public, session 2031", {"delf_tout_public"}),
        ("DELF Prim, session 2031", {"delf_prim"}),
        ("DELF scolaire et DELF Prim, session 2031", {"delf_scolaire", "delf_prim"}),
        ("DELF et DALF tout public, session 2031", {"delf", "dalf"}),
        ("Diplôme approfondi de langue française, session 2031", {"dalf"}),
        ("Diplôme supérieur de comptabilité et de gestion, session 2031", {"dscg"}),
        ("DCG et DSCG, session 2031", {"dcg", "dscg"}),
        ("CAP, BP et MC, session 2031", {"cap", "bp", "mc"}),
        ("Mentions complémentaires (certificats de spécialisation), session 2031", {"mc"}),
        ("CAP de cuisine, session 2031", {"cap"}),
    ],
)  # fmt: skip
def test_examinations_are_told_apart(studied, title, exams):
    found = said(studied, "Académie de Reims", title=title)

    assert (set(found.exams), found.sessions) == (exams, ("2031",))


@pytest.mark.parametrize(
    ("words", "sessions"),
    [
        ("La session normale de juin 2031 est concernée.", ("2031",)),
        ("Année scolaire 2030-2031.", ("2031",)),
        ("Les copies sont corrigées.", ()),
    ],
)
def test_a_session_is_looked_for_and_never_made_up(studied, words, sessions):
    found = said(studied, "Académie de Reims", title="Correction des copies du CAP", body=f"\n\n{words}\n")

    assert found.sessions == sessions


@pytest.mark.parametrize(
    ("title", "is_scale"),
    [
        ("Barème de mathématiques du DNB, session 2031", True),
        ("Éléments de correction – BTS, culture générale, session 2031", True),
        ("Barème kilométrique et indemnités des correcteurs, session 2031", False),
    ],
)
def test_a_scale_of_points_is_not_one_of_money(studied, title, is_scale):
    assert said(studied, "Académie de Lille", title=title).is_scale is is_scale


def test_a_text_that_is_little_else_than_points_by_exercise_is_a_scale(studied):
    rows = "\n".join(f"| Exercice {n} | {n} points |" for n in range(1, 9))
    table = f"\n\n| Exercice | Points |\n|---|---|\n{rows}\n"
    words = f"# DNB, mathématiques, session 2031 – document de travail\n\nAcadémie de Lille{table}"

    assert studied(words, "points.md").found.metadata.is_scale


@pytest.mark.parametrize(
    "words",
    [
        "Académie de Reims, BP 80077, 51000 Reims Cedex",
        "Académie de Reims, BP n° 350",
        "La commission administrative (CAP académique) se réunit le 3 mai.",
    ],
)
def test_a_post_box_or_a_board_is_no_examination(words):
    assert vocabulary.exams_in(words) == []


def test_a_text_for_every_examination_leaves_nobody_out(studied):
    body = "\n\nCette circulaire vaut pour tous les examens de la session 2031.\n" + BODY

    assert said(studied, "Académie de Nice", title="États de frais, session 2031", body=body).exams == ()


def test_every_examination_of_one_kind_is_not_every_one(studied):
    body = "\n\nCette circulaire vaut pour tous les examens du BTS.\n" + BODY
    found = said(studied, "Académie de Nice", title="États de frais, session 2031", body=body)

    assert found.exams == ("bts",)


@pytest.mark.parametrize("line", ["FAQ Santorin 2031", "Guide du correcteur 2031", "Mémento Imag’in – 2031"])
def test_the_year_of_a_guide_is_proposed_and_a_curator_says(studied, line):
    found = studied(f"Académie de Reims\nDivision des examens\n\n{line}{BODY}", "t.txt").found.metadata

    assert found.sessions == ()
    assert [p.value for p in found.proposals if p.field == "sessions" and p.confidence < CERTAIN] == ["2031"]


def test_the_year_of_a_day_or_of_a_number_is_no_session(studied):
    lines = "Académie de Reims\nFAQ-2031-12\nFoire aux questions du 3 mars 2031"

    assert not [p for p in studied(lines + BODY, "t.txt").found.metadata.proposals if p.field == "sessions"]


@pytest.mark.parametrize(
    "words",
    [
        "L’application de la présente note est restreinte à la session 2031.",
        "Cette circulaire est valable pour la seule session 2031.",
        "Le présent document ne vaut que pour la session 2031 du BTS.",
    ],
)
def test_the_session_to_which_a_text_limits_itself_comes_first(studied, words):
    body = f"\n\nLes sessions 2029 et 2030 ont montré des écarts.\n{BODY}\n{words}\n"

    assert said(studied, "Académie de Reims", title="Correction des copies", body=body).sessions == ("2031",)


@pytest.mark.parametrize(
    "words",
    [
        "La présente note abroge celle qui était applicable à la session 2031.",
        "Cette circulaire n’est plus applicable à la session 2031.",
    ],
)
def test_the_session_of_another_text_or_of_the_past_is_not_its_own(studied, words):
    body = f"\n\nLa session 2032 approche.\n{BODY * 4}\n{words}\n"

    assert said(studied, "Académie de Reims", title="Correction des copies", body=body).sessions == ("2032",)


@pytest.mark.parametrize("own", ["l’académie de Toulouse", "celle de Toulouse"])
@pytest.mark.parametrize(
    "others", ["Lille et Nice", "Amiens, Montpellier, La Réunion, Lille, Nantes et Rennes"]
)
def test_academies_that_a_text_compares_itself_with_do_not_sign_it(studied, own, others):
    words = (
        f"Comme les académies de {others}, {own} a été choisie pour essayer la correction sur écran "
        "à la session 2031.\n\nLes lots sont ouverts le 12 juin.\n"
    )

    assert studied(words, "t.txt").found.metadata.academies == ("Toulouse",)
