"""Marks, absences, substitutions: who, until when, and what the sheet then says."""

from datetime import date, timedelta

import pytest

from backend.models import Person, Role
from backend.practical import distribution, errors, rights, sheets
from backend.practical.models import Half, Sheet, SheetState
from backend.practical.retention import erase_old_sheets, kept_until
from backend.practical.states import Gesture
from tests.backend.practical.conftest import AFTER, DURING, LAST, LAST_EVENING, YEAR_ENDS


def marked(session, viewer, sheet, points=14, comment="Bon montage.", now=DURING):
    sheets.mark(session, viewer, sheet, points=points, comment=comment, now=now)
    return sheet


@pytest.mark.parametrize("points", [0, 7, 20, 14.0])
def test_a_mark_is_whole_points_out_of_twenty_with_a_comment(session, examiner, sheet, points):
    found = marked(session, examiner, sheet(3), points)

    assert (found.state, found.points, found.counts_as) == (SheetState.MARKED, points, points)


@pytest.mark.parametrize("points", [-1, 21, 14.5, 10**12, 0.001])
def test_anything_else_is_refused(session, examiner, sheet, points):
    with pytest.raises(errors.PointsNotWhole):
        marked(session, examiner, sheet(3), points)
    assert sheet(3).state is SheetState.EXPECTED


@pytest.mark.parametrize("comment", ["", "  \n ", "x" * 2001])
def test_a_mark_needs_its_comment(session, examiner, sheet, comment):
    with pytest.raises(errors.CommentMissing):
        marked(session, examiner, sheet(3), comment=comment)


def test_the_examiner_writes_until_the_evening_of_the_last_day(session, examiner, sheet):
    marked(session, examiner, sheet(3), now=LAST_EVENING)

    with pytest.raises(errors.EntryClosed):
        marked(session, examiner, sheet(3), 15, now=AFTER)


@pytest.mark.parametrize(
    "act",
    [
        lambda session, who, one: sheets.erase_mark(session, who, one(1), now=AFTER),
        lambda session, who, one: sheets.set_absence(session, who, one(3), Gesture.REPORT_ABSENCE, now=AFTER),
    ],
)
def test_after_the_last_day_nothing_changes_but_by_the_office(session, examiner, office, sheet, act):
    with pytest.raises(errors.EntryClosed):
        act(session, examiner, sheet)

    act(session, office, sheet)


def test_after_the_last_day_the_head_judges_no_absence_any_more(session, head, office, sheet):
    with pytest.raises(errors.EntryClosed):
        sheets.set_absence(session, head, sheet(4), Gesture.JUSTIFY, now=AFTER)

    sheets.set_absence(session, office, sheet(4), Gesture.FIND_UNJUSTIFIED, now=AFTER)
    assert sheet(4).counts_as == 0


def test_an_absence_without_reason_is_zero_and_not_a_mark(session, head, sheet):
    sheets.set_absence(session, head, sheet(4), Gesture.FIND_UNJUSTIFIED, now=DURING)

    assert (sheet(4).counts_as, sheet(4).points, sheet(4).state) == (0, None, SheetState.UNJUSTIFIED)


def test_the_examiner_reports_an_absence_and_the_head_judges_it(session, examiner, head, sheet):
    sheets.set_absence(session, examiner, sheet(3), Gesture.REPORT_ABSENCE, now=DURING)

    with pytest.raises(errors.OnlyTheCentreDecides):
        sheets.set_absence(session, examiner, sheet(3), Gesture.JUSTIFY, now=DURING)
    sheets.set_absence(session, head, sheet(3), Gesture.JUSTIFY, now=DURING)
    with pytest.raises(errors.OnlyTheCentreDecides):
        sheets.set_absence(session, examiner, sheet(3), Gesture.CANCEL_ABSENCE, now=DURING)
    assert sheet(3).state is SheetState.TO_REPLACE


def test_a_substitution_gives_the_examiner_until_its_own_day(session, examiner, head, sheet):
    day = LAST + timedelta(days=9)
    sheets.plan_replacement(session, head, sheet(5), day=day, now=DURING)

    assert (sheet(5).state, sheet(5).closes_on) == (SheetState.EXPECTED, day)
    marked(session, examiner, sheet(5), now=AFTER + timedelta(days=8))
    with pytest.raises(errors.EntryClosed):
        marked(session, examiner, sheet(5), 3, now=AFTER + timedelta(days=9))


@pytest.mark.parametrize("day", [date(2027, 5, 31), YEAR_ENDS + timedelta(days=1)])
def test_a_substitution_is_in_the_school_year(session, head, sheet, day):
    with pytest.raises(errors.ReplacementDayRefused):
        sheets.plan_replacement(session, head, sheet(5), day=day, now=DURING)


def test_the_head_does_not_mark_and_does_not_read_marks(session, head, sheet):
    with pytest.raises(errors.OnlyTheExaminerMarks):
        marked(session, head, sheet(3))
    assert not rights.may_read_marks(head, sheet(1))


def test_a_candidate_is_never_given_to_an_examiner_of_his_school(session, head, office, exam, sheet):
    his = distribution.panels_of_exam(session, office, exam)[1]

    with pytest.raises(errors.OwnSchool):
        sheets.assign(session, head, sheet(3), panel=his, now=DURING)
    with pytest.raises(errors.OwnSchool):
        distribution.change_examiner(
            session, head, sheet(1).panel, examiner_id="interrogateur-stl-2", now=DURING
        )


def test_distribution_spares_schools_and_balances_panels(session, head, exam):
    for rank in range(20):
        session.add(Sheet(exam_id=exam.id, candidate=f"N{rank}", school_id="CAN31" if rank % 2 else "TUI31"))
    session.flush()

    done = distribution.distribute(session, head, exam, now=DURING)

    held = sheets.sheets_of_exam(session, head, exam)
    counts = [sum(one.panel.number == number for one in held) for number in (1, 2, 3)]
    assert (done.given, done.left) == (23, ())
    assert all(one.panel.examiner_id != "interrogateur-stl-2" or one.school_id != "CAN31" for one in held)
    assert sum(counts) == 39
    assert max(counts) - min(counts) <= 1
    assert distribution.distribute(session, head, exam, now=DURING).given == 0


def test_a_candidate_whom_nobody_may_examine_is_told(session, head, exam):
    for panel in distribution.panels_of_exam(session, head, exam):
        panel.examiner_id = "interrogateur-stl-2"
    session.flush()

    assert len(distribution.distribute(session, head, exam, now=DURING).left) == 2  # a third may be examined


def test_a_panel_is_on_a_day_of_the_exam_and_for_an_examiner(session, head, exam):
    def add(day=LAST, examiner="correcteur-philo"):
        return distribution.add_panel(
            session, head, exam, day=day, half=Half.AFTERNOON, examiner_id=examiner, now=DURING
        )

    assert add().number == 4
    with pytest.raises(errors.OutsideTheCalendar):
        add(day=LAST + timedelta(days=1))
    for nobody in ("personne", "numerisation"):
        with pytest.raises(errors.NotAnExaminer):
            add(examiner=nobody)


def test_an_examiner_sees_the_sheets_of_her_panels_only(session, examiner, exam):
    seen = sheets.my_sheets(session, examiner)

    assert {one.panel.examiner_id for one in seen} == {"interrogatrice-stl"}
    assert {one.id for one in sheets.sheets_of_exam(session, examiner, exam)} < {one.id for one in seen}


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.EXAM_OFFICE, Role.CENTRE_HEAD}])
def test_no_other_role_sees_anything(session, role):
    from backend.permissions import get_viewer
    from backend.practical.attestations import exams_in_view

    session.add(Person(id="autre", label="Autre", roles=[role.value]))
    session.flush()
    other = get_viewer(session, "autre")

    assert list(exams_in_view(session, other)) == list(sheets.my_sheets(session, other)) == []


def test_sheets_are_kept_a_year_then_erased_and_the_attestation_stays(session, exam, office):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    last = datetime(2028, 6, 2, 23, 59, tzinfo=ZoneInfo("Europe/Paris"))
    before = len(sheets.sheets_of_exam(session, office, exam))

    assert kept_until(date(2028, 2, 29)) == date(2029, 2, 28)
    erase_old_sheets(session, now=last)
    assert len(sheets.sheets_of_exam(session, office, exam)) == before
    assert erase_old_sheets(session, now=last + timedelta(minutes=2)) == 1
    assert sheets.sheets_of_exam(session, office, exam) == []
    assert distribution.panels_of_exam(session, office, exam) == []
    assert rights.get_exam(session, office, exam.id).id == exam.id


def test_a_late_substitution_is_kept_for_its_own_year(session, exam, office, sheet):
    sheet(5).replacement_day = date(2027, 7, 1)
    session.flush()

    assert erase_old_sheets(session, now=AFTER.replace(year=2028)) == 2  # those of 2026 only
