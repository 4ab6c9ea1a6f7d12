"""The desk of the demonstration: lived through the services, made once, and never empty for who looks."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import inspect, text
from sqlmodel import Session, func, select

from app.accounts import find_account
from app.database import open_engine
from app.demonstration.playing import SCENES, seed_desk
from app.preparing import fill_desk
from app.settings import Settings
from backend.demo import demonstration as plan
from backend.demo import seed
from connectors.file_folder import FileFolder
from ticketing import log, permissions, queues, tickets
from ticketing.attachment_models import Attachment
from ticketing.models import Event, ObjectLink, OutgoingMessage, Ticket
from ticketing.rescan_models import Rescan
from ticketing.selections import Selection
from ticketing.views import View
from ticketing.vocabulary import Delivery, EventType, Kind, LinkKind, RescanState, Team, TicketState

NOW = datetime(2026, 11, 22, 21, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk(tmp_path_factory, empty_tables):
    """An engine whose desk is filled, and the folder of its files."""
    home = tmp_path_factory.mktemp("desk")
    engine = open_engine(f"sqlite:///{shutil.copy(empty_tables, home / 'desk.db')}")
    assert seed_desk(engine, FileFolder(home / "files"), now=NOW) == len(SCENES)
    yield engine, home / "files"
    engine.dispose()


@pytest.fixture
def session(desk):
    with Session(desk[0]) as session:
        yield session


def rows(engine):
    with engine.connect() as connection:
        return {
            name: sorted(map(str, connection.execute(text(f'select * from "{name}"'))))
            for name in inspect(engine).get_table_names()
        }


def test_filling_it_again_changes_nothing(desk):
    engine, files = desk
    before = rows(engine)

    assert seed_desk(engine, FileFolder(files), now=NOW + timedelta(days=3)) == 0

    assert rows(engine) == before


def test_every_kind_team_and_moment_of_a_request_is_there(session):
    found = session.exec(select(Ticket)).all()

    assert {ticket.kind for ticket in found} == set(Kind)
    assert {ticket.team for ticket in found} == set(Team)
    # Requests of the centre are carried once the two services run.
    assert {ticket.state for ticket in found} == set(TicketState) - {TicketState.WAITING_CENTRE}
    assert set(session.exec(select(Rescan.state))) == {RescanState.WAITING}
    types = set(session.exec(select(Event.type)))
    assert types >= {EventType.MERGED, EventType.BREACHED, EventType.ATTACHED, EventType.HANDED_OVER}
    assert is_reopened_once(session)
    assert session.exec(select(func.count()).select_from(Attachment)).one() == 1
    assert max(ticket.version for ticket in found) > 8
    assert [ticket.reference for ticket in found if log.differences(session, ticket)] == []


def is_reopened_once(session):
    moves = [one.payload for one in session.exec(select(Event).where(Event.type == EventType.MOVED))]
    return [one["to"] for one in moves if one["from"] == "resolved"].count("in_progress") == 1


@pytest.mark.parametrize("account", ["agent-a", "superviseure", "dec", "inspecteur", "cellule-alerte"])
def test_whoever_works_at_the_desk_finds_something_there(session, account):
    caller = find_account(account).caller()

    assert queues.listed(session, caller, Selection(View.OPEN), now=NOW).rows


@pytest.mark.parametrize(
    "account", ["correctrice-bts", "correcteur-philo", "correctrice-maths", "interrogatrice-stl"]
)
def test_correctors_find_their_own_reports_and_how_they_ended(session, account):
    states = {ticket.state for ticket in tickets.mine(session, find_account(account).caller())}

    assert len(states) > 1
    assert states & {TicketState.RESOLVED, TicketState.CLOSED}


def test_nothing_happens_in_the_future_and_history_follows_time(session):
    assert all(event.at <= NOW for event in session.exec(select(Event)))
    opened = session.exec(select(Ticket.opened_at).order_by(Ticket.reference)).all()
    assert opened == sorted(opened)
    assert min(opened) > NOW - timedelta(days=14)


def test_each_page_is_of_a_lot_that_its_reporter_is_marking(session):
    lots = {lot.number: lot for lot in plan.LOTS}

    for scene in SCENES:
        if scene.spot:
            lot = lots[scene.spot.lot]
            assert lot.holder == scene.who, scene.key
            assert lot.state in ("marking", "verification"), scene.key
            assert scene.spot.copy in range(lot.first_copy, lot.first_copy + lot.copies), scene.key
    pages = session.exec(select(ObjectLink.ref).where(ObjectLink.kind == LinkKind.PAGE)).all()
    assert str(seed.page_id(23, 603, 2)) in pages
    assert len(pages) == len(set(pages)) == sum(scene.spot is not None for scene in SCENES)


def test_letters_of_those_days_do_not_leave_today(session):
    told = session.exec(select(OutgoingMessage).where(OutgoingMessage.channel == "web")).all()

    assert told
    assert {letter.state for letter in told} == {Delivery.SENT}


def test_the_supervisor_sees_no_word_of_what_the_alert_cell_holds(session):
    held = session.exec(select(Ticket).where(Ticket.team == Team.ALERT_CELL)).one()

    assert not permissions.may_see(find_account("superviseure").caller(), held)


def test_the_command_fills_the_desk_of_its_own_folder(tmp_path, empty_tables):
    settings = Settings(data_dir=tmp_path, _env_file=None)
    shutil.copy(empty_tables, settings.database.removeprefix("sqlite:///"))

    fill_desk(settings)

    engine = open_engine(settings.database)
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(Ticket)).one() == len(SCENES)
    engine.dispose()
