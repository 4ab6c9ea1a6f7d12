"""What PersonalRecords promises, asked of each of its versions."""

import pytest

from app.accounts import find_account
from assistant.personal import RecordNotFound

CORRECTOR = find_account("correctrice-bts").caller()
OTHER = find_account("correcteur-philo").caller()
AGENT = find_account("agent-a").caller()


def test_lots_are_the_callers_own(records):
    mine = {lot.number for lot in records.lots(CORRECTOR)}
    theirs = {lot.number for lot in records.lots(OTHER)}

    assert "17" in mine
    assert "8" in theirs
    assert mine.isdisjoint(theirs)


def test_a_lot_says_where_it_stands(records):
    lot = records.lot(CORRECTOR, "17")

    assert (lot.number, lot.session, lot.academy, lot.centre_id) == ("17", "2027", "Aix-Marseille", "CAL13")
    assert 0 <= lot.marked + lot.set_aside <= lot.copies == 48
    assert lot.deadline.tzinfo is not None


@pytest.mark.parametrize("number", ["0423", "423", "00423"])
def test_numbers_compare_without_leading_zeros_and_come_back_as_printed(records, number):
    copy = records.copy(CORRECTOR, "017", number)

    assert copy.number == "0423"
    assert copy.lot.number == "17"
    assert [page.number for page in copy.pages] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("caller", "lot"),
    [
        (OTHER, "17"),
        (CORRECTOR, "8"),
        (CORRECTOR, "9999"),
        (AGENT, "17"),
        (CORRECTOR, "../lots"),
        (CORRECTOR, "x"),
    ],
)
def test_a_lot_of_another_and_a_lot_that_is_not_are_the_same_refusal(records, caller, lot):
    with pytest.raises(RecordNotFound) as refusal:
        records.lot(caller, lot)

    assert (refusal.value.kind, refusal.value.number) == ("lot", lot)


def test_an_unknown_copy_of_ones_own_lot_is_not_found(records):
    with pytest.raises(RecordNotFound) as refusal:
        records.copy(CORRECTOR, "17", "9999")

    assert refusal.value.kind == "copy"


def test_missions_and_claims_are_the_callers_own(records):
    assert records.missions(CORRECTOR)
    assert records.missions(AGENT) == []
    assert {mission.id for mission in records.missions(CORRECTOR)}.isdisjoint(
        mission.id for mission in records.missions(OTHER)
    )
    assert all(claim.state for claim in records.claims(CORRECTOR))


def test_a_mark_sheet_counts_what_is_missing(records):
    sheet = records.mark_sheet(CORRECTOR, "17")

    assert sheet.lot == "17"
    assert sheet.entered + sheet.missing <= 48
    assert sheet.locked is False


# A lot that no other test counts: the real backend is shared by all of them.
def test_hiding_a_copy_twice_with_one_key_is_one_act_and_the_copy_is_gone(records):
    copy = records.copy(CORRECTOR, "23", "0601")

    records.hide_copy(CORRECTOR, copy.id, reason="un nom est visible", key="essai-1")
    records.hide_copy(CORRECTOR, copy.id, reason="un nom est visible", key="essai-1")

    with pytest.raises(RecordNotFound):
        records.copy(CORRECTOR, "23", "0601")


def test_a_copy_of_another_cannot_be_hidden(records):
    copy = records.copy(CORRECTOR, "17", "0423")

    with pytest.raises(RecordNotFound):
        records.hide_copy(OTHER, copy.id, reason="un nom est visible", key="essai-2")

    assert records.copy(CORRECTOR, "17", "0423").id == copy.id
