"""Incidents: declared once, told to whoever meets them, ended with one word to each."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from ticketing import permissions
from ticketing.errors import IncidentEnded, IncidentNotFound, IncidentToCome, MessageTooLong, RightMissing
from ticketing.incident_models import MESSAGE_LENGTH, Incident, IncidentSubscriber
from ticketing.models import OutgoingMessage, Ticket
from ticketing.permissions import Caller
from ticketing.states import OPEN
from ticketing.timeline import News
from ticketing.vocabulary import Kind, Trouble

# Applications as a sentence is read, and as they are written.
APPLICATIONS = {"santorin": "SANTORIN", "imagin": "IMAG’IN", "lotanet": "LOTANET", "cyclades": "CYCLADES"}
# What concerns one person or one place: no incident of an application explains it unless it says so.
OF_ONES_OWN = frozenset({Trouble.REFUSED_CREDENTIALS, Trouble.NETWORK_DOWN})

_END = "incident-end"
_ON, _LATEST = col(Incident.ended_at).is_(None), col(Incident.since).desc()
_TOLD = select(Incident.application, Incident.since, Incident.message, Incident.academy)
_TOLD_NOW = _TOLD.where(_ON).order_by(_LATEST)  # asked by every page


@dataclass(frozen=True, slots=True)
class Declaration:
    application: str
    since: datetime
    message: str = ""
    trouble: Trouble | None = None
    academy: str | None = None

    @property
    def name(self) -> str:
        return APPLICATIONS.get(self.application, self.application)


def declare(session: Session, said: Declaration, *, caller: Caller, key: str, now: datetime) -> Incident:
    """Declare an incident, or give back the one this key declared; earlier reporters are subscribed."""
    _refuse_others(caller)
    known = session.exec(select(Incident).where(col(Incident.key) == key)).one_or_none()
    if known:
        return known
    if said.since > now:
        raise IncidentToCome(said.since)
    incident = Incident(
        key=key,
        application=said.application,
        trouble=said.trouble,
        academy=said.academy,
        since=said.since,
        message=_checked(said.message),
        declared_by=caller.id,
        declared_at=now,
    )
    session.add(incident)
    session.flush()
    for ticket in _reported_before(session, incident):
        _subscribe(session, incident, ticket.reporter_id, ticket.conversation_id, ticket.channel, now)
    return incident


def end(session: Session, incident_id: UUID, message: str, *, caller: Caller, now: datetime) -> Incident:
    """Say that it is over: each subscriber gets one letter, and reads it where she was told."""
    _refuse_others(caller)
    incident = get(session, incident_id)
    if incident.ended_at is not None:
        raise IncidentEnded(incident_id)
    incident.ended_at, incident.ended_by, incident.end_message = now, caller.id, _checked(message)
    session.add(incident)
    session.flush()
    session.add_all(_letter(incident, each, now) for each in _subscribers(session, incident_id))
    session.flush()
    return incident


def subscribe(
    session: Session,
    incident_id: UUID,
    *,
    caller: Caller,
    conversation_id: str | None,
    now: datetime,
    channel: str = "web",
) -> None:
    """Tell this person when it ends; asked twice, she is told once."""
    incident = get(session, incident_id)
    if incident.ended_at is None:
        _subscribe(session, incident, caller.id, conversation_id, channel, now)


def get(session: Session, incident_id: UUID) -> Incident:
    incident = session.get(Incident, incident_id)
    if incident is None:
        raise IncidentNotFound(incident_id)
    return incident


def going_on(session: Session) -> list[Incident]:
    """Those not over yet, the latest first."""
    return list(session.exec(select(Incident).where(_ON).order_by(_LATEST)))


class Told(NamedTuple):
    """What every page says of one that is going on."""

    application: str
    since: datetime
    message: str
    academy: str | None


def told_around(session: Session, caller: Caller) -> list[Told]:
    """Those that may touch this person; who belongs to no académie hears of all."""
    found = (Told._make(one) for one in session.connection().execute(_TOLD_NOW).all())
    return [one for one in found if caller.academy in (None, one.academy) or not one.academy]


def lately(session: Session, limit: int = 30) -> list[Incident]:
    """Those that are over, the latest first."""
    query = select(Incident).where(col(Incident.ended_at).is_not(None))
    return list(session.exec(query.order_by(col(Incident.ended_at).desc()).limit(limit)))


def met_by(
    session: Session, caller: Caller, application: str | None, trouble: Trouble | None
) -> Incident | None:
    """The incident that explains what this person reports.

    Without an application, the only one that is going on around her; with several, none is guessed.
    """
    around = or_(col(Incident.academy).is_(None), col(Incident.academy) == caller.academy)
    query = select(Incident).where(col(Incident.ended_at).is_(None), around)
    if application:
        query = query.where(col(Incident.application) == application)
    found = [
        incident
        for incident in session.exec(query.order_by(col(Incident.since)))
        if trouble not in OF_ONES_OWN or incident.trouble == trouble
    ]
    return found[0] if found and (application or len(found) == 1) else None


def count_subscribers(session: Session, incident_id: UUID) -> int:
    return len(_subscribers(session, incident_id))


def news(
    session: Session, caller: Caller, *, since: datetime | None = None, conversation_id: str | None = None
) -> list[News]:
    """Ends of incidents that this person waited for, oldest first, as the desk's own replies are told."""
    query = (
        select(Incident)
        .join(IncidentSubscriber, col(IncidentSubscriber.incident_id) == col(Incident.id))
        .where(col(IncidentSubscriber.person_id) == caller.id, col(Incident.ended_at).is_not(None))
        .order_by(col(Incident.ended_at))
    )
    if since is not None:
        query = query.where(col(Incident.ended_at) > since)
    if conversation_id is not None:
        query = query.where(col(IncidentSubscriber.conversation_id) == conversation_id)
    return [_news(incident, caller.id) for incident in session.exec(query)]


def letter(session: Session, caller: Caller, key: str) -> News | None:
    """What the out-tray told this person under `key` of the end of an incident."""
    named, _, rest = key.partition(":")
    try:
        incident = session.get(Incident, UUID(rest.partition(":")[0])) if named == _END else None
    except ValueError:
        return None
    if incident is None or incident.ended_at is None or key != _end_key(incident, caller.id):
        return None
    return _news(incident, caller.id)


def _end_key(incident: Incident, person_id: str) -> str:
    return f"{_END}:{incident.id}:{person_id}"


def _news(incident: Incident, person_id: str) -> News:
    assert incident.ended_at is not None
    return News(
        reference="",  # no ticket: an incident is nobody's own
        subject=_title(incident),
        body=_last_word(incident),
        sent_at=incident.ended_at,
        key=_end_key(incident, person_id),
    )


def _title(incident: Incident) -> str:
    return f"Incident terminé, {APPLICATIONS.get(incident.application, incident.application)}"


def _last_word(incident: Incident) -> str:
    return incident.end_message or "L’incident est terminé. Vous pouvez reprendre."


def _letter(incident: Incident, subscriber: IncidentSubscriber, now: datetime) -> OutgoingMessage:
    return OutgoingMessage(
        dedupe_key=_end_key(incident, subscriber.person_id),
        channel=subscriber.channel,
        recipient=subscriber.person_id,
        subject=_title(incident),
        body=_last_word(incident),
        run_at=now,
    )


def _subscribe(
    session: Session,
    incident: Incident,
    person_id: str,
    conversation_id: str | None,
    channel: str,
    now: datetime,
) -> None:
    if session.get(IncidentSubscriber, (incident.id, person_id)) is None:
        session.add(
            IncidentSubscriber(
                incident_id=incident.id,
                person_id=person_id,
                conversation_id=conversation_id,
                channel=channel,
                at=now,
            )
        )
        session.flush()


def _subscribers(session: Session, incident_id: UUID) -> list[IncidentSubscriber]:
    query = select(IncidentSubscriber).where(col(IncidentSubscriber.incident_id) == incident_id)
    return list(session.exec(query.order_by(col(IncidentSubscriber.at))))


def _reported_before(session: Session, incident: Incident) -> list[Ticket]:
    query = select(Ticket).where(
        Ticket.kind == Kind.CONNECTIVITY,
        col(Ticket.state).in_(OPEN),
        col(Ticket.team).not_in(permissions.RESERVED),  # whose reporters would be counted for all to see
        col(Ticket.application) == APPLICATIONS.get(incident.application, incident.application),
        col(Ticket.opened_at) >= incident.since,
    )
    if incident.academy:
        query = query.where(col(Ticket.academy) == incident.academy)
    found = list(session.exec(query.order_by(col(Ticket.opened_at))))
    return [t for t in found if t.trouble not in OF_ONES_OWN or t.trouble == incident.trouble]


def _refuse_others(caller: Caller) -> None:
    if not permissions.may_declare_incidents(caller):
        raise RightMissing(caller.id, "declare an incident")


def _checked(message: str) -> str:
    message = message.strip()
    if len(message) > MESSAGE_LENGTH:
        raise MessageTooLong(len(message), MESSAGE_LENGTH)
    return message
