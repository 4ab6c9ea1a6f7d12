"""Around a ticket of the desk: others about the same things, what led to it, what its people were told."""

from sqlmodel import Session, select

from tests.web.desk_fixtures import read
from ticketing.models import OutgoingMessage
from ticketing.vocabulary import Defect, Delivery, Kind

SENT = """Je voudrais parler à quelqu’un.

Échanges précédents :

— Quel tarif au DNB 2026 ?
Aucun texte ne le donne.

— Et en 2025 ?
Le texte de 2025 dit :
9,60 €."""


def section(page, title):
    """From a heading to the next one."""
    text = read(page)
    return text[text.index(title) :].split("<h3", 1)[0]


def test_others_of_the_copy_the_lot_and_the_centre_are_counted_and_linked(agent, open_report):
    reference = open_report()
    sister = open_report(page=4, defect=Defect.CUT)
    around = section(agent.get(f"/desk/{reference}"), "Même copie, même lot, même centre")

    assert f"/desk/{sister}?" in around
    assert around.count("1 autre, dont 1 ouverte") == 3  # copy, lot, centre
    assert "Page 4 coupée" in around
    assert "/desk?view=all&q=copie+0423+lot+17" in around
    assert "/desk?view=all&centre=CAL13" in around
    assert sister in read(agent.get("/desk?view=all&q=copie+0423+lot+17"))


def test_a_ticket_about_nothing_else_has_no_such_section(agent, open_report):
    page = read(agent.get(f"/desk/{open_report()}"))

    assert "Même copie, même lot" not in page


def test_those_of_another_team_are_neither_named_nor_counted(sign_in_as, open_report):
    mine = open_report(defect=Defect.NAME_VISIBLE, copy_hidden=True)  # of the exam office
    open_report(page=4)

    assert "Même copie, même lot" not in read(sign_in_as("dec").get(f"/desk/{mine}"))


def test_tickets_in_close_words_come_after_the_page_and_by_a_link(agent, open_report):
    ask = {"kind": Kind.QUESTION, "defect": None, "links": ()}
    reference = open_report(text="Quel tarif de correction au DNB ?", **ask)
    close = open_report(text="Le tarif de correction du DNB ?", **ask)
    assert "Chercher les demandes semblables" in read(agent.get(f"/desk/{reference}"))

    fragment = read(agent.get(f"/desk/{reference}/similar?fragment=true"))
    whole = read(agent.get(f"/desk/{reference}/similar"))

    assert close in fragment
    assert "<html" not in fragment
    assert close in whole
    assert "Chercher les demandes semblables" not in whole


def test_what_was_sent_with_a_request_is_shown_as_a_conversation(agent, open_report):
    reference = open_report(kind=Kind.HUMAN, defect=None, links=(), text=SENT)

    page = read(agent.get(f"/desk/{reference}"))

    shown = page[page.index('id="transcript"') :].split("</details>")[0]
    assert shown.index("Quel tarif au DNB 2026") < shown.index("Aucun texte") < shown.index("Et en 2025")
    assert "Le texte de 2025 dit :\n9,60 €." in shown
    assert page.count("Quel tarif au DNB 2026") == 1  # not again in the story
    assert "Je voudrais parler à quelqu’un." in page


def test_a_request_that_came_alone_has_no_conversation(agent, open_report):
    page = read(agent.get(f"/desk/{open_report(kind=Kind.HUMAN, defect=None, links=(), text='Bonjour.')}"))

    assert 'id="transcript"' not in page


def test_each_letter_says_when_to_whom_and_how_far_it_got(agent, open_report, desk_says, services):
    reference = open_report()
    assert 'id="letters"' not in read(agent.get(f"/desk/{reference}"))
    desk_says(reference, "La page est demandée.")
    assert "va s’afficher</p>" in read(agent.get(f"/desk/{reference}"))

    with Session(services.engine) as session, session.begin():
        letter = session.exec(select(OutgoingMessage)).one()
        letter.state = Delivery.SENT
        mail = {"dedupe_key": f"mail:{letter.dedupe_key}", "channel": "email", "body": ""}
        kept = letter.model_dump(exclude={"id", *mail})
        session.add(OutgoingMessage(**kept | mail | {"state": Delivery.DEAD}))
    page = read(agent.get(f"/desk/{reference}"))

    assert "Demandeur\xa0: Correctrice, BTS culture générale" in page
    assert "affiché dans sa conversation · courriel non parvenu" in page
    assert '<details class="pm-context" id="letters" open>' in page


def test_whoever_reported_it_does_not_read_the_letters_at_the_desk(sign_in_as, open_report, desk_says):
    reference = open_report(account="agent-a")
    desk_says(reference, "C’est noté.", account="agent-b")

    assert 'id="letters"' not in read(sign_in_as("agent-a").get(f"/desk/{reference}"))
