"""The eyes of the browser tests see what they are there to see."""

import pytest

from tests.browser.looking import Visitor, grave_faults, missing_icons, overflow


@pytest.fixture
def stranger(chromium):
    """A visitor on a page of nobody's; every request of it is stopped before it leaves."""
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    context.route("**/*", lambda route: route.abort())
    yield Visitor(context.new_page(), "http://127.0.0.1:1", "http://127.0.0.1:2")
    context.close()


def test_a_picture_without_words_is_a_grave_fault(stranger):
    stranger.page.set_content("<html lang=fr><title>Page</title><main><h1>Page</h1><img src='data:,'></main>")

    assert any("image-alt" in fault for fault in grave_faults(stranger.page))


def test_a_table_wider_than_the_phone_is_an_overflow(stranger):
    stranger.page.set_content("<div style='width: 500px'>large</div>")

    assert overflow(stranger.page) > 0


def test_an_icon_that_is_not_in_the_page_is_missing(stranger):
    stranger.page.set_content("<svg><use href='#i-nowhere'/></svg>")

    assert missing_icons(stranger.page) == ["#i-nowhere"]


def test_a_request_to_another_origin_and_a_failed_script_are_told(stranger):
    stranger.page.set_content("<img src='http://192.0.2.1/pixel.png'><script>nothing()</script>")
    stranger.page.wait_for_timeout(200)

    assert stranger.strangers == {"http://192.0.2.1/pixel.png"}
    assert any("nothing" in complaint for complaint in stranger.complaints)
    with pytest.raises(AssertionError):
        stranger.refuse_surprises()
