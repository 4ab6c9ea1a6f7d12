"""References: read aloud, numbered by the year of Paris, never given twice."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from ticketing import references


def test_numbers_follow_one_another_and_start_again_each_year_of_paris(session):
    last_minute = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    midnight_in_paris = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)

    given = [references.next_reference(session, at) for at in (last_minute, last_minute, midnight_in_paris)]

    assert given == ["P-2026-000001", "P-2026-000002", "P-2027-000001"]


def test_a_transaction_that_fails_harms_no_later_number(engine, session):
    now = datetime(2026, 11, 20, tzinfo=UTC)
    with Session(engine) as lost:
        references.next_reference(lost, now)
        lost.rollback()

    assert references.next_reference(session, now) in {"P-2026-000001", "P-2026-000002"}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("P-2026-000123", "P-2026-000123"),
        ("où en est p-2026-123 ?", "P-2026-000123"),
        ("P 2026 123", "P-2026-000123"),
        ("P2026-000123", "P-2026-000123"),
        ("P-2026-1234567", "P-2026-1234567"),
        ("lot 17 copie 0423", None),
        ("SP-2026-12", None),
    ],
)
def test_a_reference_is_read_in_a_sentence(said, meant):
    assert references.find(said) == meant
