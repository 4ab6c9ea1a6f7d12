"""The assistant in another page: the script, the frame, and who may talk to it."""

import pytest


def test_the_script_may_be_loaded_by_a_host_page(browser):
    response = browser.get("/widget.js")

    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"


def test_signed_out_the_frame_says_so_and_signs_in_elsewhere(browser):
    page = browser.get("/widget").text

    assert "Vous n’êtes pas connecté" in page
    assert 'href="/sign-in" target="_blank"' in page


def test_the_frame_talks_to_a_host_on_the_list_alone(settings, sign_in_as):
    browser = sign_in_as("correctrice-bts")

    known = browser.get("/widget", params={"host": settings.core_url}).text
    unknown = browser.get("/widget", params={"host": "https://ailleurs.example"}).text

    assert f'data-host="{settings.core_url}"' in known
    assert 'data-host=""' in unknown
    assert "ailleurs" not in unknown


@pytest.mark.parametrize("motive", ["Page floue", "Nom visible", "Page manquante"])
def test_the_form_lists_what_may_be_wrong_with_a_page(sign_in_as, motive):
    assert motive in sign_in_as("correctrice-bts").get("/widget").text
