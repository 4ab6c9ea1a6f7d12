"""Texts between the file and the publication: dropped, read by the worker, corrected, published."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from knowledge import circulars, history, shelf
from knowledge.documents import Reading
from knowledge.errors import CircularMoved, DecisionMissing, DepositMoved, DepositNotFound
from knowledge.findings import Findings, study
from knowledge.findings_json import dump_findings, dump_reading, load_findings, load_reading
from knowledge.metadata import CERTAIN
from knowledge.models import Circular, Deposit, DepositState

DESK = "bureau"  # source of what is dropped: the command `index`, whose sources are folders, leaves it alone
STALE = timedelta(minutes=20)  # a reading that lasts longer died with its worker
KEPT, DROPPED = "kept", "dropped"
OPEN = (DepositState.WAITING, DepositState.READING, DepositState.READ, DepositState.REFUSED)


@dataclass(frozen=True, slots=True)
class Draft:
    """A deposit that was read: its text, what was found, what was decided."""

    id: UUID
    name: str
    version: int
    reading: Reading
    findings: Findings
    decisions: dict[str, str]
    replaces_id: UUID | None
    state: DepositState
    changed_by: str | None
    changed_at: datetime
    original: str | None = None

    def doubts(self) -> list[str]:
        """Keys of findings that only a person can settle."""
        relations = [f"r{n}" for n, one in enumerate(self.findings.relations) if one.confidence < CERTAIN]
        return relations + [f"d{n}" for n, one in enumerate(self.findings.deadlines) if one.odd_weekday]

    def undecided(self) -> list[str]:
        return [key for key in self.doubts() if key not in self.decisions]

    def settled(self) -> Findings:
        """The findings as decided: without those dropped, and without a doubt on those kept."""
        found, is_kept = self.findings, self._is_kept
        return replace(
            found,
            relations=tuple(
                replace(one, confidence=1.0) if f"r{n}" in self.decisions else one
                for n, one in enumerate(found.relations)
                if is_kept(f"r{n}")
            ),
            corrections=tuple(one for n, one in enumerate(found.corrections) if is_kept(f"c{n}")),
            replaced=tuple(one for n, one in enumerate(found.replaced) if is_kept(f"s{n}")),
            deadlines=tuple(
                replace(one, odd_weekday=one.odd_weekday and f"d{n}" not in self.decisions)
                for n, one in enumerate(found.deadlines)
                if is_kept(f"d{n}")
            ),
            values=tuple(one for n, one in enumerate(found.values) if is_kept(f"v{n}")),
        )

    def _is_kept(self, key: str) -> bool:
        return self.decisions.get(key) != DROPPED


def drop(session: Session, name: str, original: str, *, by: str, now: datetime) -> UUID:
    """Take a file in; the worker reads it."""
    deposit = Deposit(
        source=DESK,
        name=name,
        state=DepositState.WAITING,
        original=original,
        replaces_id=history.published_of(session, DESK, name),
        by=by,
        at=now,
        changed_at=now,
    )
    session.add(deposit)
    session.flush()
    return deposit.id


def correct(session: Session, circular_id: UUID, *, by: str, now: datetime) -> UUID:
    """Open a published version for correction, or find the correction that is already open."""
    found = session.exec(
        select(Deposit.id).where(Deposit.replaces_id == circular_id, Deposit.state == DepositState.READ)
    ).first()
    if found:
        return found
    sheet = shelf.sheet(session, circular_id)
    if sheet.withdrawn_at is not None:
        raise CircularMoved(circular_id)
    deposit = Deposit(
        source=sheet.source,
        name=sheet.name,
        state=DepositState.READ,
        reading=dump_reading(sheet.reading),
        findings=dump_findings(sheet.findings),
        replaces_id=circular_id,
        by=by,
        at=now,
        changed_at=now,
    )
    session.add(deposit)
    session.flush()
    return deposit.id


def waiting(session: Session) -> list[Deposit]:
    """Those not yet published nor put away, the latest first."""
    columns = select(Deposit).where(col(Deposit.state).in_(OPEN)).order_by(col(Deposit.at).desc())
    return list(session.exec(columns))


def claim(session: Session, *, now: datetime) -> Deposit | None:
    """The next file to read, for this worker alone; one whose worker died is taken up again."""
    is_dead = (col(Deposit.state) == DepositState.READING) & (col(Deposit.changed_at) < now - STALE)
    due = select(Deposit).where((col(Deposit.state) == DepositState.WAITING) | is_dead)
    found = session.exec(due.order_by(col(Deposit.at)).limit(1)).first()
    if found is None:
        return None
    _move(session, found.id, found.version, state=DepositState.READING, changed_at=now)
    session.refresh(found)
    return found


def has_read(session: Session, deposit: Deposit, reading: Reading, *, now: datetime) -> None:
    """Keep what the worker read, and what the text seems to say."""
    found = dump_findings(study(reading))
    values = {"state": DepositState.READ, "reading": dump_reading(reading), "findings": found}
    _move(session, deposit.id, deposit.version, **values, changed_at=now)


def has_refused(session: Session, deposit: Deposit, reason: str, *, now: datetime) -> None:
    state = DepositState.REFUSED
    _move(session, deposit.id, deposit.version, state=state, reason=reason[:500], changed_at=now)


def draft(session: Session, deposit_id: UUID) -> Draft:
    """A deposit that was read; DepositNotFound for any other."""
    row = session.get(Deposit, deposit_id)
    if row is None or row.reading is None or row.findings is None:
        raise DepositNotFound(deposit_id)
    reading = replace(load_reading(row.reading), name=row.name)
    place = (row.id, row.name, row.version, reading, load_findings(row.findings), dict(row.decisions))
    return Draft(
        *place, row.replaces_id, DepositState(row.state), row.changed_by, row.changed_at, row.original
    )


def save(session: Session, wanted: Draft, *, by: str, now: datetime) -> None:
    """Keep a corrected draft; DepositMoved when somebody changed it since it was shown."""
    if _state(session, wanted.id) is not DepositState.READ:
        raise DepositMoved(wanted.id)
    values = {"findings": dump_findings(wanted.findings), "decisions": wanted.decisions}
    _move(session, wanted.id, wanted.version, **values, changed_by=by, changed_at=now)


def publish(session: Session, deposit_id: UUID, version: int, *, by: str, now: datetime) -> UUID:
    """Publish a draft as a new version of its text; the former one is withdrawn at the same instant.

    DecisionMissing while a doubt is not settled; CircularMoved when the text was published or withdrawn
    by another hand since.
    """
    wanted = draft(session, deposit_id)
    row = session.get_one(Deposit, deposit_id)
    if wanted.undecided():
        raise DecisionMissing(wanted.undecided())
    if history.published_of(session, row.source, row.name) != row.replaces_id:
        raise CircularMoved(row.name)
    if wanted.state is not DepositState.READ:
        raise DepositMoved(deposit_id)
    made: Circular = circulars.publish(
        session, wanted.reading, source=row.source, now=now, found=wanted.settled()
    )
    values = {"state": DepositState.PUBLISHED, "circular_id": made.id, "changed_by": by, "changed_at": now}
    _move(session, deposit_id, version, **values)
    kind = history.CORRECTED if row.replaces_id else history.PUBLISHED
    history.note(session, made.id, kind, by=by, at=now, former=row.replaces_id)
    return made.id


def discard(session: Session, deposit_id: UUID, version: int, *, by: str, now: datetime) -> None:
    """Put a deposit away; its file and what was read stay."""
    if _state(session, deposit_id) not in (DepositState.READ, DepositState.REFUSED):
        raise DepositMoved(deposit_id)
    _move(session, deposit_id, version, state=DepositState.DISCARDED, changed_by=by, changed_at=now)


def reopen(session: Session, deposit_id: UUID, *, by: str, now: datetime) -> None:
    """Take a deposit that was put away back into the list."""
    row = session.get(Deposit, deposit_id)
    if row is None or row.state != DepositState.DISCARDED:
        raise DepositMoved(deposit_id)
    state = DepositState.READ if row.reading else DepositState.REFUSED
    _move(session, deposit_id, row.version, state=state, changed_by=by, changed_at=now)


def want_impact(session: Session, deposit_id: UUID) -> None:
    """Ask the worker for the effect of a draft as it stands."""
    row = session.get(Deposit, deposit_id)
    if row is None or row.state != DepositState.READ:
        raise DepositMoved(deposit_id)
    row.impact_wanted = row.version
    session.add(row)
    session.flush()


def claim_impact(session: Session, *, now: datetime) -> UUID | None:
    """The next draft whose effect is wanted; asked for once."""
    wanted = col(Deposit.impact_wanted).is_not(None), Deposit.state == DepositState.READ
    found = session.exec(select(Deposit).where(*wanted).order_by(col(Deposit.changed_at)).limit(1)).first()
    if found is None:
        return None
    found.impact_wanted = None
    found.impact = {"pending_since": now.isoformat()}
    session.add(found)
    session.flush()
    return found.id


def keep_impact(session: Session, worked_out: Draft, effect: dict[str, Any]) -> None:
    """Keep an effect with the version of the draft that it was worked out from."""
    row = session.get_one(Deposit, worked_out.id)
    row.impact = effect | {"version": worked_out.version}
    session.add(row)
    session.flush()


def impact_of(session: Session, deposit_id: UUID) -> tuple[dict[str, Any] | None, bool]:
    """The last effect worked out, and whether one is awaited."""
    row = session.get(Deposit, deposit_id)
    if row is None:
        raise DepositNotFound(deposit_id)
    is_awaited = row.impact_wanted is not None or bool(row.impact and "pending_since" in row.impact)
    return (None if is_awaited else row.impact), is_awaited


def _state(session: Session, deposit_id: UUID) -> DepositState:
    found = session.exec(select(Deposit.state).where(Deposit.id == deposit_id)).first()
    if found is None:
        raise DepositNotFound(deposit_id)
    return DepositState(found)


def _move(session: Session, deposit_id: UUID, version: int, **values: object) -> None:
    """One statement: of two changes made on the same version, one alone is kept."""
    done = session.connection().execute(
        update(Deposit)
        .where(col(Deposit.id) == deposit_id, col(Deposit.version) == version)
        .values(version=version + 1, **values)
    )
    if done.rowcount == 0:
        raise DepositMoved(deposit_id)
    session.expire_all()
