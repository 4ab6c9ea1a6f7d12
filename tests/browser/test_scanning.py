"""The scan operator in a browser: a page sent again, refused then taken, and a packet taken in."""

import re
import secrets

from playwright.sync_api import expect

from backend.demo.seed import copy_id
from backend.settings import DEMONSTRATION_SECRET
from tests.browser.looking import grave_faults, missing_icons, overflow

PHONE = {"width": 390, "height": 844}


def ask_again(page, backend, **changed):
    headers = {
        "Authorization": f"Bearer {DEMONSTRATION_SECRET}",
        "On-Behalf-Of": "correctrice-bts",
        "Idempotency-Key": secrets.token_hex(8),
    }
    wanted = {
        "copy_id": str(copy_id(17, 430)),
        "page_number": 2,
        "defect": "page_coupee",
        "zone": {"left": 0.1, "top": 0.2, "right": 0.9, "bottom": 0.6},
        "reference": "P-2027-000900",
        **changed,
    }
    answer = page.request.post(f"{backend}/v1/rescan-items", headers=headers, data=wanted)
    assert answer.ok, answer.text()
    return answer.json()["id"]


def file(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_a_page_is_refused_with_why_then_taken_and_the_two_stand_side_by_side(visit):
    operator = visit("numerisation")
    page = operator.page
    item = ask_again(page, operator.backend)
    operator.open("/orders", backend=True)
    asked = page.locator(f"#item-{item}")
    expect(asked).to_contain_text("Copie 0430, page 2 : ")
    asked.get_by_role("button", name="Accepter la demande").press("Enter")
    old = page.request.get(f"{operator.backend}/orders/items/{item}/pictures/old").body()
    good = page.request.get(f"{operator.backend}/orders/items/{item}/example").body()

    check = page.locator(f"#check-{item}")
    asked.get_by_label(re.compile("Déposer la page 2")).set_input_files(file("page.jpg", old))
    expect(check).to_contain_text("La page n’est pas prise.")
    expect(check).to_contain_text("Une partie de la feuille manque")
    asked.get_by_label(re.compile("Déposer la page 2")).set_input_files(file("page.jpg", good))
    expect(check).to_contain_text("La page est conforme.")

    expect(check.get_by_role("img")).to_have_count(2)
    assert grave_faults(page) == {}
    assert missing_icons(page) == []
    page.set_viewport_size(PHONE)
    assert overflow(page) <= 0


def test_a_packet_is_dropped_and_told_copy_by_copy(visit):
    operator = visit("numerisation")
    page = operator.open("/intake/27", backend=True)
    packet = page.request.get(f"{operator.backend}/intake/27/example").body()

    page.get_by_label(re.compile("Déposer les fichiers")).set_input_files(file("lot-27.pdf", packet))

    copies = page.get_by_role("region", name="Copies du lot 27")
    expect(page.get_by_text("4 sur 5")).to_be_visible(timeout=90_000)
    expect(copies.get_by_role("row", name=re.compile("0905"))).to_contain_text("Manquante")
    expect(page.get_by_text("1 page d’une copie qui n’est pas sur la liste.")).to_be_visible()
    assert grave_faults(page) == {}
    assert missing_icons(page) == []
    page.set_viewport_size(PHONE)
    assert overflow(page) <= 0
