"""A defect has one name, whoever says it: form, recap, desk, centre."""

import pytest

from app.web import filter_words, widget
from assistant.defects import LABELS, read_defect
from backend.scanning import wording
from ticketing.defect_words import OF_PAGES, of_defect
from ticketing.vocabulary import Defect


@pytest.mark.parametrize("defect", list(Defect))
def test_a_defect_has_one_name_everywhere(defect):
    name = of_defect(defect)

    assert LABELS[defect] == name
    assert filter_words.DEFECTS[defect] == name.capitalize()
    assert name.capitalize() in {shown for _, shown, _ in widget.MOTIVES}
    if defect in OF_PAGES:
        assert wording.DEFECTS[defect].lower() == OF_PAGES[defect][0]


@pytest.mark.parametrize(("defect", "said"), list(widget.SAID.items()))
def test_what_the_form_says_is_read_as_the_defect_that_was_chosen(defect, said):
    assert read_defect(said) is defect
