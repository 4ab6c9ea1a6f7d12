"""Days named from where the one who writes stands."""

from datetime import date

import pytest

from assistant.days import Days, read_days

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("mardi prochain", "2026-11-24"),
        ("mardi", "2026-11-24"),
        ("maredi", "2026-11-24"),
        ("mercedi prochain", "2026-11-25"),
        ("vendredit", "2026-11-27"),
        ("dimanche", "2026-11-22"),
        ("dimanche prochain", "2026-11-29"),
        ("lundi dernier", "2026-11-16"),
        ("depuis lundi", "2026-11-16"),
        ("jeudi en huit", "2026-12-03"),
        ("lundi de la semaine prochaine", "2026-11-23"),
        ("jeudi 26", "2026-11-26"),
        ("demain matin", "2026-11-23"),
        ("2main", "2026-11-23"),
        ("après-demain", "2026-11-24"),
        ("apres demain", "2026-11-24"),
        ("hier soir", "2026-11-21"),
        ("avant-hier", "2026-11-20"),
        ("depuis ce matin 8h", "2026-11-22"),
        ("dans 3 jours", "2026-11-25"),
        ("il y a deux semaines", "2026-11-08"),
        ("ya 2 jours", "2026-11-20"),
        ("le 3 juin", "2026-06-03"),
        ("le 3 juin 2027", "2027-06-03"),
        ("3/06", "2026-06-03"),
        ("03/06/27", "2027-06-03"),
        ("le 2 janvier", "2027-01-02"),
        ("le 1er décembre", "2026-12-01"),
        ("24 nov.", "2026-11-24"),
        ("erreur : c’est le 30", "2026-11-30"),
        ("depuis le 12", "2026-11-12"),
        ("à 14h le 25", "2026-11-25"),
    ],
)
def test_one_day_is_read(words, day):
    (found,) = read_days(words, SUNDAY)

    assert (found.first.isoformat(), found.last) == (day, found.first)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("du 3 au 5 juin", "2026-06-03", "2026-06-05"),
        ("les 3 et 4 juin 2027", "2027-06-03", "2027-06-04"),
        ("la semaine prochaine", "2026-11-23", "2026-11-29"),
        ("la semaine dernière", "2026-11-09", "2026-11-15"),
        ("cette semaine", "2026-11-16", "2026-11-22"),
        ("ce week-end", "2026-11-21", "2026-11-22"),
        ("le mois prochain", "2026-12-01", "2026-12-31"),
        ("ce mois-ci", "2026-11-01", "2026-11-30"),
        ("dans deux mois", "2027-01-01", "2027-01-31"),
    ],
)
def test_a_stretch_of_days_is_read(words, first, last):
    (found,) = read_days(words, SUNDAY)

    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "words",
    [
        "la 0423 du 17 est illisible",
        "dans le 17",
        "le 31 juin",
        "j’ai mis 9/20",
        "le lot 12",
        "les 12 et 13 du lot 30",
    ],
)
def test_a_lot_a_mark_or_a_day_that_does_not_exist_is_no_date(words):
    assert read_days(words, SUNDAY) == ()


def test_several_days_come_in_the_order_of_the_sentence():
    found = read_days("pas vendredi mais le 3 décembre", SUNDAY)

    assert found == (Days(date(2026, 11, 27), date(2026, 11, 27)), Days(date(2026, 12, 3), date(2026, 12, 3)))
