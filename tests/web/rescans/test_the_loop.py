"""From a flag to a new scan with the real backend, and the accidents on the way."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from app.accounts import find_account
from assistant.answers import Act
from assistant.composition import plain
from assistant.conversation import PageContext
from backend import database, events
from backend.demo.seed import lot_id
from backend.events import EventKind
from backend.models import Lot, Mission
from backend.scanning import clock
from tests.web.desk_fixtures import read
from tests.web.rescans.conftest import rows_of, told
from ticketing import log, rescan_letters, rescans
from ticketing.models import Ticket
from ticketing.vocabulary import EventType, Priority, RescanState, TicketState

ZONE = (0.1, 0.5, 0.9, 0.95)
CORRECTOR = "correctrice-bts"


def test_a_blurred_page_goes_round_and_is_confirmed_in_the_conversation(
    services, person, centre, pull, ticket_of
):
    corrector = person()
    place = PageContext("17", "0423", "3", ZONE)
    corrector.say("Je signale la page 3 de la copie 0423 du lot 17 : la page est floue.", place)

    opened = corrector.say("oui")
    pull()

    ticket = ticket_of(opened.ticket_reference)
    assert "Le centre a jusqu’au " in plain(opened)
    assert "pour renumériser la page 3." in plain(opened)
    assert ticket.state is TicketState.WAITING_CENTRE
    (item,) = centre.items()
    assert item["zone"] == {"left": 0.1, "top": 0.5, "right": 0.9, "bottom": 0.95}
    assert item["references"] == [ticket.reference]
    with Session(services.engine) as session:
        (evidence,) = rescans.evidence_of(session, session.get_one(Ticket, ticket.id))
    assert [found["defect"] for found in evidence["findings"]] == ["flou"]

    centre.accept(item)
    centre.send(item)
    pull()

    assert ticket_of(ticket.reference).state is TicketState.WAITING_REQUESTER
    assert ["Est-ce réparé" in body for body in told(services)] == [True]

    said = corrector.say("c’est réparé, merci")
    pull()

    assert said.act is Act.TICKET_UPDATED
    assert "est réparée. Le signalement est résolu." in plain(said)
    assert ticket_of(ticket.reference).state is TicketState.RESOLVED
    assert [row.state for row in rows_of(services, ticket)] == [RescanState.CONFIRMED]
    assert len(told(services)) == 1


def test_refused_by_the_centre_it_comes_back_to_the_desk_with_its_reason(
    services, person, centre, pull, ticket_of
):
    reference = person().flag().ticket_reference
    (item,) = centre.items()

    centre.refuse(item, "paper_lost")
    pull()

    assert ticket_of(reference).state is TicketState.IN_PROGRESS
    (body,) = told(services)
    assert "ne peut pas renumériser" in body
    assert rows_of(services, ticket_of(reference))[0].reason == "paper_lost"


def test_expired_it_comes_back_to_the_desk_sooner(services, core, person, pull, ticket_of):
    reference = person().flag().ticket_reference

    later = datetime.now(UTC) + timedelta(days=6)
    with database.writing(core.app.state.engine) as session:
        clock.advance(session, later)
    pull()

    assert ticket_of(reference).state is TicketState.IN_PROGRESS
    assert ticket_of(reference).priority is Priority.HIGH
    assert ["n’a pas répondu à temps" in body for body in told(services)] == [True]


def test_a_page_of_another_copy_is_not_taken_and_the_centre_sends_again(
    services, person, centre, pull, ticket_of
):
    reference = person().flag().ticket_reference
    (item,) = centre.items()
    centre.accept(item)

    refused = centre.send(item, copy=424)
    pull()
    assert refused["faults"]
    assert ticket_of(reference).state is TicketState.WAITING_CENTRE
    assert told(services) == []

    centre.send(item)
    pull()
    assert ticket_of(reference).state is TicketState.WAITING_REQUESTER


def test_still_unreadable_it_is_asked_again(services, person, centre, pull, ticket_of):
    corrector = person()
    reference = corrector.flag().ticket_reference
    (item,) = centre.items()
    centre.accept(item)
    centre.send(item)
    pull()

    said = corrector.say("La page 3, copie 0423, lot 17 : toujours illisible")
    pull()

    assert "est redemandée au centre, jusqu’au" in plain(said)
    assert ticket_of(reference).state is TicketState.WAITING_CENTRE
    assert [row.state for row in rows_of(services, ticket_of(reference))] == [
        RescanState.DELIVERED, RescanState.REQUESTED,
    ]  # fmt: skip


def hand_lot_over(core, holder):
    """What the exam office does; here as the event alone tells it."""
    with database.writing(core.app.state.engine) as session:
        data = {
            "lot_id": str(lot_id(17)), "lot_number": "17", "from_person": CORRECTOR, "to_person": holder,
        }  # fmt: skip
        events.emit(session, EventKind.LOT_REASSIGNED, data, now=datetime.now(UTC))


def test_a_lot_that_changes_hands_takes_the_question_along(services, core, person, centre, pull, ticket_of):
    reference = person().flag().ticket_reference
    (item,) = centre.items()
    hand_lot_over(core, "correcteur-philo")
    centre.accept(item)
    centre.send(item)
    pull()

    former, holder = told(services), told(services, "correcteur-philo")
    assert ["a changé de mains" in body for body in former] == [True, False]
    assert "La personne qui corrige le lot dira" in former[1]
    assert "vous est confié" in holder[0]
    assert "Est-ce réparé" in holder[1]

    person("correcteur-philo").say("c’est réparé")
    # The backend alone knows whose lot it is: here it was not really handed over, and says no.
    assert "n’a pas été prise" in told(services, "correcteur-philo")[-1]
    assert ticket_of(reference).state is TicketState.WAITING_REQUESTER


def really_hand_lot_over(core, holder):
    """The exam office gives the lot to somebody who has a mission on its paper."""
    with database.writing(core.app.state.engine) as session:
        lot = session.get_one(Lot, lot_id(17))
        own = {"session_id": lot.session_id, "paper_id": lot.paper_id, "centre_id": lot.centre_id}
        session.add(Mission(**own, person_id=holder, kind="correction", starts_at=datetime.now(UTC)))
    headers = {"Authorization": "Bearer jeton", "On-Behalf-Of": "dec", "Idempotency-Key": "hand-over"}
    answer = core.post(f"/v1/lots/{lot_id(17)}/assign", json={"person_id": holder}, headers=headers)
    assert answer.status_code == 200, answer.text


def test_the_new_holder_of_the_lot_confirms(services, core, person, centre, pull, ticket_of):
    reference = person().flag().ticket_reference
    (item,) = centre.items()
    centre.accept(item)
    centre.send(item)
    really_hand_lot_over(core, "correcteur-philo")
    pull()

    said = person("correcteur-philo").say("la page est bien lisible maintenant")

    assert "Le signalement est résolu." in plain(said)
    assert reference not in plain(said)
    assert ticket_of(reference).state is TicketState.RESOLVED


def test_what_is_kept_of_a_person_names_the_pages_that_others_reported_and_what_she_was_told(
    sign_in_as, core, person, centre, pull
):
    reference = person().flag().ticket_reference
    really_hand_lot_over(core, "correcteur-philo")
    pull()

    holder = sign_in_as("correcteur-philo")
    kept = holder.get("/api/my-data").json()

    (page,) = kept["pages_suivies"]
    assert (page["lot"], page["copie"], page["page"]) == ("17", "0423", 3)
    assert "vous est confié" in kept["nouvelles_des_pages"][0]["texte"]
    shown = read(holder.get("/my-data"))
    assert "Page 3 de la copie 0423, lot 17" in shown
    assert reference not in shown
    assert sign_in_as(CORRECTOR).get("/api/my-data").json()["pages_suivies"] == []


def test_two_reports_of_one_page_are_one_item_with_two_references(services, person, centre, pull, ticket_of):
    first = person().flag().ticket_reference
    corrector = person()
    # Two copies in one report: the page that was reported already goes along.
    corrector.say("La page 3 des copies 0423 et 0424 du lot 17 est floue.")
    second = corrector.say("oui").ticket_reference

    shared = next(item for item in centre.items() if item["copy_number"] == "0423")
    assert sorted(shared["references"]) == sorted([first, second])
    centre.accept(shared)
    centre.send(shared)
    pull()

    assert {ticket_of(first).state, ticket_of(second).state} == {TicketState.WAITING_REQUESTER}
    said = person().say("c’est réparé")
    assert said.act in (Act.TICKET_UPDATED, Act.ASK_SLOT)


def test_pages_and_the_desk_show_the_loop(services, sign_in_as, person, centre, pull):
    reference = person().flag().ticket_reference
    (item,) = centre.items()
    pull()
    centre.accept(item)
    centre.send(item)
    pull()

    browser = sign_in_as(CORRECTOR)
    page = read(browser.get("/my-reports?tab=to-confirm"))
    assert "votre réponse, jusqu’" in page
    address = f"/my-reports/rescans/{rescan_of(services)}"
    clicks = [browser.post(address, data={"readable": "true"}) for _ in range(2)]
    assert [click.status_code for click in clicks] == [303, 303]
    assert "Réparé" in read(browser.get("/my-reports?tab=done"))
    assert reference not in read(browser.get("/my-reports?tab=to-confirm"))

    desk = sign_in_as("agent-a")
    shown = read(desk.get(f"/desk/{reference}?view=resolved"))
    assert "Contrôle de la page 3" in shown
    assert "rendue et confirmée" in shown
    old, new = (desk.get(f"/tickets/{reference}/rescans/1/{which}") for which in ("old", "new"))
    assert old.status_code == new.status_code == 200
    assert old.content != new.content


def rescan_of(services):
    with Session(services.engine) as session:
        (one,) = rescan_letters.followed(session, find_account(CORRECTOR).caller())
        return one.row.id


def test_nobody_answers_for_another(services, sign_in_as, person):
    person().flag()
    address = f"/my-reports/rescans/{rescan_of(services)}"

    answers = [
        sign_in_as(account).post(address, data={"readable": "true"}).status_code
        for account in ("correcteur-philo", "agent-a")
    ]

    assert answers == [404, 404]


def test_the_history_says_each_step_once(services, person, centre, pull, ticket_of):
    reference = person().flag().ticket_reference
    (item,) = centre.items()
    centre.accept(item)
    pull()
    pull()

    with Session(services.engine) as session:
        ticket = session.get_one(Ticket, ticket_of(reference).id)
        moved = [one.payload["state"] for one in log.events_of(session, ticket)
                 if one.type is EventType.RESCAN_MOVED]  # fmt: skip
    assert moved == ["requested", "accepted"]
