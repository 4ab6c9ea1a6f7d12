"""The path of the product, as two people walk it: ask, read, flag a page, answer, read the answer."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import overflow

REFERENCE = re.compile(r"P-\d{4}-\d{6}")


def say(page: Page, text: str, *, within=None) -> None:
    """Type, send, and wait until the answer stands under the question."""
    place = within or page
    answers = place.locator("[data-act]")
    before = answers.count()
    place.get_by_label("Votre question").fill(text)
    place.get_by_role("form", name="Poser une question").get_by_role("button", name="Envoyer").click()
    expect(answers).to_have_count(before + 1)


def last_answer(place):
    return place.locator("[data-act]").last


def test_an_answer_opens_the_text_at_the_sentence_that_says_it(visit):
    corrector = visit("correctrice-bts")
    page = corrector.open("/")

    say(page, "Quel est le code de site LOTANET pour les copies papier de culture générale ?")
    answer = last_answer(page)
    expect(answer).to_contain_text("C05")
    answer.locator("summary").first.click()
    quote = answer.get_by_role("blockquote").first.inner_text()
    answer.get_by_role("link", name="Ouvrir le texte à cette phrase").first.click()

    cited = page.locator("mark").first
    expect(cited).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1)).to_contain_text("BTS")
    assert " ".join(cited.inner_text().split())[:40] in " ".join(quote.split())


def test_a_question_that_no_text_answers_is_not_answered(visit):
    page = visit("correctrice-bts").open("/")

    say(page, "Quel est le tarif du parking du lycée des Calanques ?")

    expect(last_answer(page)).to_have_attribute("data-act", re.compile("abstain|out_of_scope|clarify"))


def flag_in_words(page: Page, *, copy: str, page_number: int) -> str:
    """Flag a page of lot 17, confirm, and give the reference that was told."""
    say(page, f"La copie {copy} du lot 17 est illisible page {page_number}")
    expect(last_answer(page)).to_contain_text(copy)
    assert not REFERENCE.search(last_answer(page).inner_text()), "nothing leaves before the person agrees"
    say(page, "oui")
    return REFERENCE.search(last_answer(page).inner_text()).group()


def reply(desk: Page, reference: str, words: str) -> None:
    """Find the ticket by its reference, open it and answer who waits."""
    desk.get_by_label("Chercher une référence, un lot, une copie").fill(reference)
    desk.keyboard.press("Enter")
    desk.get_by_role("list", name="Demandes trouvées").get_by_role("link").first.click()
    desk.get_by_label("Réponse au demandeur").last.fill(words)
    desk.get_by_label("Ensuite").select_option(label="La demande attend le centre")
    desk.get_by_role("button", name="Envoyer au demandeur").click()
    expect(desk.get_by_text(words).first).to_be_visible()


def test_a_page_flagged_in_words_reaches_the_desk_and_the_answer_comes_back(visit):
    reference = flag_in_words(visit("correctrice-bts").open("/"), copy="0423", page_number=3)

    desk = visit("agent-a").open("/desk")
    reply(desk, reference, "Le centre numérise la page 3 de nouveau demain matin.")
    expect(desk.get_by_role("heading", name=re.compile("0423")).first).to_be_visible()
    image = desk.locator("img[src*='/image']").first
    assert image.evaluate("async image => { await image.decode(); return image.naturalWidth }") > 100

    reports = visit("correctrice-bts").open("/my-reports")
    reports.get_by_text(reference).first.click()
    expect(reports.get_by_text("Le centre numérise la page 3 de nouveau demain matin.").first).to_be_visible()


def test_signaler_cette_page_opens_the_form_with_copy_and_page_known(visit):
    corrector = visit("correctrice-bts")
    page = corrector.open("/lots/17/copies/0427?page=2", backend=True)

    page.get_by_role("button", name="Signaler cette page").click()
    page.get_by_role("button", name="Toute la page").click()
    frame = page.frame_locator("#permanence-frame")

    expect(frame.get_by_text("0427").first).to_be_visible()
    expect(frame.get_by_text("tracée sur la page")).to_have_count(0)
    expect(page.get_by_text("Zone tracée")).to_be_hidden()
    expect(frame.get_by_role("radio", checked=True)).to_have_count(0)
    frame.get_by_role("radio", name="Page illisible").check()
    frame.get_by_role("button", name="Continuer").click()
    answers = frame.locator("[data-act]")
    expect(answers).to_have_count(1)
    if not REFERENCE.search(answers.last.inner_text()):
        say(page, "oui", within=frame)
    expect(answers.last).to_contain_text(REFERENCE)


@pytest.mark.parametrize("path", ["/texts", "/lots"])
def test_signing_out_on_either_side_closes_both(visit, path):
    corrector = visit("correctrice-bts")
    corrector.open("/lots", backend=True)
    page = corrector.open(path, backend=path == "/lots")

    page.get_by_role("button", name="Se déconnecter").click()
    expect(page).to_have_url(re.compile("/sign-in$"))

    corrector.open("/lots", backend=True)
    expect(page).to_have_url(re.compile("/sign-in"))
    corrector.open("/my-reports")
    expect(page).to_have_url(re.compile("/sign-in"))


def test_a_word_without_end_opens_no_form_and_does_not_widen_the_page(visit):
    page = visit("correctrice-bts").open("/")

    say(page, "a" * 4000)

    expect(last_answer(page)).to_have_attribute("data-act", "clarify")
    assert overflow(page) == 0


def test_what_is_too_long_is_counted_and_neither_cut_nor_sent(visit):
    page = visit("correctrice-bts").open("/")
    field = page.get_by_label("Votre question")

    field.fill("mot " * 25_000)
    field.press("Enter")

    expect(page.get_by_text("95\u202f999 de trop")).to_be_visible()
    assert len(field.input_value()) == 100_000
    expect(page.locator("[data-act]")).to_have_count(0)
