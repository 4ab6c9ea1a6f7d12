"""Every page that a person may open, by who opens it; and why the other addresses are not in the list."""

from typing import NamedTuple

from backend.demo.practical import exam_id, sheet_id


class Opened(NamedTuple):
    """`path` as it is opened; `route` as the application declares it, when the two differ."""

    account: str | None
    path: str
    is_backend: bool = False
    route: str | None = None

    @property
    def declared(self) -> str:
        return self.route or self.path.split("?")[0]


BTS, AGENT, SUPERVISOR, CURATOR = "correctrice-bts", "agent-a", "superviseure", "documentaliste"
PAGES = [
    Opened(None, "/sign-in"),
    Opened(None, "/signed-out"),
    Opened(None, "/accessibility"),
    Opened(None, "/privacy"),
    Opened(None, "/field-reports/follow"),
    Opened(BTS, "/"),
    Opened(BTS, "/conversations"),
    Opened(BTS, "/texts"),
    Opened(BTS, "/my-reports"),
    Opened(BTS, "/my-reports/preferences"),
    Opened(BTS, "/my-data"),
    Opened(BTS, "/my-data/erasure"),
    Opened(BTS, "/calendar?day=2027-06-08"),
    Opened(AGENT, "/desk"),
    Opened(AGENT, "/desk/filters"),
    Opened(AGENT, "/macros"),
    Opened(AGENT, "/macros/new"),
    Opened(SUPERVISOR, "/incidents"),
    Opened(SUPERVISOR, "/desk/figures"),
    Opened(SUPERVISOR, "/desk/rules"),
    Opened(SUPERVISOR, "/desk/rules/rule?key=name-visible"),
    Opened(SUPERVISOR, "/desk/rules/trial"),
    Opened(SUPERVISOR, "/desk/team"),
    Opened(SUPERVISOR, "/desk/service-levels"),
    Opened(
        SUPERVISOR, "/desk/service-levels/calendars/reunion", route="/desk/service-levels/calendars/{key}"
    ),
    Opened(SUPERVISOR, "/desk/letters"),
    Opened("cellule-alerte", "/desk/letters?which=late"),
    Opened(SUPERVISOR, "/mail-folder"),
    Opened("deleguee", "/field-reports"),
    Opened(CURATOR, "/curator"),
    Opened(CURATOR, "/curator/gaps"),
    Opened(CURATOR, "/curator/answers"),
    Opened(CURATOR, "/curator/answers/new"),
    Opened(CURATOR, "/curator/deposits"),
    Opened(CURATOR, "/curator/proposals"),
    Opened(CURATOR, "/curator/try"),
    Opened(CURATOR, "/curator/try?question=Quel+est+le+code+de+site+LOTANET+%3F"),
    Opened(BTS, "/lots", True),
    Opened(BTS, "/lots/17", True, "/lots/{number}"),
    Opened(BTS, "/lots/23?view=pages", True, "/lots/{number}"),
    Opened(BTS, "/lots/17/copies/0424?page=1", True, "/lots/{number}/copies/{copy}"),
    Opened(BTS, "/lots/9/lock", True, "/lots/{number}/lock"),
    Opened("numerisation", "/orders", True),
    Opened("chef-centre", "/orders", True),
    Opened("numerisation", "/orders/list", True),
    Opened("numerisation", "/intake", True),
    Opened("numerisation", "/intake/27", True, "/intake/{number}"),
    Opened("interrogatrice-stl", "/practical", True),
    Opened(
        "interrogatrice-stl",
        f"/practical/sheets/{sheet_id('VIO31', 2027, 3)}",
        True,
        "/practical/sheets/{sheet_id}",
    ),
    Opened("chef-centre", f"/practical/exams/{exam_id('CAL13', 2026)}", True, "/practical/exams/{exam_id}"),
]
# Once somebody has asked something: `{reference}` and `{conversation_id}` are those of that request.
OF_A_REQUEST = [
    (AGENT, "/desk/{reference}"),
    (SUPERVISOR, "/desk/{reference}/reads"),
    (BTS, "/my-reports/{reference}"),
    (BTS, "/conversations/{conversation_id}"),
    (BTS, "/conversations/{conversation_id}/erasure"),
]
# Reached by the first link of a list: the list, the beginning of the address, the route.
OF_A_LIST = [
    (SUPERVISOR, "/macros", "/macros/", "/macros/{macro_id}"),
    (BTS, "/texts", "/texts/", "/texts/{circular:path}"),
    (CURATOR, "/curator", "/curator/texts/", "/curator/texts/{circular_id}"),
]

FILE = "a file, no page"
PROGRAM = "for a program"
ELSEWHERE = {
    "/handover": "leads elsewhere at once",
    "/letters/stop": "without its signature a refusal; tests/web/letters looks at the page",
    "/widget": "within a host page, below in test_pages.py",
    "/desk/{reference}/suggestion": "a part of the page of the ticket, or that page",
    "/desk/{reference}/similar": "the same",
    "/curator/deposits/{deposit_id}": "needs a deposit: test_curator.py drops one and looks",
    "/curator/deposits/{deposit_id}/impact": "the same",
    "/curator/texts/{circular_id}/withdrawal": "the page of the impact, asked of a text",
    "/mail-folder/{name}": "needs a letter that has left; tests/web/letters reads it",
    "/mail-folder/{name}/html": FILE,
    "/calendar/{secret}.ics": FILE,
    "/desk/figures/{dimension}.csv": FILE,
    "/curator/originals/{sha256}": FILE,
    "/curator/originals/{sha256}/pages/{page}": FILE,
    "/tickets/{reference}/files/{message_id}/{number}": FILE,
    "/tickets/{reference}/pages/{page_id}/image": FILE,
    "/tickets/{reference}/rescans/{number}/{which}": FILE,
    "/widget.js": FILE,
    "/healthz": PROGRAM,
    "/readyz": PROGRAM,
    "/version": PROGRAM,
    "/desk/stream": PROGRAM,
}
ELSEWHERE_OF_THE_BACKEND = {
    "/": "leads elsewhere at once",
    "/handover": "leads elsewhere at once",
    "/signed-out": "leads elsewhere at once",
    "/healthz": PROGRAM,
    "/intake/{number}/example": FILE,
    "/orders/items/{item_id}/example": FILE,
    "/orders/items/{item_id}/pictures/{which}": FILE,
    "/pages/{page_id}/image": FILE,
    "/practical/exams/{exam_id}/attestation": FILE,
    "/practical/panels/{panel_id}/document": FILE,
    "/practical/sheets/{sheet_id}/document": FILE,
}
