"""What leaves by mail: what is needed and no more, in a thread, told by its headers to be automatic."""

import pytest
from sqlmodel import Session

from app.accounts import find_account
from app.letters import signatures
from app.settings import DEMONSTRATION_SECRET
from tests.web.desk_fixtures import NOW
from ticketing import tickets
from ticketing.tickets import Words
from ticketing.vocabulary import Kind, NewsKind, TicketState

SECRET_WORDS = ("0423", "candidat", "Illisible à partir du milieu", "Entre nous", "N-778899")


def parts(mail):
    return mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()


def test_a_reply_leaves_once_as_text_and_html_and_says_what_to_do(open_report, desk_says, post_office):
    reference = open_report()
    desk_says(reference, "La page est demandée.")

    (mail,) = post_office.carry()
    post_office.carry()

    assert len(post_office.mails()) == 1
    assert mail["To"] == "correctrice-bts@example.org"
    assert mail["Subject"] == f"[{reference}] Votre signalement : une réponse vous attend"
    for text in parts(mail):
        assert f"/my-reports/{reference}" in text
        assert "page 3, lot 17" in text
        assert "Votre réponse est attendue" in text


def test_neither_the_copy_nor_anybodys_words_leave_by_mail(open_report, desk_says, post_office, services):
    reference = open_report()
    desk_says(reference, "Le candidat N-778899 de la copie 0423 est prévenu.")
    agent = find_account("agent-a").caller()
    with Session(services.engine) as session, session.begin():
        ticket = tickets.get(session, reference, agent)
        tickets.note(session, ticket, Words("Entre nous."), caller=agent, now=NOW)
    asked = open_report(kind=Kind.QUESTION, defect=None, links=(), text="Que faire du candidat N-778899 ?")
    desk_says(asked, "Voyez avec le centre.")

    mails = post_office.carry()

    assert len(mails) == 2
    for mail in mails:
        whole = mail.as_string() + "".join(parts(mail))
        assert [words for words in SECRET_WORDS if words in whole] == []


def test_its_headers_say_that_it_is_automatic_ours_and_how_to_stop_it(open_report, desk_says, post_office):
    desk_says(open_report())

    (mail,) = post_office.carry()

    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/letters/stop?token=")
    assert signatures.is_loop_mark(DEMONSTRATION_SECRET, mail["X-Permanence-Loop"])
    assert not signatures.is_loop_mark("un autre secret", mail["X-Permanence-Loop"])
    (row,) = post_office.rows()
    assert mail["Message-ID"] == f"<{row.message_id}@example.org>"


def test_the_letters_of_a_ticket_make_one_thread_and_no_others(open_report, desk_says, post_office):
    first, second = open_report(), open_report(page=4)
    for reference in (first, second, first):
        desk_says(reference)
        post_office.carry()

    mails = {mail["Message-ID"]: mail for mail in post_office.mails()}
    of_first = [mail for mail in mails.values() if first in mail["Subject"]]
    roots = {mail["References"].split()[0] for mail in mails.values()}
    assert len(mails) == 3
    assert len(roots) == 2
    assert of_first[1]["In-Reply-To"] == of_first[0]["Message-ID"]
    assert of_first[0]["Message-ID"] in of_first[1]["References"]


def test_replies_that_follow_one_another_leave_as_one(open_report, desk_says, post_office):
    reference = open_report()
    desk_says(reference, "Un.")
    desk_says(reference, "Deux.")

    (mail,) = post_office.carry()

    assert len(post_office.rows()) == 2
    assert parts(mail)[0].count("une réponse vous attend") == 1


def test_a_settled_report_says_until_when_it_may_be_taken_back(open_report, desk_says, post_office):
    desk_says(open_report(), then=TicketState.RESOLVED)

    (mail,) = post_office.carry()

    assert post_office.rows()[0].news is NewsKind.END
    assert "votre confirmation, ou un mot si le problème reste, jusqu’au" in parts(mail)[0]


def test_the_letter_fetches_nothing_and_runs_nothing(open_report, desk_says, post_office):
    desk_says(open_report())

    html = parts(post_office.carry()[0])[1]

    assert [tag for tag in ("<img", "<script", "<link", "url(", "@import") if tag in html] == []
    assert "prefers-color-scheme: dark" in html


@pytest.mark.parametrize("token", ["", "x", "x.y", "é.é", "Y29ycmVjdHJpY2UtYnRz.0" + "0" * 31])
def test_a_link_that_is_not_ours_names_nobody(token):
    with pytest.raises(signatures.BadStopLink):
        signatures.read_stop_token(DEMONSTRATION_SECRET, token)
