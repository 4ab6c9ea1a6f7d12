"""How a day of one's own is said."""

from datetime import UTC, datetime

import pytest

from assistant.agenda import Own, OwnKind
from assistant.agenda_words import dated

NINE = datetime(2027, 5, 25, 7, tzinfo=UTC)  # 9 h in Paris


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (None, "mardi 25 mai 2027 à 9 h"),
        (datetime(2027, 5, 25, 15, tzinfo=UTC), "mardi 25 mai 2027 à 9 h"),
        (datetime(2027, 6, 10, 15, tzinfo=UTC), "du mardi 25 mai 2027 à 9 h au jeudi 10 juin 2027"),
    ],
)
def test_a_mission_of_several_days_says_the_last_one(ends, said):
    mission = Own("mission|1", OwnKind.MISSION, "", "Convocation : correction", "", NINE, ends)

    assert dated(mission).replace("\N{NO-BREAK SPACE}", " ") == said
