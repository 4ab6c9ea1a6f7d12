"""The desk asks the real backend once more for a page that the centre refused."""

from uuid import UUID

from backend import database
from backend.scanning.models import RescanItem
from tests.web.desk_fixtures import read
from tests.web.rescans.conftest import rows_of, told
from ticketing.vocabulary import RescanState, TicketState


def test_a_refused_page_is_asked_again_with_a_note_that_the_centre_reads(
    services, person, centre, pull, ticket_of, sign_in_as
):
    opened = person().flag()
    pull()
    (item,) = centre.items()
    centre.refuse(item, "wrong_copy")
    pull()
    ticket = ticket_of(opened.ticket_reference)
    assert ticket.state is TicketState.IN_PROGRESS
    agent = sign_in_as("agent-a")
    page = agent.get(f"/desk/{ticket.reference}")
    assert "Redemander au centre" in read(page)

    form = {"number": "1", "version": str(ticket.version), "note": "Cherchez\r\nau lot 18."}
    sent = agent.post(f"/desk/{ticket.reference}/rescans/again", data=form)
    twice = agent.post(f"/desk/{ticket.reference}/rescans/again", data=form)
    pull()

    assert (sent.status_code, twice.status_code) == (303, 409)
    assert ticket_of(ticket.reference).state is TicketState.WAITING_CENTRE
    assert [row.state for row in rows_of(services, ticket)] == [RescanState.REFUSED, RescanState.REQUESTED]
    (asked,) = (one for one in centre.items() if one["state"] == "requested")
    with database.reading(centre.core.app.state.engine) as session:
        assert session.get_one(RescanItem, UUID(asked["id"])).note == "Cherchez au lot 18."
    assert sum("L’assistance redemande la page 3" in body for body in told(services)) == 1
    words = read(agent.get(f"/desk/{ticket.reference}"))
    assert (
        "renumérisation redemandée au centre, avec ce mot\u00a0: «\u00a0Cherchez au lot 18.\u00a0»" in words
    )
    assert "Redemander au centre" not in words


def test_pages_sent_in_vain_are_one_line_of_the_history_that_says_why(
    person, centre, pull, ticket_of, sign_in_as
):
    opened = person().flag()
    pull()
    (item,) = centre.items()
    centre.accept(item)
    for _ in range(2):
        centre.send(item, copy=424)
        pull()
    centre.send(item)
    pull()

    page = sign_in_as("agent-a").get(f"/desk/{ticket_of(opened.ticket_reference).reference}")
    history = read(page).split("Déroulé")[1].split("</ol>")[0]

    assert history.count("envois refusés par le contrôle") == 1
    assert "Page\u00a03\u00a0: 2 envois refusés par le contrôle" in history
    assert history.split("Voir pourquoi")[1].split("</details>")[0].count("<li>") == 2
    assert history.count("Page\u00a03\u00a0: acceptée par le centre") == 1
    assert history.count("Page\u00a03\u00a0: renumérisée") == 2  # and checked: the one that was taken
