import pytest

from assistant.entities import read_entities


@pytest.mark.parametrize(
    ("text", "lots", "copies", "pages"),
    [
        ("la copie 0423 du lot 17, page 3", ("17",), ("0423",), ("3",)),
        ("La 0423 du 17 est illisible en p3", ("17",), ("0423",), ("3",)),
        ("0423/17 pg 3", ("17",), ("0423",), ("3",)),
        ("cop. 87 / paquet n° 9, p.2", ("9",), ("87",), ("2",)),
        ("la troisième page de la copie 12", (), ("12",), ("3",)),
        ("2e page de la 118", (), ("118",), ("2",)),
        ("page deux, copie soixante-six", (), ("66",), ("2",)),
        ("lot vingt-trois, copie cent douze", ("23",), ("112",), ()),
        ("les pages 2 et 3", (), (), ("2", "3")),
        ("pages 2 à 5", (), (), ("2", "3", "4", "5")),
        ("les copies 12, 13 et 14 du lot 30", ("30",), ("12", "13", "14"), ()),
        ("la quatrième et la cinquième page", (), (), ("4", "5")),
        ("dernière page de la copie 8", (), ("8",), ("dernière",)),
        ("le verso de la copie 8", (), ("8",), ("verso",)),
        ("page 3 sur 4", (), (), ("3",)),
        ("la page 3 du 17", ("17",), (), ("3",)),
        ("Et moi, dans le 21 ?", ("21",), (), ()),
    ],
)
def test_a_place_is_read_however_it_is_written(text, lots, copies, pages):
    read = read_entities(text)

    assert (read.lots, read.copies, read.pages) == (lots, copies, pages)


@pytest.mark.parametrize(
    "text",
    [
        "j’ai mis 9/20 le 12/06",
        "deux pages superposées",
        "recto-verso",
        "dans le 12 juin",
        "Sur mes 55 copies",
        "une page",
        "page 3 à moitié effacée, trois fois",
    ],
)
def test_a_mark_a_date_or_a_count_is_not_a_lot_nor_a_copy(text):
    read = read_entities(text)

    assert (read.lots, read.copies) == ((), ())
    assert read.pages in ((), ("3",))


@pytest.mark.parametrize(
    ("text", "defect"),
    [
        ("on voit rien c’est tout flou", "flou"),
        ("c’est ilisible", "illisible"),
        ("beaucoup trop pâle, je n’arrive pas à lire", "trop_clair"),
        ("la page est toute noire", "page_noire"),
        ("le verso est blanc", "page_blanche"),
        ("il manque la page 2", "page_manquante"),
        ("coupée en bas, on ne lit pas la fin", "page_coupee"),
        ("les pages sont dans le désordre", "pages_desordre"),
        ("scannée à l’envers", "orientation"),
        ("deux pages collées l’une sur l’autre", "superposition"),
        ("une page d’un autre candidat", "autre_copie"),
        ("la page 3 apparaît deux fois", "doublon"),
        ("on lit le nom du candidat", "nom_visible"),
        ("une grosse tache d’encre", "taches"),
        ("la copie ne s’ouvre pas", "affichage"),
        ("pas floue, coupée", "page_coupee"),
        ("c’est plutôt floue que coupée", "flou"),
        ("page 4", None),
    ],
)
def test_the_most_telling_word_names_the_defect(text, defect):
    assert read_entities(text).defect == defect


@pytest.mark.parametrize(
    ("text", "trouble", "application"),
    [
        ("impossible de me connecter à Santorin", "connexion_impossible", "santorin"),
        ("ça rame sur Imag’in", "lenteur", "imagin"),
        ("je suis déconnectée sans arrêt de centaurin", "deconnexions", "santorin"),
        ("erreur 503 sur lotanet", "erreur_serveur", "lotanet"),
        ("plus de wifi au lycée", "panne_reseau", None),
        ("mot de passe refusé sur Cyclades", "identifiants_refuses", "cyclades"),
        ("santorrin ne répond plus", "connexion_impossible", "santorin"),
    ],
)
def test_a_trouble_and_its_application_are_read(text, trouble, application):
    read = read_entities(text)

    assert (read.trouble, read.application) == (trouble, application)


def test_a_reference_is_read_as_people_type_it():
    assert read_entities("où en est p-2026-123 ?").references == ("P-2026-000123",)


def test_a_very_long_message_is_read_without_delay():
    read = read_entities("copie 12 " + "page deux et " * 40_000)

    assert read.copies == ("12",)
