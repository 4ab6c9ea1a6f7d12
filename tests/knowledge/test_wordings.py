"""A corrected wording is found where it stands, even quoted from memory."""

from uuid import uuid4

import pytest

from knowledge.reading.drafts import Source
from knowledge.reading.text import read_text
from knowledge.records import records_of
from knowledge.wordings import find_wordings

TEXT = """\
# Réunions

La réunion se tient le mardi 24 juin 2031 à 14 h, salle « B ». L’envoi est fait le 3 mai.
"""


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        ("le mardi  24 juin 2031 à\u00a014 h", ["le mardi 24 juin 2031 à 14 h"]),
        ("L'ENVOI est fait", ["L’envoi est fait"]),
        ("24 juin, à quatorze heures", ["mardi 24 juin 2031 à 14 h"]),  # by its date
        ("le mercredi 25 juin", []),
        ("la salle C", []),
    ],
)
def test_the_places_of_a_wording(wording, found):
    reading = read_text(Source("r.md", "text/markdown", ""), TEXT)
    passages = list(enumerate(records_of(reading, uuid4())))

    places = find_wordings(passages, wording)

    assert [reading.text[start:end] for _, start, end in places] == found
