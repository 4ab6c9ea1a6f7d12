import pytest

from assistant.question import analyse
from assistant.values import Kind, find
from assistant.wanted import Form
from assistant.words import likeness, spelled_out, stem, stems


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Date limite pour rendre les bordereaux ?", Kind.DATE),
        ("À quelle heure ouvre le portail ?", Kind.TIME),
        ("Combien est payée une copie ?", Kind.AMOUNT),
        ("Quel code pour un absent ?", Kind.CODE),
        ("Quel numéro appeler si le scanner tombe en panne ?", Kind.PHONE),
        ("À quel mail écrire ?", Kind.EMAIL),
        ("Combien de temps garder les copies ?", Kind.DURATION),
        ("Combien de copies dans un lot ?", Kind.COUNT),
        ("Où se tient la réunion ?", Kind.PLACE),
        ("Qui accorde une dispense ?", Kind.SERVICE),
        ("Quelle taille maximale pour un justificatif ?", Kind.SIZE),
    ],
)
def test_a_question_wants_a_type_of_value(message, kind):
    [part] = analyse(message).parts

    assert any(kind in want for want in part.wants)


@pytest.mark.parametrize(
    ("message", "form"),
    [
        ("Puis-je emporter mes copies ?", Form.YES_NO),
        ("On a droit aux demi-points ?", Form.YES_NO),
        ("Le montant est-il brut ou net ?", Form.CHOICE),
        ("Comment terminer un lot ?", Form.HOW),
        ("Quelles pièces joindre au colis ?", Form.LIST),
        ("C’est quoi un bordereau ?", Form.DEFINITION),
    ],
)
def test_a_question_has_a_form(message, form):
    assert analyse(message).parts[0].form is form


def test_every_part_of_a_question_is_kept():
    parts = analyse("Où va l’étiquette, qui la colle et faut-il signer la liste ?").parts

    assert [part.text for part in parts] == ["Où va l'étiquette", "qui la colle", "faut-il signer la liste ?"]


def test_two_values_of_one_thing_are_one_part_with_two_wants():
    [part] = analyse("À quelle heure et quel jour ouvrent les lots ?").parts

    assert [Kind.DATE in want or Kind.TIME in want for want in part.wants] == [True, True]


def test_what_sets_the_scene_is_read_with_the_question():
    [part] = analyse("Il me manque un lot. Qui dois-je prévenir ?").parts

    assert stem("manque") in part.topic


def test_haste_is_read_as_if_spelled_out():
    assert spelled_out("cb de copies, je fais koi svp") == "combien de copies, je fais quoi svp"
    assert "CB" in spelled_out("je mets cb ou 00 ?")


def test_a_word_is_recognised_in_another_form_or_misspelled():
    said = stems("Le brûlage des en-têtes est interdit, il faut verrouiller le lot.")

    assert likeness(stem("bruler"), said) > 0.8
    assert likeness(stem("entetes"), said) == 1
    assert likeness(stem("verouiller"), said) == 0.8
    assert likeness(stem("parking"), said) == 0


def test_the_session_and_the_academy_named_are_noted():
    question = analyse("Quelle date à Lille pour la session 2018 ?")

    assert question.years == {"2018"}
    assert question.academies == {"lille"}


@pytest.mark.parametrize(
    "message", ["", "?", "\0\0", "…", "x" * 100_000, "et et et, où où ?", "\ud83d\ude00"]
)
def test_an_odd_message_is_still_one_question(message):
    assert analyse(message).parts


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("au plus tard le mardi 8 juin 2027 à 12 h", Kind.DATE, "mardi 8 juin 2027"),
        ("du 3 au 5 juin 2024 inclus", Kind.DATE, "3 au 5 juin 2024"),
        ("ouvert de 8 h 30 à 17 h", Kind.TIME, "8 h 30"),
        ("indemnisée 2,60 € par copie", Kind.AMOUNT, "2,60 €"),
        ("une ligne à 118,00 €", Kind.AMOUNT, "118,00 €"),
        ("Copie blanche\tCB", Kind.CODE, "CB"),
        ("le site C05", Kind.CODE, "C05"),
        ("sous 48 heures", Kind.DURATION, "sous 48 heures"),
        ("au 01 99 00 31 10", Kind.PHONE, "01 99 00 31 10"),
        ("écrire à lots@ac-exemple.fr", Kind.EMAIL, "lots@ac-exemple.fr"),
    ],
)
def test_a_value_is_found_whole(text, kind, value):
    assert (kind, value) in {(v.kind, v.text) for v in find(text)}


def test_the_call_of_a_note_is_not_a_number():
    assert not [v for v in find("la liste d’émargement[1]") if v.kind is Kind.COUNT]
