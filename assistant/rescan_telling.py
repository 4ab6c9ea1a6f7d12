"""Letters about a page to be scanned again, each in the transaction of what it tells."""

from datetime import datetime

from sqlmodel import Session

from assistant import rescan_words
from ticketing import rescan_letters
from ticketing.rescan_log import Rescans
from ticketing.rescan_models import Rescan
from ticketing.rescans import Change
from ticketing.vocabulary import RescanState


def tell_move(session: Session, change: Change, *, now: datetime) -> None:
    """Tell each reader where the page stands, if it is a step that they wait for."""
    row = change.row
    if row not in change.kept.current() or row.readable is not None:
        return
    is_delivered = row.state is RescanState.DELIVERED
    what = rescan_letters.delivery(row) if is_delivered else f"{row.number}-{row.state}"
    for person_id, reader in sorted(change.kept.readers.items()):
        body = rescan_words.news(row, may_answer=reader.may_answer)
        if body:
            rescan_letters.tell(session, change.kept, person_id, what=what, body=body, now=now)


def tell_wait(session: Session, kept: Rescans, row: Rescan, *, now: datetime) -> None:
    """Once: the request could not leave yet, and leaves by itself."""
    body = rescan_words.waits(row)
    what = f"{row.number}-waits"
    rescan_letters.tell(session, kept, kept.ticket.reporter_id, what=what, body=body, now=now)


def tell_again(session: Session, change: Change, *, now: datetime) -> None:
    """The desk asks the centre once more: whoever heard that it failed hears that it goes on."""
    body, what = rescan_words.asked_again(change.row), f"{change.row.number}-again"
    for person_id in sorted(change.kept.readers):
        rescan_letters.tell(session, change.kept, person_id, what=what, body=body, now=now)


def tell_handover(
    session: Session, kept: Rescans, *, holder: str | None, former: str | None, now: datetime
) -> None:
    """The lot is somebody else's: the former corrector waits for nothing, the new one knows what is asked."""
    for row in kept.current():
        if former in kept.readers:
            body, what = rescan_words.handed_over(row), f"{row.number}-left-{holder}"
            rescan_letters.tell(session, kept, former, what=what, body=body, now=now)
        if holder:
            body, what = rescan_words.received(row), f"{row.number}-taken-{former}"
            if row.state is RescanState.DELIVERED:
                body, what = rescan_words.news(row, may_answer=True) or body, rescan_letters.delivery(row)
            rescan_letters.tell(session, kept, holder, what=what, body=body, now=now)


def tell_refused_answer(
    session: Session, change: Change, person_id: str, sentence: str | None, *, now: datetime
) -> None:
    body = rescan_words.answer_refused(change.row, sentence)
    what = f"{change.row.number}-answer-{change.ticket.version}"
    rescan_letters.tell(session, change.kept, person_id, what=what, body=body, now=now)
