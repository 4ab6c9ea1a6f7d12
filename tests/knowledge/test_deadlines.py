"""Deadlines as circulars word them: limits, windows, durations, times counted from an event."""

from datetime import date

import pytest

HEAD = (
    "Académie de Reims\nReims, le 6 octobre 2030\nCirculaire DEC/31-050\n\nBTS, session 2031 – Correction\n\n"
)


def rows(studied, words, head=HEAD, name="texte.txt"):
    found = studied(head + words + "\n", name).found.deadlines
    return [(d.kind.value, d.first, d.last, d.time) for d in found]


def day(month, number, year=2031):
    return date(year, month, number)


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("Les notes sont saisies avant le 3 juin 2031.", ("limit", None, day(6, 2), None)),
        ("Les notes sont saisies avant le 3 juin 2031 à 12 h.", ("limit", None, day(6, 3), "12:00")),
        ("Les notes sont saisies jusqu’au 3 juin 2031 inclus.", ("limit", None, day(6, 3), None)),
        ("Les notes parviennent pour le 1er juin 2031 dernier délai.", ("limit", None, day(6, 1), None)),
        ("Le calendrier est arrêté le 10 mars 2031 au plus tard.", ("limit", None, day(3, 10), None)),
        ("La correction s’achève le 12 juin 2031 à 17 heures.", ("limit", None, day(6, 12), "17:00")),
        ("La correction doit être terminée le 16 juin 2031 à 23 h 59.", ("limit", None, day(6, 16), "23:59")),
        ("La liste est close le 27 février 2031.", ("limit", None, day(2, 27), None)),
        ("Les lots sont retirés à compter du 8 juin 2031, 8 h 30.", ("window", day(6, 8), None, "08:30")),
        ("Les copies sont mises en ligne le 29 mai 2031 à 8 h.", ("window", day(5, 29), None, "08:00")),
        ("Réunion le 11 mai 2031 entre 9 h et 11 h.", ("window", day(5, 11), day(5, 11), "09:00-11:00")),
        ("Saisie du 18 mai 2031 au 3 juin 2031 (minuit).", ("window", day(5, 18), day(6, 3), "24:00")),
        ("Les jurys siègent les 1er et 2 juillet 2031.", ("window", day(7, 1), day(7, 2), None)),
        ("Ils débutent le 22 juin et finissent le 1er juillet.", ("window", day(6, 22), day(7, 1), None)),
        ("Correction : du 18/05/2031 au 26/05/2031.", ("window", day(5, 18), day(5, 26), None)),
        ("Réponse avant le 15.05.2031.", ("limit", None, day(5, 14), None)),
    ],
)  # fmt: skip
def test_a_date_is_a_limit_an_opening_or_a_day(studied, words, row):
    assert rows(studied, words) == [row]


@pytest.mark.parametrize(
    "words",
    [
        "Les correcteurs accusent réception sous 5 jours ouvrés.",
        "L’intervenant dispose alors de quinze jours pour répondre.",
        "Le médecin rend son avis dans un délai d’un mois.",
        "Les copies sont expédiées au plus tard le surlendemain de l’épreuve.",
        "L’absence est signalée huit jours au moins avant la réunion.",
        "Les modèles sont déposés quarante-huit heures à l’avance.",
        "Les notes sont reportées le jour de l’évaluation.",
    ],
)
def test_a_time_counted_from_an_event_has_no_date(studied, words):
    assert rows(studied, words) == [("relative", None, None, None)]


def test_the_hour_of_a_relative_day_is_kept(studied):
    assert rows(studied, "Le lot est déposé le soir même avant 22 h 30.") == [
        ("relative", None, None, "22:30")
    ]


def test_how_long_something_is_kept_is_a_duration(studied):
    assert rows(studied, "Les bordereaux sont gardés deux ans au lycée.")[0][0] == "duration"


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("La demande est déposée avant le 12 décembre.", day(12, 11, 2030)),
        ("La demande est déposée avant le 15 janvier.", day(1, 14)),
        ("Les frais sont validés avant le 15 septembre 2031.", day(9, 14)),
    ],
)
def test_a_missing_year_is_that_of_the_session_seen_from_the_signature(studied, words, last):
    assert [row[2] for row in rows(studied, words)] == [last]


def test_a_text_without_session_gives_its_dates_the_year_that_follows_its_signature(studied):
    head = HEAD.replace(", session 2031", "")

    assert [row[2] for row in rows(studied, "Réponse avant le 15 janvier.", head)] == [day(1, 14)]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("La réunion aura lieu le 9 juin 2031, et non le lundi 8 juin.", [day(6, 9)]),
        ("La note DEC/30-012 du 3 mars 2030 s’applique.", []),
        ("La réunion initialement prévue le 4 juin 2031 se tient le 9 juin 2031.", [day(6, 9)]),
    ],
)
def test_a_date_taken_back_or_of_another_text_is_no_deadline(studied, words, days):
    assert [row[2] for row in rows(studied, words)] == days


def test_the_day_of_signature_is_no_deadline(studied):
    assert rows(studied, "Les copies sont corrigées.") == []


def test_a_weekday_that_does_not_match_is_flagged(studied):
    found = studied(HEAD + "La réunion a lieu le jeudi 19 juin 2032 à 10 h.\n", "texte.txt").found.deadlines

    assert [d.odd_weekday for d in found] == [True]


def test_the_header_of_a_column_says_what_its_date_is(studied):
    table = (
        "| Matière | Ouverture | Clôture |\n|---|---|---|\n| Français | 8 juin 2031 | 15 juin 2031, 12 h |\n"
    )

    assert rows(studied, table, name="texte.md") == [
        ("window", day(6, 8), None, None),
        ("limit", None, day(6, 15), "12:00"),
    ]


@pytest.mark.parametrize("header", ["Durée", "Durée de l’épreuve", "Temps accordé"])
def test_how_long_a_paper_lasts_is_no_hour_of_its_day(studied, header):
    table = (
        f"| Enseignement | Jours d’épreuve | {header} |\n|---|---|---|\n"
        "| Chimie | jeudi 5 et vendredi 6 juin 2031 | 3 h |\n"
    )

    assert rows(studied, table, name="texte.md") == [("window", day(6, 5), day(6, 6), None)]
