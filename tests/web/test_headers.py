"""What every response carries, and the size of what is let in."""

import pytest


@pytest.mark.parametrize(
    "path", ["/sign-in", "/healthz", "/nulle-part", "/static/theme/app.css", "/api/rien"]
)
def test_every_response_forbids_what_we_never_do(browser, path):
    headers = browser.get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_only_the_widget_may_be_framed_and_only_by_the_hosts_on_the_list(settings, browser):
    policy = browser.get("/widget").headers["content-security-policy"]

    assert f"frame-ancestors {settings.core_url}" in policy
    assert "'none'" not in policy.split("frame-ancestors")[1]


def test_no_page_has_a_style_or_a_script_of_its_own(sign_in_as):
    browser = sign_in_as("correctrice-bts")

    for path in ("/", "/texts", "/conversations", "/widget", "/sign-in"):
        page = browser.get(path).text
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page
        assert " onclick=" not in page


def test_a_huge_body_is_refused_before_it_is_read(sign_in_as):
    response = sign_in_as("agent-a").post("/sign-out", content=b"x" * 2_000_000)

    assert response.status_code == 413
