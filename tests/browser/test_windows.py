"""One person, several windows and devices, a network that comes and goes: nothing lost, nothing twice."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_story import REFERENCE, last_answer, reply, say

QUESTION = "Quel est le code de site LOTANET pour les copies papier de culture générale ?"
OTHER = "Jusqu’à quand puis-je saisir mes notes ?"


def ask_box(page):
    return page.get_by_label("Votre question")


def answers(page):
    return page.locator("[data-act]")


def questions(page):
    return page.locator(".pm-said")


def forget_the_cut(visitor):
    """A browser logs each request that found no network: those alone were expected."""
    assert all("ERR_INTERNET_DISCONNECTED" in said for said in visitor.complaints), visitor.complaints
    visitor.complaints.clear()


def begin(page):
    """A conversation of this visitor, with its first answer."""
    say(page, QUESTION)
    expect(page).to_have_url(re.compile("/conversations/"))
    return page.url


@pytest.fixture
def corrector(visit):
    return visit("correctrice-bts")


def test_an_answer_shows_in_every_window_and_device_with_one_connection_for_a_browser(visit, corrector):
    streams = []
    corrector.page.context.on(
        "request", lambda request: streams.append(request.url) if "/api/stream" in request.url else None
    )
    page = corrector.open("/")
    address = begin(page)
    assert streams
    streams.clear()  # a busy server may have let the first one go and come back
    beside = page.context.new_page()
    beside.goto(address)
    elsewhere = visit("correctrice-bts").page
    elsewhere.goto(address)
    page.wait_for_timeout(1000)

    say(elsewhere, OTHER)

    for window in (page, beside):
        expect(answers(window)).to_have_count(2)
        expect(questions(window).last).to_contain_text(OTHER)
        expect(questions(window)).to_have_count(2)
    assert streams == []


def test_another_tab_takes_the_stream_over_when_the_one_that_held_it_closes(visit, corrector):
    page = corrector.open("/")
    address = begin(page)
    beside = page.context.new_page()
    beside.goto(address)
    beside.wait_for_timeout(500)

    page.close()
    elsewhere = visit("correctrice-bts").page
    elsewhere.goto(address)
    say(elsewhere, OTHER)

    expect(answers(beside)).to_have_count(2)


def test_what_came_during_a_cut_is_shown_once_when_the_network_is_back(visit, corrector):
    page = corrector.open("/")
    address = begin(page)
    elsewhere = visit("correctrice-bts").page
    elsewhere.goto(address)

    page.context.set_offline(True)
    say(elsewhere, OTHER)
    say(elsewhere, "Merci")
    page.context.set_offline(False)

    expect(answers(page)).to_have_count(3)
    expect(questions(page)).to_have_count(3)
    forget_the_cut(corrector)


def test_what_is_typed_and_not_sent_survives_a_closed_tab(corrector):
    page = corrector.open("/")
    ask_box(page).press_sequentially("La copie 0423 est-elle")
    context = page.context
    page.close()

    again = context.new_page()
    again.goto(f"{corrector.app}/")

    expect(ask_box(again)).to_have_value("La copie 0423 est-elle")
    say(again, QUESTION)
    again.goto(f"{corrector.app}/")
    expect(ask_box(again)).to_have_value("")


def test_what_was_typed_is_not_shown_to_the_next_person_on_the_machine(corrector):
    page = corrector.open("/")
    ask_box(page).press_sequentially("Une question à moi")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('pm-kept'))") == []

    corrector.sign_in("correcteur-philo")
    corrector.open("/")

    expect(ask_box(page)).to_have_value("")


def test_a_message_sent_without_network_waits_visibly_and_leaves_once(corrector):
    page = corrector.open("/")
    begin(page)
    posts = []
    page.on(
        "requestfinished", lambda request: posts.append(request.url) if request.method == "POST" else None
    )

    page.context.set_offline(True)
    for words in (OTHER, "Merci"):
        ask_box(page).fill(words)
        ask_box(page).press("Enter")
        expect(questions(page).last).to_contain_text("En attente du réseau")
    expect(ask_box(page)).to_be_focused()
    expect(ask_box(page)).to_have_value("")
    page.context.set_offline(False)

    expect(answers(page)).to_have_count(3)
    expect(page.get_by_text("En attente du réseau")).to_have_count(0)
    page.wait_for_timeout(500)
    page.reload()
    expect(answers(page)).to_have_count(3)
    assert [text.split("\n")[-1] for text in questions(page).all_inner_texts()] == [QUESTION, OTHER, "Merci"]
    assert len(posts) == 2
    forget_the_cut(corrector)


def test_a_message_that_waits_outlives_its_tab_and_leaves_from_the_next_one(corrector):
    page = corrector.open("/")
    context = page.context
    address = begin(page)
    page.wait_for_timeout(300)
    context.set_offline(True)
    ask_box(page).fill(OTHER)
    ask_box(page).press("Enter")
    expect(page.get_by_text("En attente du réseau")).to_be_visible()
    page.close()
    context.set_offline(False)

    again = context.new_page()
    again.goto(address)

    expect(answers(again)).to_have_count(2)
    expect(questions(again).last).to_contain_text(OTHER)
    forget_the_cut(corrector)


def test_a_message_that_waits_may_be_taken_back(corrector):
    page = corrector.open("/")
    begin(page)
    page.context.set_offline(True)
    ask_box(page).fill(OTHER)
    ask_box(page).press("Enter")

    page.get_by_role("button", name="Retirer").click()
    page.context.set_offline(False)

    expect(ask_box(page)).to_have_value(OTHER)
    expect(questions(page)).to_have_count(1)
    page.wait_for_timeout(800)
    expect(answers(page)).to_have_count(1)
    forget_the_cut(corrector)


def test_the_desks_reply_arrives_by_itself_in_the_open_window(visit, corrector):
    page = corrector.open("/")
    say(page, "La copie 0431 du lot 17 est illisible page 2")
    say(page, "oui")
    reference = REFERENCE.search(last_answer(page).inner_text()).group()

    desk = visit("agent-a").open("/desk")
    reply(desk, reference, "Le centre numérise cette page demain.")

    expect(page.get_by_role("article", name=f"Réponse de l’assistance à {reference}")).to_have_count(1)
    page.reload()
    expect(page.get_by_role("article", name=f"Réponse de l’assistance à {reference}")).to_have_count(1)
