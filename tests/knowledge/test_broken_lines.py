"""Broken plain texts: lines are mended before anything is cut, because half sentences answer nothing."""

import pytest

WRAPPED = """\
Le chef de centre vérifie, avant la première séance de correction, que chaque enveloppe contient le
nombre de copies annoncé. Il signe le bordereau avec le correcteur et garde un double pour l’acadé-
mie. Un écart est signalé le jour même au bureau des examens (bureau.examens@ac-
exemple.fr), qui décide de la suite.
"""

DOUBLE_SPACED = """\

Comme les villes de Bourgville, Castelnau, Fontaine, Granville, La Roche, Lorette et Maisonneuve,

Port-Royal et Saint-Martin essaient cette année le nouveau portail avec leurs correcteurs.

Les établissements désignés pour cette session reçoivent un poste de saisie et le guide de leur

responsable. Deux agents suivent une formation avant l’ouverture.

Comment se passe la journée ?

-          Le matin, les enveloppes sont ouvertes devant deux témoins et leur contenu est

compté. Le nombre est porté sur la fiche de suivi.

-          L’après-midi, les enveloppes sont rangées par spécialité dans la salle qui ferme à

clé.

• d’un côté les épreuves écrites
"""


def test_wrapped_lines_become_one_paragraph(read):
    shown = read(WRAPPED)

    assert len(shown.paragraphs) == 1
    assert "contient le nombre de copies annoncé" in shown.text


def test_a_word_cut_at_the_line_end_is_whole_again(read):
    assert "pour l’académie. Un écart" in read(WRAPPED).text


def test_an_address_cut_at_the_line_end_keeps_its_hyphen(read):
    assert "(bureau.examens@ac-exemple.fr)" in read(WRAPPED).text


def test_a_compound_word_keeps_its_hyphen(read):
    text = "Le procès-\nverbal est rendu au chef d’établissement de Saint-\nMartin, puis au secré-\ntariat.\n"

    mended = read(text).text

    assert "Le procès-verbal" in mended
    assert "Saint-Martin" in mended
    assert "secrétariat" in mended


def test_lines_parted_by_blank_lines_are_still_joined(read):
    shown = read(DOUBLE_SPACED)

    assert "et Maisonneuve, Port-Royal et Saint-Martin essaient" in shown.paragraphs[0]
    assert shown.paragraphs[-2].endswith("avant l’ouverture.")
    assert shown.paragraphs[-1] == "Comment se passe la journée ?"


def test_items_of_a_double_spaced_list_are_whole(read):
    shown = read(DOUBLE_SPACED)

    assert shown.items[1] == (
        "L’après-midi, les enveloppes sont rangées par spécialité dans la salle qui ferme à clé."
    )
    assert shown.items[2] == "d’un côté les épreuves écrites"


def test_a_capital_after_a_full_line_continues_the_sentence(read):
    text = (
        "Les copies de l’épreuve de remplacement sont portées le lendemain avant midi, au lycée\n"
        "FERNAND à Bourgville, par un agent du centre. Elles y sont comptées une seconde fois et\n"
        "rangées. Le chef de centre en informe aussitôt le bureau des examens, qui en prend\n"
        "note. Les copies sont ensuite gardées dans une armoire fermée jusqu’à la fin de la\n"
        "session, puis rendues.\n"
    )

    assert "au lycée FERNAND à Bourgville" in read(text).text


def test_lines_ended_on_purpose_stay_apart(read):
    shown = read(
        "Rectorat\nBureau des examens\n3, place de la Paix\n\nObjet : Correction des copies\n\nTexte.\n"
    )

    assert shown.paragraphs[:3] == ["Rectorat", "Bureau des examens", "3, place de la Paix"]


def test_indented_lines_after_a_colon_are_items_that_lost_their_bullets(read):
    text = (
        "A la réception des enveloppes, chaque responsable de salle doit procéder dans cet ordre,\n"
        "sans attendre la fin de la livraison, aux opérations qui suivent avec son adjoint et\n"
        "devant un témoin au moins, avant de signer le bordereau de remise des copies du\n"
        "centre, à son tour :\n \n"
        "  Compter les enveloppes de chaque centre d’épreuves \n"
        "  Réunir les copies, venues des différents centres d’épreuves, par groupe de même sujet \n"
        "  Ranger les copies par numéro d’ordre. \n"
    )

    assert read(text).items == [
        "Compter les enveloppes de chaque centre d’épreuves",
        "Réunir les copies, venues des différents centres d’épreuves, par groupe de même sujet",
        "Ranger les copies par numéro d’ordre.",
    ]


def test_marks_of_markdown_are_not_stored(read):
    shown = read(
        "# Copies\n\nVoir **la [note de service](https://exemple.fr/n.pdf)**, *sans délai*.\n", "n.md"
    )

    assert shown.title == "Copies"
    assert shown.paragraphs == ["Voir la note de service, sans délai."]


def test_an_emptied_link_keeps_its_words(read):
    assert read("[Accès au guide.](#)\n").text == "Accès au guide."


@pytest.mark.parametrize("line", ["2 * 3 * 4 = 24 copies", "le champ nom_de_famille reste vide"])
def test_stars_and_underscores_that_mark_nothing_stay(read, line):
    assert read(f"{line}\n").text == line


def test_headers_and_footers_of_pages_leave_the_text_but_once(read):
    page = "Une phrase qui court d’une page à l’autre et que rien ne doit couper, ni le pied de page ni\n"
    text = (
        f"Circulaire d’essai\n\n{page}"
        "\nDocument d’essai : texte inventé                 page 1/2\n"
        "ESSAI-3 / Suite                                       2/2\n\n"
        "l’en-tête qui le suit. Le texte continue ici sans rien perdre de son sens, ligne après\n"
        "ligne et sans rupture, jusqu’à ce que le lecteur arrive enfin au terme de la page et\n"
        "referme le document.\n"
        "\nDocument d’essai : texte inventé                 page 2/2\n"
    )

    shown = read(text)

    assert "ni le pied de page ni l’en-tête qui le suit" in shown.text
    assert shown.text.count("texte inventé") == 1
    assert "2/2" not in shown.text
    assert shown.reading.pages == 2
    assert [block.page for block in shown.blocks][-1] == 2
