"""What a text does to others, in the words of circulars."""

import pytest

HEAD = "Académie de Reims\nCirculaire DEC/31-050\n\nBTS, session 2031 – Précisions sur la correction\n\n"


def acts(studied, words):
    found = studied(HEAD + words + "\n", "texte.txt").found
    return [(r.kind.value, r.target, r.section) for r in found.relations]


@pytest.mark.parametrize(
    ("words", "kind", "target"),
    [
        ("Ce texte annule et remplace celui du 12 janvier (DEC/31-002).", "annule_et_remplace", "DEC/31-002"),
        ("Le présent document se substitue à la note DEC/31-002.", "annule_et_remplace", "DEC/31-002"),
        ("La présente circulaire remplace la circulaire DEC/31-002.", "annule_et_remplace", "DEC/31-002"),
        ("La note DEC/31-002 est rapportée.", "abroge", "DEC/31-002"),
        ("La circulaire n° 2030/DECP/112 n’est plus applicable.", "abroge", "2030/DECP/112"),
        ("Cette note apporte des compléments à la note n° 2030-114.", "complete", "2030-114"),
        ("En complément de la note DEC/31-002, voici les consignes.", "complete", "DEC/31-002"),
        ("Elle vient compléter la circulaire n° 30-123 du 12 janvier.", "complete", "30-123"),
        ("Cette note complète la circulaire n° 7 du 3 février 2031.", "complete", "7"),
        ("Cette note complète, pour l’académie, la circulaire n° 2030-114.", "complete", "2030-114"),
        ("La circulaire n° 2030-114 est complétée comme suit.", "complete", "2030-114"),
        ("La présente note restreint à la session 2031 la circulaire n° 2030-114.", "modifie", "2030-114"),
        ("L’application de la note DEC/31-002 est restreinte à la session 2031.", "modifie", "DEC/31-002"),
        ("La note DEC/31-002 est reconduite pour la session 2032.", "modifie", "DEC/31-002"),
        ("Cette note modifie la circulaire n° 2030/DECP/112 du 22 avril 2030.", "modifie", "2030/DECP/112"),
    ],
)  # fmt: skip
def test_an_act_is_read_with_its_target(studied, words, kind, target):
    assert [(k, t) for k, t, _ in acts(studied, words)] == [(kind, target)]


def test_a_part_replaced_is_not_the_whole(studied):
    words = "La section 2 de la circulaire DEC/31-002 est remplacée par les dispositions suivantes."

    assert acts(studied, words) == [("modifie", "DEC/31-002", "2")]


@pytest.mark.parametrize("verb", ["lire", "il convient de lire", "il faut lire", "veuillez lire"])
def test_a_correction_applies_however_it_is_asked(studied, verb):
    words = (
        f"Au point 3.1 de la note DEC/31-002, au lieu de : « le 27 mai 2031 », {verb} : « le 29 mai 2031 »."
    )
    found = studied(HEAD + words + "\n", "texte.txt").found

    assert [(c.section, c.old, c.new) for c in found.corrections] == [
        ("3.1", "le 27 mai 2031", "le 29 mai 2031")
    ]
    assert [(r.kind.value, r.section) for r in found.relations] == [("rectifie", "3.1")]


@pytest.mark.parametrize(
    "words",
    [
        "Finalement, la réunion annoncée dans la circulaire DEC/31-002 aura lieu le mardi 9 juin 2031.",
        "La réunion indiquée dans la circulaire DEC/31-002 est reportée au jeudi 18 juin 2031.",
        "La date initialement prévue par la circulaire DEC/31-002 change : ce sera le 18 juin 2031.",
    ],
)
def test_a_change_without_legal_wording_waits_for_a_curator(studied, words):
    (relation,) = studied(HEAD + words + "\n", "texte.txt").found.relations

    assert (relation.kind.value, relation.target) == ("modifie", "DEC/31-002")
    assert relation.confidence < 0.8


def test_a_plain_change_that_names_no_text_waits_too(studied):
    (relation,) = studied(
        HEAD + "Finalement, la réunion aura lieu le 9 juin 2031.\n", "t.txt"
    ).found.relations

    assert (relation.target, relation.confidence < 0.8) == ("", True)


@pytest.mark.parametrize(
    "words",
    [
        "Les autres points de la circulaire DEC/31-002 restent applicables.",
        "Les frais suivent la circulaire DEC/31-002.",
        "La liste complète figure dans la circulaire DEC/31-002.",
        "Les fiches à compléter sont celles de la circulaire DEC/31-002.",
        "La présente note complète celle publiée au bulletin n° 7.",
        "Elle complète la circulaire du 12 janvier 2031.",
        "Le présent message est un rectificatif n° 1.",
        "Les candidats absents sont convoqués à une nouvelle date avant le 14 juin 2031.",
    ],
)
def test_a_mention_is_no_act(studied, words):
    assert acts(studied, words) == []


@pytest.mark.parametrize(
    "words",
    [
        "Circulaire DEC/31-002 : lire « vendredi 3 juillet » au lieu de « jeudi 2 juillet ».",
        "Au point 2.3 de la circulaire DEC/31-002, remplacer « jeudi 2 juillet » par « vendredi 3 juillet ».",
    ],
)
def test_the_new_words_may_come_first_or_be_ordered(studied, words):
    found = studied(HEAD + words + "\n", "texte.txt").found

    assert [(c.old, c.new) for c in found.corrections] == [("jeudi 2 juillet", "vendredi 3 juillet")]
    assert [day.last.day for day in found.deadlines] == [3]
