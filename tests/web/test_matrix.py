"""Every route × every role × {own, other, none}: what is answered follows from its policy and from `may_see`.

Nothing is listed by hand but what a parameter of an address names: a new route is asked as soon as it is
there, with a form made from the types of its fields, and a parameter that nobody classified fails.
"""

import enum
import hashlib
import hmac
import re
import types
import typing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from uuid import UUID, uuid4

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from sqlmodel import Session

from app.accounts import DEMONSTRATION_ACCOUNTS, find_account
from app.sign_in import open_sign_in
from app.web.security import SIGNED_PATHS, Policy, SignedIn
from tests.web.desk_fixtures import NOW, report_of_page
from ticketing import permissions, tickets
from ticketing.permissions import Role
from ticketing.vocabulary import Defect, Kind

TICKET, CONVERSATION = "ticket", "conversation"
OF_THE_ROLE = "of the role"  # who may open the page may open any of them
OF_THE_PERSON = "of the person"  # asked here for one that is nobody's
FOR_ALL = "for all"
ENTITIES = {
    "reference": TICKET,
    "conversation_id": CONVERSATION,
    "turn_id": OF_THE_PERSON,
    "rescan_id": OF_THE_PERSON,
    "secret": OF_THE_PERSON,
    "circular": FOR_ALL,
    "incident_id": OF_THE_ROLE,
    "receipt_hash": OF_THE_ROLE,
    "circular_id": OF_THE_ROLE,
    "deposit_id": OF_THE_ROLE,
    "sha256": OF_THE_ROLE,
    "written_id": OF_THE_ROLE,
    "proposal_id": OF_THE_ROLE,
    "key": OF_THE_ROLE,  # of a calendar of service levels
    "kind": OF_THE_ROLE,  # of a version of service levels
    "macro_id": OF_THE_PERSON,
    "view_id": OF_THE_PERSON,
    "dimension": OF_THE_ROLE,
    "batch_id": OF_THE_PERSON,
    "message_id": OF_THE_PERSON,  # of a file, within a ticket
    "name": OF_THE_PERSON,  # of a letter of the mail folder
}
# Where one's own tickets alone are shown; elsewhere, those that `may_see` says.
OWN_ONLY = ("/my-reports/",)
BY_MAY_SEE = ("/desk/", "/tickets/")
# Routes that ask for more than seeing the ticket.
MORE = {"/desk/{reference}/reads": permissions.may_see_reads}
ENDLESS = {"/api/stream", "/desk/stream"}  # answers as long as one listens: asked of those it refuses alone
ENDS_THE_REST = ("/my-data/erasure", "/sign-out")  # asked last
REFUSED = {"SignInRequired", "NotForThisRole"}


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    route: object

    @property
    def policy(self):
        return next(call for call in calls(self.route.dependant) if isinstance(call, Policy))

    @property
    def parameters(self):
        types_of = {each.name: each.field_info.annotation for each in self.route.dependant.path_params}
        return {name: types_of.get(name, str) for name in re.findall(r"\{(\w+)", self.path)}

    @property
    def entity(self):
        """What the address names; a parameter of no list is a route that nobody classified."""
        first = next(iter(self.parameters), None)
        return ENTITIES[first] if first else FOR_ALL

    def address(self, **named):
        values = {name: sample(kind) for name, kind in self.parameters.items()} | named
        path = self.path.replace(":path}", "}")
        return path.format(**values)

    def lets_in(self, account):
        if not isinstance(self.policy, SignedIn):
            return True
        return account is not None and (not self.policy.roles or account.role in self.policy.roles)


def calls(dependant):
    yield dependant.call
    for inner in dependant.dependencies:
        yield from calls(inner)


def sample(kind, name=""):
    """A value that a field of this type accepts."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType, typing.Annotated):
        return sample(typing.get_args(kind)[0], name)
    if origin is typing.Literal:
        return typing.get_args(kind)[0]
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return next(iter(kind)).value
    if name == "key":
        return uuid4().hex
    return {int: 0, bool: True, UUID: str(uuid4()), float: 0.0}.get(kind, "xxxxxxxx")


def is_typed(field):
    return field.is_required() or field.default == ""


def body_of(route):
    """Each field that must be filled in, or is typed, by its type."""
    fields = {}
    for parameter in route.dependant.body_params:
        model = parameter.field_info.annotation
        if hasattr(model, "model_fields"):
            typed = [(name, one) for name, one in model.model_fields.items() if is_typed(one)]
            fields |= {name: sample(one.annotation, name) for name, one in typed}
    return fields


ROLES = {account.role: account for account in reversed(DEMONSTRATION_ACCOUNTS)}
EVERYBODY = [None, *ROLES.values()]


class House:
    """One application for the whole matrix: everybody signed in, tickets of each team."""

    def __init__(self, services, application):
        self.services, self.client = services, TestClient(
            application, follow_redirects=False, raise_server_exceptions=False,
            headers={"Accept": "application/json"},
        )  # fmt: skip
        self.secrets, self.keys = {}, count()
        self.routes = [
            Asked(method, route.path, route)
            for route in iter_route_contexts(application.routes)
            if isinstance(route.original_route, APIRoute)
            for method in sorted(route.methods - {"HEAD"})
        ]
        with Session(services.engine) as session, session.begin():
            for account in ROLES.values():
                self.secrets[account.id] = open_sign_in(
                    session, account, lasting=timedelta(hours=1), now=datetime.now(UTC)
                )
        self.others = [self.open("correctrice-maths", **fields) for fields in (
            {}, {"defect": Defect.NAME_VISIBLE}, {"defect": Defect.NAME_VISIBLE, "academy": "Lille"},
            *({"kind": kind, "defect": None} for kind in (Kind.EXPENSE, Kind.MARKING, Kind.SUBJECT_INCIDENT)),
        )]  # fmt: skip

    def open(self, account, **fields):
        with Session(self.services.engine, expire_on_commit=False) as session, session.begin():
            caller = find_account(account).caller()
            key = f"matrix-{next(self.keys)}"
            return tickets.open_ticket(session, report_of_page(**fields), caller=caller, key=key, now=NOW)

    @lru_cache  # noqa: B019  # the house lasts as long as the tests of this file
    def own(self, account):
        return self.open(account)

    @lru_cache  # noqa: B019
    def three(self, account):
        """One of her own, one she sees if there is any, one that she may not know of."""
        caller = account.caller()
        seen = [ticket for ticket in self.others if permissions.may_see(caller, ticket)]
        unseen = [ticket for ticket in self.others if ticket not in seen]
        return [self.own(account.id), *seen[-1:], *unseen[-1:]]

    @lru_cache  # noqa: B019
    def conversation(self, account):
        made = self.ask_url("POST", "/api/conversations", find_account(account), json={"key": "matrix-key"})
        return made.json()["id"]

    def ask(self, asked, account, **named):
        body = body_of(asked.route) if asked.method != "GET" else {}
        is_json = asked.path.startswith("/api/")
        sent = {"json" if is_json else "data": body} if asked.method != "GET" else {}
        return self.ask_url(asked.method, asked.address(**named), account, **sent)

    def ask_url(self, method, address, account, **sent):
        secret = self.secrets[account.id] if account else ""
        name = "permanence_session"
        key = self.services.settings.secret.get_secret_value().encode()
        token = hmac.new(key, f"csrf:{secret}".encode(), hashlib.sha256).hexdigest()
        headers = {"X-CSRF-Token": token} | ({"Cookie": f"{name}={secret}"} if account else {})
        self.client.cookies.clear()
        return self.client.request(method, address, headers=headers, **sent)


@pytest.fixture
def house(services, application_over):
    made = House(services, application_over(services))
    with made.client:
        yield made


def asked_of(asked):
    """Everybody; of the many whom a page lets in, three, and nobody where the answer has no end."""
    let_in = [account for account in EVERYBODY if asked.lets_in(account)]
    if asked.path in ENDLESS:
        let_in = []
    elif len(let_in) > 3:
        let_in = let_in[:1] + let_in[-2:]
    return [*let_in, *(account for account in EVERYBODY if not asked.lets_in(account))]


def outcome(response):
    """The name of the refusal, or the status."""
    if (
        response.headers.get("content-type", "").startswith("application/json")
        and response.status_code >= 400
    ):
        return response.json().get("error", response.status_code)
    return response.status_code


def ordered(routes):
    last = {path: place for place, path in enumerate(ENDS_THE_REST, start=1)}
    return sorted(routes, key=lambda asked: last.get(asked.path, 0))


def test_each_route_is_classified_and_answers_each_role_as_its_policy_says(house):
    assert [asked.path for asked in house.routes if asked.entity is None] == []
    wrong = []
    for asked in ordered(house.routes):
        for account in asked_of(asked):
            told = outcome(house.ask(asked, account))
            expected = not asked.lets_in(account)
            is_forged = told == "ForgedRequest" and asked.path not in SIGNED_PATHS
            if (told in REFUSED) is not expected or is_forged or told in (500, "Failure"):
                wrong.append((asked.method, asked.path, account and account.id, told))

    assert wrong[:5] == []
    assert len(house.routes) > 100


def test_each_ticket_answers_each_role_as_may_see_says(house):
    wrong, number = [], 0
    for asked in house.routes:
        if asked.entity is not TICKET:
            continue
        for account in ROLES.values():
            if not asked.lets_in(account):
                continue
            for ticket in house.three(account):
                number += 1
                told = outcome(house.ask(asked, account, reference=ticket.reference))
                if not fits(asked, account.caller(), ticket, told):
                    wrong.append((asked.method, asked.path, account.id, ticket.team.value, told))

    assert wrong[:5] == []
    assert number > 150


def fits(asked, caller, ticket, told):
    """TicketNotFound for those who may not know of it, and for them alone."""
    own = ticket.reporter_id == caller.id
    if asked.path.startswith(OWN_ONLY):
        return (told == "TicketNotFound") is not own
    assert asked.path.startswith(BY_MAY_SEE), f"{asked.path}: say who sees a ticket there"
    if not permissions.may_see(caller, ticket):
        return str(told).endswith("NotFound")  # the ticket, or what it was to be done with
    if asked.path in MORE and not own:
        return (told == "RightMissing") is not MORE[asked.path](caller, ticket)
    return told != "TicketNotFound" and (own or told != "RightMissing")


def test_a_conversation_is_its_own_persons_alone(house):
    wrong = []
    for asked in house.routes:
        if asked.entity is not CONVERSATION:
            continue
        for account in (ROLES[Role.AGENT], ROLES[Role.SUPERVISOR], ROLES[Role.CURATOR], ROLES[Role.DELEGATE]):
            for owner in (account, ROLES[Role.CORRECTOR]):
                told = outcome(house.ask(asked, account, conversation_id=house.conversation(owner.id)))
                if (told == "ConversationNotFound") is (owner is account):
                    wrong.append((asked.method, asked.path, account.id, owner.id, told))

    assert wrong[:5] == []
