"""The centre's pages: what to scan again as cards, a list, a file to send, and counts for its head."""

import re

import pytest

from tests.backend.rescanning import ask, post, sheet


@pytest.fixture
def centre(browser):
    return browser("numerisation")


def csrf(page):
    return re.search(r'name="csrf" value="([^"]+)"', page).group(1)


def submit(centre, item, step, files=None, **fields):
    token = csrf(centre.get("/orders").text)
    address = f"/orders/items/{item['id']}/{step}"
    return centre.post(address, data={"csrf": token, **fields}, files=files)


def test_an_operator_with_nothing_to_do_is_told_so(centre):
    assert "Aucune page n’est demandée à votre centre" in centre.get("/orders").text


def test_what_is_asked_stands_as_a_card_with_its_reason_and_zone(centre, corrector):
    ask(corrector, note="Le bas est flou.")

    page = centre.get("/orders").text

    assert "Lot 17 : 1 copie, 1 page" in page
    assert "Copie <strong>0423</strong>, page <strong>3</strong> : floue" in page
    assert "« Le bas est flou. »" in page
    assert '<rect x="10.0" y="50.0" width="80.0"' in page
    assert "Accepter la demande" in page


def test_a_page_is_accepted_sent_and_returned_without_any_script(centre, corrector, session):
    item = ask(corrector)

    accepted = submit(centre, item, "accept")
    waiting = centre.get("/orders").text
    sent = submit(centre, item, "upload", files={"file": ("page.jpg", sheet(session))})
    page = centre.get("/orders").text

    assert accepted.headers["location"] == sent.headers["location"] == f"/orders#item-{item['id']}"
    assert "Déposer la page 3" in waiting
    assert "La page est conforme." in page
    assert "Netteté" in page
    assert centre.get(f"/orders/items/{item['id']}/pictures/new").status_code == 200
    assert "Rien à renumériser" in page


def test_a_page_as_bad_as_before_is_shown_beside_the_old_one_with_why(centre, corrector):
    item = ask(corrector)
    submit(centre, item, "accept")
    old = centre.get(f"/orders/items/{item['id']}/pictures/old").content

    submit(centre, item, "upload", files={"file": ("page.jpg", old)})

    page = centre.get("/orders").text
    assert "La page n’est pas prise." in page
    assert "L’écriture est floue : 0," in page
    assert "Déposer la page 3" in page


def test_a_file_that_is_no_page_is_refused_with_a_way_back(centre, corrector):
    item = ask(corrector)
    submit(centre, item, "accept")

    refused = submit(centre, item, "upload", files={"file": ("page.doc", b"autre chose")})

    assert refused.status_code == 422
    assert "ni un PDF" in refused.text
    assert 'href="/orders"' in refused.text


def test_the_paper_is_gone(centre, corrector):
    item = ask(corrector)

    submit(centre, item, "refuse", reason="paper_lost")

    assert "Le centre n’a plus le papier" in centre.get("/orders").text
    assert corrector.get(f"/v1/rescan-items/{item['id']}").json()["reason"] == "paper_lost"


def test_the_list_to_print_names_each_page_that_waits(centre, corrector):
    ask(corrector)

    page = centre.get("/orders/list").text

    assert "R-2027-000001" in page
    assert "0423" in page


def test_the_example_of_the_demonstration_is_a_page_that_passes(centre, corrector, operator):
    item = ask(corrector)
    submit(centre, item, "accept")

    example = centre.get(f"/orders/items/{item['id']}/example")

    assert "copie-0423-page-3.jpg" in example.headers["content-disposition"]
    sent = post(operator, f"/{item['id']}/upload", files={"file": ("a.jpg", example.content)})
    assert sent.json()["state"] == "delivered"


def test_the_example_is_there_in_demonstration_only(centre, corrector, settings):
    item = ask(corrector)
    settings.demo = False

    assert centre.get(f"/orders/items/{item['id']}/example").status_code == 404


@pytest.mark.parametrize("person", ["chef-centre", "dec"])
def test_who_follows_the_centre_sees_counts_and_no_way_to_act(browser, corrector, person):
    ask(corrector)

    page = browser(person).get("/orders").text

    assert "Pages par étape" in page
    assert "Accepter" not in page


@pytest.mark.parametrize("person", ["correctrice-bts", "deleguee", "agent-a"])
def test_the_others_have_no_such_page(browser, corrector, person):
    item = ask(corrector)
    opened = browser(person)

    assert opened.get("/orders").status_code == 404
    refused = re.search(r'href="([^"]+)">Voir les lots', opened.get("/orders").text)
    assert refused is not None, "the way out of a refused list is another page"
    assert refused[1] == "/lots"
    assert "Renumérisations" not in opened.get("/lots").text
    if person == "deleguee":
        assert opened.get(f"/orders/items/{item['id']}/pictures/old").status_code == 404


def test_a_form_without_its_token_changes_nothing(centre, corrector):
    item = ask(corrector)

    refused = centre.post(f"/orders/items/{item['id']}/accept", data={"csrf": "autre"})

    assert refused.status_code == 403
    assert corrector.get(f"/v1/rescan-items/{item['id']}").json()["state"] == "requested"


def test_too_large_a_request_is_refused_by_its_length(centre, operator):
    assert operator.post("/v1/rescan-items", content=b"0" * 1_000_001).json()["error"] == "body_too_large"
    assert centre.post("/sign-out", content=b"0" * 1_000_001).status_code == 413
    chunks = (b"0" for _ in range(3))
    assert operator.post("/v1/rescan-items", content=chunks).status_code == 411
