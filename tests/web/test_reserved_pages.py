"""What the alert cell holds changes no page of anybody else: not a count, not a list, not a number."""

import re
from datetime import timedelta

from fastapi.routing import APIRoute, iter_route_contexts

from tests.web.desk_fixtures import NOW
from tests.web.test_reserved import OTHERS, at, reserve  # noqa: F401  a fixture

LEFT_OUT = (
    "/my-data",
    "/api/my-data",  # what is kept of her: each sign-in is another line
    "/sign-out",
    "/api/stream",
    "/desk/stream",
    "/handover",
    "/letters/stop",
    "/widget.js",
    "/signed-out",
)
MORE = (
    "/desk?view=all", "/desk?view=all&q=sujet", "/desk?view=all&q=lot+17", "/desk?view=open&centre=CAL13",
    "/desk/P-2026-000001", "/desk/P-2026-000001/reads", "/my-reports/P-2026-000001",
    "/desk/figures?period=2026-10",
    *(f"/desk/figures/{one}.csv?period=2026-10" for one in ("team", "kind", "centre", "session")),
    *(f"/desk/letters?which={which}" for which in ("dead", "late", "waiting", "abandoned")),
)  # fmt: skip
# Made anew for each page: tokens, keys of forms, the time.
FRESH = re.compile(
    r'name="csrf" value="[^"]*"|content="[0-9a-f]{64}"|data-csrf="[^"]*"|nonce-?=?"?[\w+/=-]{16,}'
    r'|(?<=value=")(?:[a-z]-)?[\w-]{22,43}(?=")'
    r"|il y a [^<]*|\d+\s*(?:ms|s)\b|\d{1,2}\u00a0?h(?:\u00a0?\d\d)?"
)


def addresses(app):
    found = [
        route.path
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute) and "GET" in route.methods and "{" not in route.path
    ]
    return [*sorted(set(found) - set(LEFT_OUT)), *MORE]


def seen(sign_in_as):
    """Every page that takes no number, those of lists, figures and one ticket, by everybody else."""
    shown = {}
    for account in OTHERS:
        browser = sign_in_as(account)
        for address in addresses(browser.app):
            answer = browser.get(address)
            if answer.status_code == 200:
                shown[account, address] = FRESH.sub("·", answer.text)
    return shown


def test_no_page_of_anybody_else_is_another_once_the_alert_cell_has_a_ticket(
    sign_in_as,
    open_report,
    at,  # noqa: F811  the fixture
):
    reference = open_report(now=NOW - timedelta(days=45))
    for account in OTHERS:  # from now on, all who may have it open do: it is said on their pages
        sign_in_as(account).get(f"/desk/{reference}")
    before = seen(sign_in_as)

    reserve(at)

    after = seen(sign_in_as)
    assert len(before) > 100
    assert [key for key in before if before[key] != after[key]] == []
