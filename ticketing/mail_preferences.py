"""What a person wants to be told by e-mail; the conversation tells everything in any case."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from ticketing.letter_models import MailPreference
from ticketing.vocabulary import NewsKind


@dataclass(frozen=True, slots=True)
class Wanted:
    by_mail: bool = True
    replies: bool = True
    centre: bool = True
    end: bool = True

    def wants(self, news: NewsKind | None) -> bool:
        """A letter of no known kind is told unless everything is stopped."""
        chosen = {NewsKind.REPLY: self.replies, NewsKind.CENTRE: self.centre, NewsKind.END: self.end}
        return self.by_mail and (news is None or chosen[news])


def of(session: Session, person_id: str) -> Wanted:
    row = session.get(MailPreference, person_id)
    return Wanted(row.by_mail, row.replies, row.centre, row.end) if row else Wanted()


def keep(session: Session, person_id: str, wanted: Wanted, *, now: datetime) -> None:
    row = session.get(MailPreference, person_id)
    values = {
        "by_mail": wanted.by_mail,
        "replies": wanted.replies,
        "centre": wanted.centre,
        "end": wanted.end,
    }
    if row is None:
        session.add(MailPreference(person_id=person_id, changed_at=now, **values))
    else:
        row.sqlmodel_update(values | {"changed_at": now})
        session.add(row)
    session.flush()


def stop(session: Session, person_id: str, *, now: datetime) -> None:
    """Nothing more by e-mail; which news were chosen is kept, for who takes it back."""
    keep(session, person_id, replace(of(session, person_id), by_mail=False), now=now)


def resume(session: Session, person_id: str, *, now: datetime) -> None:
    keep(session, person_id, replace(of(session, person_id), by_mail=True), now=now)
