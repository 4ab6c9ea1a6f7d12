"""What a scenario supposes before its first word: lots, progress, claims, tickets."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session, col, select

from app.assembly import Services
from app.scenario_records import Progress, StagedRecords
from assistant.french import PARIS
from assistant.personal import PersonalRecords, RecordNotFound
from backend import database
from backend.demo import staging
from backend.demo.staging import Frame, StagedClaim
from connectors.core_backend import CoreBackend
from ticketing import incidents, tickets
from ticketing.drafts import LinkDraft, TicketDraft
from ticketing.incidents import Declaration
from ticketing.models import Event, Ticket
from ticketing.permissions import Caller, Role
from ticketing.tickets import Words
from ticketing.vocabulary import Defect, EventType, Kind, LinkKind, TicketState, Trouble

PERSON = "personne-du-scenario"
SUPERVISOR = Caller("superviseure", frozenset({Role.SUPERVISOR}))
BEGUN = timedelta(hours=2)
AGENT = Caller("agent-a", frozenset({Role.AGENT}))
ROLES = {
    "correcteur": Role.CORRECTOR,
    "interrogateur": Role.CORRECTOR,
    "chef_de_centre": Role.CENTRE_HEAD,
    "charge_de_numerisation": Role.SCAN_OPERATOR,
    "gestionnaire": Role.EXAM_OFFICE,
    "syndicat": Role.DELEGATE,
}
KINDS = {"connexion": Kind.CONNECTIVITY, "humain": Kind.HUMAN} | {kind.value: kind for kind in Kind}
# States as a fixture says them, and what the desk did to take the ticket there.
WAITING = {
    "en_attente": TicketState.WAITING_CENTRE,
    "attente_centre": TicketState.WAITING_CENTRE,
    "attente_demandeur": TicketState.WAITING_REQUESTER,
}
SETTLED = frozenset({"resolu", "resolue", "traite", "traitee", "clos", "close", "ferme", "fermee"})
UNTOUCHED = frozenset({"ouvert", "ouverte", "nouveau", "nouvelle", "open", "new", "recu", "a_traiter"})
CLAIM_STATES = {
    "valide": "Validé", "non_valide": "Non validé", "en_cours": "Mission en cours", "paye": "Payé",
    "traite": "Traité par le gestionnaire", "annule": "Annulé", "a_valider": "À valider",
    "transmis": "Transmis à la liquidation", "en_attente": "À valider",
}  # fmt: skip
TOLD = "Votre demande est traitée."
LOOKED_AT = "Votre demande est prise en charge."


class UserIn(BaseModel):
    role: str = "correcteur"
    lots: list[str | int] = []
    academy: str | None = None
    session: str | None = None
    exam: str | None = None


class TurnIn(BaseModel):
    """What is said; what is expected of it is not read."""

    user: str


class FixturesIn(BaseModel):
    tickets: list[dict[str, Any]] = []
    incidents: list[dict[str, Any]] = []
    progress: dict[str, dict[str, Any]] = {}
    claims: list[dict[str, Any]] | dict[str, Any] = []


class Scenario(BaseModel):
    id: str
    user: UserIn = UserIn()
    fixtures: FixturesIn | None = None
    turns: list[TurnIn]

    @property
    def supposed(self) -> FixturesIn:
        return self.fixtures or FixturesIn()


@dataclass(frozen=True)
class Staged:
    """Who talks, and what the scenario says of the progress of her lots."""

    caller: Caller
    progress: Mapping[str, Progress]

    def over(self, backend: CoreBackend) -> "StagedRecords":
        return StagedRecords(backend, self.progress)


def stage(scenario: Scenario, path: Path, *, now: datetime) -> Staged:
    """Fill the backend's database before it is served, and say who talks."""
    user, supposed = scenario.user, scenario.supposed
    role = ROLES.get(user.role, Role.CORRECTOR)
    caller = Caller(
        PERSON, frozenset({role, Role.CORRECTOR}) if user.lots else frozenset({role}), user.academy
    )
    frame = Frame(user.academy or "", user.session or "", user.exam or "")
    engine = database.make_engine(f"sqlite:///{path}")
    with database.writing(engine) as session:
        lots = dict.fromkeys(str(lot).lstrip("0") for lot in user.lots)
        staging.stage(session, PERSON, list(lots), _claims(supposed.claims), frame=frame, now=now)
    engine.dispose()
    return Staged(caller, {lot.lstrip("0"): _progress(said) for lot, said in supposed.progress.items()})


def load(services: Services, scenario: Scenario, staged: Staged, *, now: datetime) -> None:
    """Put in the application's database what had happened before."""
    for said in scenario.supposed.incidents:
        with Session(services.engine) as session, session.begin():
            _declare(session, said, now)
    for said in scenario.supposed.tickets:
        draft = _ticket(services.records, staged.caller, said)
        with Session(services.engine, expire_on_commit=False) as session, session.begin():
            _open(session, draft, staged.caller, said, now)


def _declare(session: Session, said: Mapping[str, Any], now: datetime) -> None:
    """An incident of the last hours; one that is over is declared, then ended."""
    trouble, key = said.get("type") or said.get("probleme"), str(said.get("id") or said)[:100]
    since = said.get("since") or said.get("depuis")
    declared = incidents.declare(
        session,
        Declaration(
            application=str(said.get("application") or "santorin").lower(),
            since=_moment(str(since), now) if since else now - BEGUN,
            message=str(said.get("message") or ""),
            trouble=Trouble(trouble) if trouble in set(Trouble) else None,
        ),
        caller=SUPERVISOR,
        key=key,
        now=now,
    )
    if str(said.get("status") or "").lower() in SETTLED | {"termine", "terminee", "fini"}:
        incidents.end(session, declared.id, "", caller=SUPERVISOR, now=now)


def _moment(said: str, now: datetime) -> datetime:
    """A moment as ISO gives it, or an hour of today in Paris: "14:05", "14h05"."""
    hour = re.fullmatch(r"(\d{1,2}) ?[h:] ?(\d{2})?", said.strip())
    if hour:
        local = now.astimezone(PARIS)
        at = local.replace(hour=int(hour[1]), minute=int(hour[2] or 0), second=0, microsecond=0)
    else:
        try:
            at = datetime.fromisoformat(said)
        except ValueError:
            return now - BEGUN
        at = at if at.tzinfo else at.replace(tzinfo=PARIS)
    return min(at, now)


def _progress(said: Mapping[str, Any]) -> Progress:
    total, marked, left = (_number(said.get(name)) for name in ("total", "corrigees", "restantes"))
    if total is None:
        total = (marked or 0) + (left or 0)
    if marked is None:
        marked = total - (left or 0)
    return Progress(total, marked, _lot_state(str(said.get("etat") or said.get("status") or "")))


def _lot_state(said: str) -> str | None:
    states = (("verrouill", "locked"), ("termin", "finished"), ("cours", "marking"))
    return next((state for word, state in states if word in said.lower()), None)


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else None


def _claims(said: Sequence[dict[str, Any]] | Mapping[str, Any]) -> list[StagedClaim]:
    if isinstance(said, Mapping):
        rows = [
            {"mission": name} | (value if isinstance(value, dict) else {"status": value})
            for name, value in said.items()
        ]
    else:
        rows = list(said)
    return [StagedClaim(_mission(row), _claim_state(row), _cents(row)) for row in rows]


def _first(row: Mapping[str, Any], *names: str) -> str:
    return next((str(row[name]) for name in names if row.get(name) not in (None, "")), "")


def _mission(row: Mapping[str, Any]) -> str:
    return _first(row, "mission", "libelle", "label", "id") or "correction"


def _claim_state(row: Mapping[str, Any]) -> str:
    said = _first(row, "status", "etat", "state", "statut")
    return CLAIM_STATES.get(said, said.replace("_", " ").capitalize())


def _cents(row: Mapping[str, Any]) -> int | None:
    match = re.search(r"\d+(?:[.,]\d{1,2})?", _first(row, "montant", "amount"))
    return round(float(match.group().replace(",", ".")) * 100) if match else None


def _ticket(records: PersonalRecords, caller: Caller, said: Mapping[str, Any]) -> TicketDraft:
    kind = KINDS.get(str(said.get("type")), Kind.HUMAN)
    defect, trouble = said.get("defaut"), said.get("defaut") or said.get("probleme")
    return TicketDraft(
        kind=kind,
        text=str(said.get("texte") or said.get("text") or said.get("question") or ""),
        defect=Defect(defect) if kind is Kind.SCAN and defect in set(Defect) else None,
        trouble=Trouble(trouble) if kind is Kind.CONNECTIVITY and trouble in set(Trouble) else None,
        application=str(said["application"]).upper() if said.get("application") else None,
        links=tuple(_links(records, caller, said)),
    )


def _links(records: PersonalRecords, caller: Caller, said: Mapping[str, Any]) -> list[LinkDraft]:
    """Tied to the backend's records; what the corrector may not see there keeps its number only."""
    lot, copy, page = (str(said.get(name) or "") for name in ("lot", "copie", "page"))
    if not copy:
        return [LinkDraft(LinkKind.LOT, f"lot-{lot}", lot)] if lot else []
    try:
        found = records.copy(caller, lot, copy)
    except RecordNotFound:
        return [
            LinkDraft(LinkKind.COPY, f"copy-{lot}-{copy}", copy),
            LinkDraft(LinkKind.LOT, f"lot-{lot}", lot),
        ]
    links = [LinkDraft(LinkKind.COPY, found.id, copy), LinkDraft(LinkKind.LOT, found.lot.id, lot)]
    ids = {str(one.number): one.id for one in found.pages}
    if page:
        links.append(LinkDraft(LinkKind.PAGE, ids.get(page, f"{found.id}:{page}"), page, {"copy": found.id}))
    return links


def _open(
    session: Session, draft: TicketDraft, caller: Caller, said: Mapping[str, Any], now: datetime
) -> None:
    """Open it as the product does, under the reference that the scenario gives, then work it."""
    reference, key = str(said.get("id") or ""), str(said.get("id") or draft)
    ticket = tickets.open_ticket(session, draft, caller=caller, key=f"fixture-{key}"[:100], now=now)
    if reference:
        _rename(session, ticket, reference)
    status = str(said.get("status") or said.get("statut") or "ouvert").lower()
    if status in UNTOUCHED:
        return
    tickets.assign(session, ticket, AGENT.id, caller=AGENT, now=now)
    if status in SETTLED:
        tickets.reply(session, ticket, Words(TOLD), caller=AGENT, now=now, then=TicketState.RESOLVED)
    elif status in WAITING:
        tickets.reply(session, ticket, Words(LOOKED_AT), caller=AGENT, now=now, then=WAITING[status])


def _rename(session: Session, ticket: Ticket, reference: str) -> None:
    """Here alone: elsewhere a reference is given once and its event never changes."""
    first = select(Event).where(col(Event.ticket_id) == ticket.id, Event.type == EventType.OPENED)
    event = session.exec(first).one()
    event.payload = event.payload | {"reference": reference}
    ticket.reference = reference
    session.add_all([event, ticket])
    session.flush()
