"""Sentences, items and rows: exact spans, and what must be read with them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.documents import BlockKind
from knowledge.passages import passages, title_of
from knowledge.reading.drafts import Source
from knowledge.reading.text import read_text
from knowledge.units import sentences

SENTENCES = [
    ("Il vient. Elle part.", ["Il vient.", "Elle part."]),
    ("Écrire à M. Untel avant midi. Merci.", ["Écrire à M. Untel avant midi.", "Merci."]),
    ("Voir la note n. 12 et l’art. 4 du code. Fin.", ["Voir la note n. 12 et l’art. 4 du code.", "Fin."]),
    ("Cf. Annexe 2 pour le reste.", ["Cf. Annexe 2 pour le reste."]),
    ("Le lundi à 14 h 30. Puis rien.", ["Le lundi à 14 h 30.", "Puis rien."]),
    (
        "Stylos, règles, etc. Les calculatrices sont rendues.",
        ["Stylos, règles, etc.", "Les calculatrices sont rendues."],
    ),
    ("Est-ce prévu ? Oui ! 12 copies suffisent.", ["Est-ce prévu ?", "Oui !", "12 copies suffisent."]),
    ("Il dit « non. » Elle reste.", ["Il dit « non. »", "Elle reste."]),
    (
        "Le taux est de 9.60 par heure. www.exemple.fr est ouvert.",
        ["Le taux est de 9.60 par heure. www.exemple.fr est ouvert."],
    ),
    ("La salle J. Moulin est fermée. Voir B. Dupré.", ["La salle J. Moulin est fermée.", "Voir B. Dupré."]),
    ("2. Compter les copies. 3. Signer.", ["2. Compter les copies.", "3. Signer."]),
    (
        "Par transporteur (ou autre…). Il convient de signer.",
        ["Par transporteur (ou autre…).", "Il convient de signer."],
    ),
]

ODD_LINES = [
    "", "1. Titre", "1.1 Autre", "- point", "A\tB", "| a | b |", "|---|", "MAJUSCULES ICI", "coupé-",
    "[1] Note", "mot1 suite", "====", "page 1/2", "Objet : x", "  Retrait", "Que faire ?", "dit :",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_paragraph_is_cut_as_a_reader_would(text, expected):
    assert [text[start:end] for start, end in sentences(text)] == expected


def units_of(shown):
    return [unit for passage in passages(shown.reading) for unit in passage.units]


def test_units_are_exact_spans_of_the_text(read):
    shown = read(
        "# Titre de la note\n\n## 1. Lots\n\nIl vient. Elle part :\n\n- un\n- deux. Trois.\n", "n.md"
    )

    assert [shown.text[unit.start : unit.end] for unit in units_of(shown)] == [
        "Titre de la note", "Il vient.", "Elle part :", "un", "deux.", "Trois.",
    ]  # fmt: skip


def test_an_item_is_read_with_its_introduction_and_a_sentence_with_the_one_before(read):
    found = units_of(read("Le centre doit :\n- compter,\n- signer.\n\nIl ferme. Elle ouvre.\n"))

    assert [unit.context for unit in found] == [
        "", "Le centre doit :", "Le centre doit :", "", "Il ferme.",
    ]  # fmt: skip


def test_a_row_is_read_with_its_caption_and_headers_and_the_header_is_no_unit(read):
    (caption, row) = units_of(read("Durées de garde\n\nPièce\tDurée\nCopie\tun an\n"))

    assert (caption.kind, row.kind) == ("sentence", "row")
    assert row.context == "Durées de garde\nPièce\tDurée"


def test_a_passage_has_the_path_of_its_headings_and_never_crosses_one(read):
    shown = read("1. Lots\n\nTexte un.\n\n1.1 Taille\n\nTexte deux.\n\n2. Notes\n\nTexte trois.\n")

    assert [(p.heading_path, shown.text[p.start : p.end]) for p in passages(shown.reading)] == [
        ("1. Lots", "Texte un."),
        ("1. Lots › 1.1 Taille", "Texte deux."),
        ("2. Notes", "Texte trois."),
    ]


def test_a_long_section_is_parted_between_blocks_and_a_list_keeps_its_introduction(read):
    body = "\n\n".join(f"Phrase numéro {n} " + "mot " * 60 + "fin." for n in range(6))
    shown = read(f"{body}\n\nIl faut enfin :\n- compter\n- signer\n")

    parts = list(passages(shown.reading))

    assert len(parts) > 1
    assert all(len(shown.text[p.start : p.end].split()) <= 320 for p in parts)
    assert "Il faut enfin :" in shown.text[parts[-1].start : parts[-1].end]


def test_a_text_without_title_is_named_by_its_first_sentence(read):
    assert title_of(
        read("Rectorat\n\nLe portail ouvre le lundi matin pour tous les centres. Il ferme tard.\n").reading
    ) == ("Le portail ouvre le lundi matin pour tous les centres.")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=90), st.sampled_from(ODD_LINES)), max_size=25))
def test_whatever_the_text_spans_hold_and_nothing_is_raised(lines):
    reading = read_text(Source("x.txt", "text/plain", ""), "\n".join(lines))

    ends = [0]
    for block in reading.blocks:
        assert ends[-1] <= block.start < block.end <= len(reading.text)
        ends.append(block.end)
        for start, end in block.cells:
            assert block.start <= start <= end <= block.end
        for other in (block.intro, block.called_by):
            assert other is None or reading.blocks[other].kind is not BlockKind.HEADING
    for passage in passages(reading):
        assert all(passage.start <= unit.start < unit.end <= passage.end for unit in passage.units)
