"""A report goes on, to its ticket, whatever becomes of Rasa between two of its messages."""

import pytest
from sqlmodel import Session

from assistant.answers import Act
from assistant.dialogue import Assistant
from assistant.drafts import Slot
from assistant.intent_readers import open_reader
from assistant.my_tickets import TicketReader
from assistant.understanding import Understanding
from connectors.rasa_reader import RasaReader
from tests.assistant.conftest import Talk, answers, engine, records  # noqa: F401  fixtures
from tests.rasa_double import TOKEN, rasa_double, said


@pytest.fixture(scope="module")
def embedded():
    return open_reader(None)


@pytest.fixture
def rasa():
    with rasa_double() as double:
        yield double


@pytest.fixture
def reader(rasa, embedded):
    made = RasaReader(rasa.url, TOKEN, embedded)
    yield made
    rasa.hung.set()
    made.close()


@pytest.fixture
def talk(engine, records, answers, reader):  # noqa: F811
    reports = TicketReader(lambda: Session(engine))
    return Talk(engine, Assistant(answers, Understanding(reader), records, reports))


def fails(rasa, mood):
    if mood == "killed":
        rasa.kill()
    else:
        rasa.mood = mood


@pytest.mark.parametrize("mood", ["killed", "hung", "html", "bytes", "empty", "unknown", "error", "unsure"])
def test_a_form_goes_on_to_its_ticket(talk, rasa, reader, mood):
    rasa.answer = said("report_scan")
    talk.say("J’ai une copie floue")
    asked = [talk.draft.asked]

    fails(rasa, mood)
    for words in ("lot 17", "la 0423", "page 3"):
        talk.say(words)
        asked.append(talk.draft.asked)
    answer = talk.say("oui")

    (ticket,) = talk.tickets()
    assert asked == [Slot.LOT, Slot.COPY, Slot.PAGE, Slot.CONFIRM]
    assert (answer.act, answer.ticket_reference) == (Act.TICKET_CREATED, ticket.reference)
    counts = reader.count()
    assert counts["answered"] == 1
    assert sum(counts.values()) == 5


def test_an_intent_of_rasa_that_the_words_belie_does_not_derail_the_form(talk, rasa):
    rasa.answer = said("report_scan")
    talk.say("La copie 0423 du lot 17 est floue")

    rasa.answer = said("abuse", 0.99)
    talk.say("page 3")

    assert talk.draft.asked is Slot.CONFIRM
