"""Page images: the same from the same row, different from another, and damaged as they say."""

import time

import cv2
import numpy as np
import pytest

from backend.demo import drawing, paper
from backend.demo.sheet import HEIGHT, WIDTH, Defect, Sheet


def make_sheet(**fields):
    return Sheet(
        **{"writer": 11, "subject": "bts-cge", "page": 2, "pages": 4, "anonymity": "a1b2c3d4e5f6", **fields}
    )


def sharpness(picture):
    return cv2.Laplacian(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.CV_64F).var()


def ink(picture):
    return float((cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) < 140).mean())


def test_the_same_row_draws_the_same_bytes():
    assert drawing.draw(make_sheet()) == drawing.draw(make_sheet())
    assert drawing.draw(Sheet.from_row(make_sheet().to_row())) == drawing.draw(make_sheet())


@pytest.mark.parametrize(
    "other", [{"writer": 12}, {"page": 3}, {"anonymity": "0" * 12}, {"defect": Defect.CUT}]
)
def test_another_row_draws_another_page(other):
    assert drawing.draw(make_sheet()) != drawing.draw(make_sheet(**other))


@pytest.mark.parametrize("subject", ["bts-cge", "bac-philosophie", "dnb-mathematiques"])
@pytest.mark.parametrize("defect", Defect)
@pytest.mark.parametrize("page", [1, 4])
def test_every_kind_of_page_can_be_drawn(subject, defect, page):
    encoded = drawing.draw(make_sheet(subject=subject, defect=defect, strength=0.7, page=page))

    shape = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR).shape
    assert shape == (HEIGHT, WIDTH, 3)


def test_defects_can_be_seen():
    sound = drawing.picture(make_sheet())

    def drawn(defect):
        return drawing.picture(make_sheet(defect=defect, strength=0.9))

    assert sharpness(drawn(Defect.BLURRED)) < sharpness(sound) / 5
    below = drawn(Defect.BLURRED_BELOW)
    assert sharpness(below[:500]) > 5 * sharpness(below[900:])
    assert ink(drawn(Defect.BLANK)) < ink(sound) / 4
    assert ink(drawn(Defect.TOO_PALE)) < ink(sound) / 4
    assert drawn(Defect.BLACK).mean() < 60
    assert np.abs(drawn(Defect.UPSIDE_DOWN)[::-1, ::-1].astype(int) - sound).mean() < 1


def test_letters_of_the_sentences_are_all_known_to_the_hand():
    from backend.demo import alphabet
    from backend.exam_texts import HEADINGS, SENTENCES

    written = {
        letter
        for texts in (*HEADINGS.values(), *SENTENCES.values())
        for sentence in texts
        for letter in sentence
        if not letter.isspace()
    }

    assert {letter for letter in written if not alphabet.strokes(letter)} == set()


def test_a_page_is_drawn_quickly():
    """Three times what is measured on an idle machine (docs/quality.md), for a busy one."""
    for page in (1, 2):
        drawing.draw(make_sheet(page=page))
    started = time.process_time()
    for writer in range(6):
        drawing.draw(make_sheet(writer=writer))

    assert (time.process_time() - started) / 6 < 0.3


@pytest.mark.skipif(not paper.FONT.exists(), reason="npm has not brought the fonts")
def test_capitals_of_a_printed_sheet_keep_their_accents():
    _, text = paper._set_in("MODÈLE", 17)
    plain, accented = paper._type("MODELE", 17), paper._type("MODÈLE", 17)

    assert text == "MODÈLE"
    assert accented.shape[0] > plain.shape[0]
