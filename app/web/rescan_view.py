"""What the pages show of a rescan: the reader's line and buttons, the desk's state, evidence and versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.numbers import format_decimal
from sqlmodel import Session

from assistant import rescan_words
from ticketing import rescan_again, rescan_log, rescans
from ticketing.models import Ticket
from ticketing.rescan_letters import Followed
from ticketing.rescan_log import Rescans
from ticketing.rescan_models import Payload, Rescan
from ticketing.vocabulary import EventType, RescanState

NBSP = "\u00a0"
STATES: dict[RescanState, str] = {
    RescanState.WAITING: "à envoyer au système de correction",
    RescanState.NOT_SENT: "non prise par le système de correction",
    RescanState.REQUESTED: "demandée au centre",
    RescanState.ACCEPTED: "acceptée par le centre",
    RescanState.REFUSED: "refusée par le centre",
    RescanState.RESCANNED: "renumérisée",
    RescanState.CHECKED: "renumérisée et contrôlée",
    RescanState.DELIVERED: "rendue, à confirmer",
    RescanState.CONFIRMED: "rendue et confirmée",
    RescanState.EXPIRED: "expirée sans réponse du centre",
}
RECALLED = {
    RescanState.REQUESTED: "centre relancé, sans réponse à la demande",
    RescanState.ACCEPTED: "centre relancé, la page n’est pas revenue",
}
FIRST_ASKED = "renumérisation à demander au centre"
SEVERITIES = {"notice": "remarque", "defect": "défaut", "gross": "défaut grossier"}


@dataclass(frozen=True, slots=True)
class Line:
    """One page, as its reader sees it."""

    row: Rescan
    place: str
    awaited: str
    may_answer: bool
    is_own: bool  # of her own report

    @property
    def is_over(self) -> bool:
        return self.row.state is RescanState.CONFIRMED or self.row.state in rescans.FAILED


@dataclass(frozen=True, slots=True)
class Finding:
    """One measure of the evidence, as the desk reads it."""

    label: str
    unit: str
    value: str
    threshold: str
    severity: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, as the desk sees it: where it stands, why, and what was measured of it."""

    row: Rescan
    place: str
    state: str
    until: str
    reason: str
    is_asked_again: bool
    zone: dict[str, str] | None  # in hundredths of the page: left, top, width, height
    findings: tuple[Finding, ...]
    is_measured: bool
    may_ask_again: bool  # the centre has not given this page, and nobody has asked it again

    @property
    def has_new_page(self) -> bool:
        row = self.row
        return row.page_id is not None and row.old_version is not None and row.new_version is not None


def lines(followed: Sequence[Followed], now: datetime) -> list[Line]:
    return [
        Line(
            one.row,
            rescan_words.place(one.row),
            rescan_words.awaited(one.row, may_answer=one.may_answer, now=now),
            one.may_answer,
            one.reference is not None,
        )
        for one in followed
    ]


def of_ticket(session: Session, ticket: Ticket, now: datetime) -> list[Sheet]:
    kept = rescan_log.load(session, ticket)
    return sheets(kept, rescans.evidence_of(session, ticket), now) if kept.rows else []


def sheets(kept: Rescans, evidence: Sequence[Payload], now: datetime) -> list[Sheet]:
    current = kept.current()
    latest = {said["number"]: said for said in evidence}
    return [
        Sheet(
            row=row,
            place=rescan_words.place(row),
            state=STATES[row.state],
            until=rescan_words.up_to(row.until, now) if row.until else "",
            reason=row.reason_label or "",
            is_asked_again=row not in current,
            zone=_in_hundredths(row.zone),
            findings=tuple(_finding(one) for one in latest.get(row.number, {}).get("findings", ())),
            is_measured=row.number in latest,
            may_ask_again=rescan_again.may_be_asked_again(kept, row),
        )
        for row in kept.rows.values()
    ]


def what(kind: EventType, about: Payload) -> str:
    """A line of the ticket's history; a few words, what they rest on stands beside."""
    page = f"Page{NBSP}{about['page']}" if about.get("page") else "Page"
    match kind:
        case EventType.RESCAN_ASKED:
            note = f", avec ce mot{NBSP}: «{NBSP}{about['note']}{NBSP}»" if about.get("note") else ""
            again = "renumérisation redemandée au centre" if about.get("again_of") else FIRST_ASKED
            return f"{page}{NBSP}: {again}{note}"
        case EventType.RESCAN_MOVED:
            why = f", {about['reason_label']}" if about.get("reason_label") else ""
            return f"{page}{NBSP}: {STATES[RescanState(about['state'])]}{why}"
        case EventType.RESCAN_ANSWERED:
            said = {True: "c’est réparé", False: "toujours illisible", None: "réponse non prise, redemandée"}
            return f"Page rendue{NBSP}: {said[about.get('readable')]}"
        case EventType.RESCAN_LATE:
            return f"{page}{NBSP}: {RECALLED.get(RescanState(about['state']), 'centre relancé')}"
        case EventType.RESCAN_SHARED:
            return (
                "Une autre personne suit cette page"
                if about.get("may_answer")
                else "Le lot a changé de mains"
            )
        case _:
            return "Contrôle de la page joint à la demande"


def _finding(found: dict[str, Any]) -> Finding:
    severity = str(found.get("severity") or "")
    return Finding(
        label=str(found.get("label") or found.get("check") or ""),
        unit=str(found.get("unit") or ""),
        value=_measure(found.get("value")),
        threshold=_measure(found.get("threshold")),
        severity=SEVERITIES.get(severity, severity),
        explanation=str(found.get("explanation") or ""),
    )


def _measure(value: Any) -> str:
    return str(format_decimal(round(value, 3), locale="fr_FR")) if isinstance(value, int | float) else ""


def _in_hundredths(zone: dict[str, float] | None) -> dict[str, str] | None:
    if zone is None:
        return None
    left, top, right, bottom = (zone[name] * 100 for name in ("left", "top", "right", "bottom"))
    measures = {"left": left, "top": top, "width": right - left, "height": bottom - top}
    return {name: f"{value:.2f}" for name, value in measures.items()}
