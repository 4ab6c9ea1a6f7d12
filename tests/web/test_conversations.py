"""A conversation as the browser and the API hold it."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from assistant import answer_log

QUESTION = "Que faut-il inscrire pour un candidat absent ?"
REPORT = "La copie 0423 du lot 17 est illisible page 3"


@pytest.fixture
def corrector(sign_in_as):
    return sign_in_as("correctrice-bts")


def key():
    return uuid4().hex


def start(browser):
    return browser.post("/api/conversations", json={"key": key()}).json()["id"]


def say(browser, conversation, text, **more):
    body = {"text": text, "key": key(), **more}
    return browser.post(f"/api/conversations/{conversation}/messages", json=body)


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)


def test_the_first_page_shows_what_to_ask_and_what_not_to_expect(corrector):
    page = corrector.get("/").text

    assert page.count('name="say"') >= 3
    assert "Il ne note pas" in page
    assert "Parler à quelqu’un" in page
    assert "Assistant automatique" in page


def test_an_answer_quotes_the_text_and_leads_to_it(corrector):
    answer = say(corrector, start(corrector), QUESTION).json()

    assert answer["act"] == "answer"
    address = re.search(r'href="(/texts/[^"]+)"', answer["rendered"]).group(1).replace("&amp;", "&")
    assert address.endswith("#cite")
    assert answer["citations"][0]["quote"].split()[0] in answer["rendered"]


def test_what_an_answer_rests_on_is_recorded_with_it_and_not_sent(corrector, services):
    sent = say(corrector, start(corrector), QUESTION).json()

    with Session(services.engine) as session:
        recorded = answer_log.find(session, UUID(sent["id"]))
    assert recorded.ms > 0
    assert recorded.grounds.scope.academy == "Aix-Marseille"
    assert sent["citations"][0]["quote"] in [citation.quote for citation, _ in recorded.grounds.cited()]
    assert not {"grounds", "features", "scope"} & sent.keys()


def test_without_a_script_the_form_starts_a_conversation_and_goes_on(corrector):
    first = corrector.get("/").text
    form = {"csrf": hidden(first, "csrf"), "key": hidden(first, "key"), "text": QUESTION}

    answered = corrector.post("/conversations", data=form)
    page = corrector.get(answered.headers["location"]).text

    assert answered.status_code == 303
    assert QUESTION in page
    assert "Réponse de l’assistant" in page

    form = {"csrf": hidden(page, "csrf"), "key": hidden(page, "key"), "say": REPORT}
    again = corrector.post(answered.headers["location"].split("#")[0] + "/messages", data=form)
    assert "Récapitulatif à vérifier" in corrector.get(again.headers["location"]).text


def test_sending_the_first_form_twice_is_one_conversation_and_one_answer(corrector):
    first = corrector.get("/").text
    form = {"csrf": hidden(first, "csrf"), "key": hidden(first, "key"), "text": QUESTION}

    places = {corrector.post("/conversations", data=form).headers["location"] for _ in range(2)}

    assert len(places) == 1


def test_the_same_key_gives_the_same_answer_and_one_turn(corrector):
    conversation = start(corrector)
    body = {"text": QUESTION, "key": key()}
    address = f"/api/conversations/{conversation}/messages"

    first, second = (corrector.post(address, json=body).json() for _ in range(2))

    assert first == second
    assert len(corrector.get(f"/api/conversations/{conversation}").json()["turns"]) == 1


def test_the_same_key_with_other_words_is_refused(corrector):
    conversation, body = start(corrector), {"text": QUESTION, "key": key()}
    address = f"/api/conversations/{conversation}/messages"
    corrector.post(address, json=body)

    response = corrector.post(address, json=body | {"text": REPORT})

    assert response.status_code == 422
    assert "Rechargez" in response.json()["message"]


def test_fifty_posts_of_one_key_at_once_are_one_turn(corrector):
    conversation, body = start(corrector), {"text": QUESTION, "key": key()}
    address = f"/api/conversations/{conversation}/messages"

    with ThreadPoolExecutor(10) as pool:
        responses = list(pool.map(lambda _: corrector.post(address, json=body), range(50)))

    assert {response.status_code for response in responses} == {200}
    assert len({response.json()["id"] for response in responses}) == 1


def test_a_report_is_recapped_then_sent_with_a_reference(corrector):
    conversation = start(corrector)

    recap = say(corrector, conversation, REPORT).json()
    assert recap["act"] == "confirm_request"
    assert 'aria-label="Modifier' in recap["rendered"]

    sent = say(corrector, conversation, recap["actions"][0]["say"]).json()
    assert sent["act"] == "ticket_created"
    assert re.fullmatch(r"P-\d{4}-\d{6}", sent["ticket_reference"])
    assert sent["ticket_reference"] in corrector.get("/my-reports").text


def test_what_the_host_page_knows_need_not_be_said(corrector):
    context = {"lot": "17", "copy": "0423", "page": "3"}

    answer = say(corrector, start(corrector), "Cette page est floue", context=context).json()

    assert answer["act"] == "confirm_request"
    assert "0423" in answer["rendered"]


def test_the_page_opened_from_a_copy_keeps_the_place(corrector):
    page = corrector.get("/?lot=17&copy=0423&page=3").text

    assert hidden(page, "copy") == "0423"
    assert 'data-page="3"' in page


def test_anothers_conversation_is_as_unknown_as_one_that_is_not(corrector, sign_in_as):
    theirs = start(corrector)
    other = sign_in_as("correcteur-philo")

    answers = [
        (response.status_code, response.json()["message"])
        for conversation in (theirs, uuid4())
        for response in (
            other.get(f"/api/conversations/{conversation}"),
            say(other, conversation, QUESTION),
        )
    ]

    assert len(set(answers)) == 1
    assert answers[0][0] == 404
    assert theirs not in other.get("/conversations").text


def test_conversations_are_listed_by_their_first_question(corrector):
    say(corrector, start(corrector), QUESTION)

    assert QUESTION in corrector.get("/conversations").text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "La question est vide"),
        (" \n\t ", "La question est vide"),
        ("?!", "La question est vide"),
        ("x" * 100_000, "La question est trop longue"),
        ("copie\x00 0423", "signes illisibles"),
        ("\x1b[31mcopie", "signes illisibles"),
    ],
)
def test_what_is_no_question_is_refused_in_french_and_leaves_no_turn(corrector, text, sentence):
    conversation = start(corrector)

    response = say(corrector, conversation, text)

    assert response.status_code == 422
    assert sentence in response.json()["message"]
    assert corrector.get(f"/api/conversations/{conversation}").json()["turns"] == []


def test_a_half_character_is_refused_too(corrector):
    conversation = start(corrector)

    response = corrector.post(
        f"/api/conversations/{conversation}/messages",
        content=b'{"text": "copie \\ud800", "key": "0123456789"}',
        headers={"Content-Type": "application/json"},
    )

    assert response.status_code == 422


@pytest.mark.parametrize("text", ["<script>alert(1)</script> copie", '"><img src=x onerror=alert(1)> lot 17'])
def test_what_is_said_is_never_markup(corrector, text):
    conversation = start(corrector)

    answer = say(corrector, conversation, text).json()
    page = corrector.get(f"/conversations/{conversation}").text

    for shown in (answer["rendered"], page):
        assert "<script>alert" not in shown
        assert "<img" not in shown


def test_the_backend_down_still_gives_an_answer_from_the_texts(corrector, records):
    from assistant.personal import RecordsUnavailable

    records.failure = RecordsUnavailable("down")

    assert say(corrector, start(corrector), QUESTION).json()["act"] == "answer"


def test_the_desks_reply_is_read_on_the_first_page(corrector, open_report, desk_says):
    desk_says(open_report(), "La page 3 est renumérisée.")

    assert "La page 3 est renumérisée." in corrector.get("/").text


def rename(browser, conversation, title):
    page = browser.get("/conversations").text
    form = {"title": title, "csrf": hidden(page, "csrf")}
    return browser.post(f"/conversations/{conversation}/title", data=form, follow_redirects=False)


def test_a_conversation_takes_the_name_that_one_gives_it(corrector):
    conversation = start(corrector)
    say(corrector, conversation, QUESTION)

    assert rename(corrector, conversation, "  Les absents <b> ").status_code == 303
    named = corrector.get("/conversations").text
    rename(corrector, conversation, " ")

    assert "Les absents &lt;b&gt;</a>" in named
    assert f"{QUESTION}</a>" in corrector.get("/conversations").text.replace("\u00a0", " ")


def test_nobody_renames_somebody_elses_conversation(corrector, sign_in_as):
    conversation = start(corrector)
    say(corrector, conversation, QUESTION)
    other = sign_in_as("correcteur-philo")
    say(other, start(other), QUESTION)

    assert rename(other, conversation, "À moi").status_code == 404
    assert "À moi" not in corrector.get("/conversations").text


def test_a_name_that_is_far_too_long_is_refused(corrector):
    conversation = start(corrector)
    say(corrector, conversation, QUESTION)

    assert rename(corrector, conversation, "a" * 201).status_code == 422


@pytest.mark.parametrize(
    ("zone", "kept"),
    [("0.1,0.2,0.5,0.6", True), ("0.5,0.2,0.1,0.6", False), ("0,0,2,1", False), ("a,b", False), ("", False)],
)
def test_an_address_may_name_a_zone_of_the_page(sign_in_as, zone, kept):
    page = sign_in_as("correctrice-bts").get(
        "/", params={"lot": "17", "copy": "0423", "page": "3", "zone": zone}
    )

    assert page.status_code == 200
    assert ('data-zone="0.1 0.2 0.5 0.6"' in page.text) is kept
