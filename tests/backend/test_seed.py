"""The demonstration session: the same at each seeding, and without any clock on correctors."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, inspect, text
from sqlmodel import Session, SQLModel, select

from backend import database
from backend.demo import seed, whole_session
from backend.marking.models import Mark
from backend.models import BackendTable, Copy, Lot, LotState, Page, PageVersion
from tests.backend.conftest import NOW


def rows(engine):
    with engine.connect() as connection:
        return {
            name: sorted(map(str, connection.execute(text(f'select * from "{name}"'))))
            for name in inspect(engine).get_table_names()
        }


def test_seeding_again_changes_nothing(engine):
    before = rows(engine)

    with database.writing(engine) as session:
        seed.seed(session, now=NOW + timedelta(days=9))

    assert rows(engine) == before


def test_seeding_again_keeps_what_was_done_since(engine):
    with database.writing(engine) as session:
        session.get_one(Copy, seed.copy_id(17, 431)).is_hidden = True

    with database.writing(engine) as session:
        seed.seed(session, now=NOW)

    with Session(engine) as session:
        assert session.get_one(Copy, seed.copy_id(17, 431)).is_hidden is True


def test_lots_have_forty_to_sixty_copies_of_four_pages(session):
    sizes = session.exec(select(func.count()).select_from(Copy).group_by(Copy.lot_id)).all()
    pages = session.exec(select(func.count()).select_from(Page).group_by(Page.copy_id)).all()

    assert len(sizes) == 10
    assert min(sizes) >= 40
    assert max(sizes) <= 60
    assert set(pages) == {4}


def test_page_3_of_copy_0423_is_blurred(session):
    version = session.get_one(PageVersion, (seed.page_id(17, 423, 3), 1))

    assert version.drawing["defect"] == "blurred_below"


def test_two_to_four_pages_in_a_hundred_are_defective(session):
    versions = session.exec(select(PageVersion)).all()
    defective = [version for version in versions if version.drawing["defect"]]

    assert 0.02 <= len(defective) / len(versions) <= 0.04
    assert len({version.drawing["defect"] for version in defective}) >= 9


def test_lots_to_verify_are_still_within_their_window(session):
    for lot in session.exec(select(Lot)):
        assert (lot.verification_until > NOW) is (lot.state is LotState.VERIFICATION)
        assert lot.deadline.astimezone(UTC) > datetime(2027, 6, 1, tzinfo=UTC)


def test_marked_copies_have_a_mark_and_the_others_none(session):
    marked = session.exec(select(func.count()).select_from(Copy).where(Copy.state == "marked")).one()

    assert session.exec(select(func.count()).select_from(Mark)).one() == marked > 0


def test_the_tables_are_those_of_the_migrations(engine):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), BackendTable.metadata)

    assert differences == []


def test_the_backend_shares_no_table_with_the_application():
    assert BackendTable.metadata is not SQLModel.metadata


def test_nothing_timed_is_kept_about_a_copy_a_page_or_a_mark(engine):
    """No surveillance: only deadlines, missions and the life of a sign-in bear a time."""
    timed = {
        f"{table}.{column['name']}"
        for table in inspect(engine).get_table_names()
        for column in inspect(engine).get_columns(table)
        if "DATE" in str(column["type"]).upper() or "TIME" in str(column["type"]).upper()
    }

    assert timed == {
        "copy_reading.at",
        "lot.deadline",
        "lot.verification_from",
        "lot.verification_until",
        "mission.starts_at",
        "mission.ends_at",
        "backend_session.expires_at",
        "outgoing_event.at",
        "used_handover.forget_at",
        # The life of a rescan, by the day where the corrector takes part in it.
        "rescan_item.until",
        "rescan_item.remind_at",
        "rescan_step.at",
        # Days of the calendar, fixed before or after the exam: none says when a candidate was marked.
        "practical_exam.first_day",
        "practical_exam.last_day",
        "practical_exam.school_year_ends",
        "practical_exam.destroyed_on",
        "practical_panel.day",
        "practical_sheet.replacement_day",
    }


def test_a_whole_session_is_added_once_in_lots_of_160_copies(engine):
    for added in (2, 0):
        with database.writing(engine) as session:
            assert whole_session.seed_session(session, 200, now=NOW) == added

    with Session(engine) as session:
        of_session = select(func.count()).select_from(Copy).where(Copy.number >= whole_session.FIRST_COPY)
        assert session.exec(of_session).one() == 200
        lots = session.exec(select(Lot).where(Lot.number >= whole_session.FIRST_LOT)).all()
        assert {lot.state for lot in lots} == {LotState.MARKING}
