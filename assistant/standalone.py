"""One message out of any conversation, for measures: the caller owns what is named, nothing is created."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any, NoReturn
from uuid import UUID

from assistant import due
from assistant.agenda import Diary
from assistant.answers import Act, Answer
from assistant.conversation import Message, Snapshot
from assistant.dialogue import Answers, Assistant
from assistant.french import PARIS
from assistant.intents import Intent
from assistant.known_reports import Known
from assistant.my_data import SANTORIN, unavailable
from assistant.my_tickets import TicketView
from assistant.personal import CopyRecord, LotRecord, PageRecord, RecordNotFound, RecordsUnavailable
from assistant.understanding import Exchange, Understanding
from knowledge.asked import asked_about
from knowledge.calendar import Calendar
from knowledge.scope import Scope
from knowledge.stored_calendar import NO_DEADLINES
from ticketing.permissions import Caller

NOBODY = Caller("standalone", frozenset())
COPIES, PAGES = 1500, 12


@dataclass(frozen=True)
class SingleTurn:
    """Answers each message as the first of a conversation whose earlier exchanges are given.

    `today` stands for the day of a frame that does not say its own: "cette semaine" needs one.
    """

    understanding: Understanding
    answers: Answers
    calendar: Calendar = NO_DEADLINES
    today: date = date(2026, 1, 1)

    def __call__(self, text: str, scope: Scope, context: Sequence[Exchange], row: dict[str, Any]) -> Answer:
        if not text.strip():
            return self.answers.answer(text, scope, context)
        house = Assistant(_Within(self.answers, scope), self.understanding, NamedLots(), NoReports())
        read = Snapshot(conversation_id=UUID(int=0), exchanges=tuple(context))
        # Nothing below depends on the hour: forms and lots are asked, texts have the frame's own day.
        now = datetime(2026, 1, 1, tzinfo=UTC)
        decided = house.decide(read, Message(text, key="standalone"), NOBODY, now)
        answer = unavailable(SANTORIN) if decided.answer.act is Act.MY_DATA else decided.answer
        if decided.intent is Intent.DEADLINES:
            answer = self._due(text, scope)
        return replace(
            answer,
            entities=decided.said,
            intent=decided.answer.intent,
            confidence=decided.answer.confidence,
        )

    def _due(self, text: str, scope: Scope) -> Answer:
        """The deadlines of the texts for the frame of the measure; nobody's lots are known."""
        asked = asked_about(text, scope)
        now = datetime.combine(scope.today or self.today, time(), PARIS)
        return due.tell(Diary(self.calendar, NamedLots()).within((asked,), None, now), text)


@dataclass(frozen=True, slots=True)
class _Within:
    """The texts, asked within the frame of the measure whatever the caller's own."""

    answers: Answers
    scope: Scope

    def answer(self, question: str, scope: Scope, context: Sequence[Exchange] = ()) -> Answer:
        return self.answers.answer(question, self.scope, context)


class NamedLots:
    """`PersonalRecords` where every lot named is the caller's, with copies 1 to 1500 of 12 pages.

    It knows nothing else: progress, missions and claims are not invented, they are unavailable,
    and `SingleTurn` says so for the lots it makes up.
    """

    def lot(self, caller: Caller, number: str) -> LotRecord:
        return LotRecord(
            id=f"lot-{number}",
            number=number,
            session="",
            exam="",
            paper="",
            academy="",
            centre_id="",
            centre="",
            state="marking",
            copies=COPIES,
            marked=0,
            set_aside=0,
            deadline=None,
        )

    def copy(self, caller: Caller, lot: str, number: str) -> CopyRecord:
        if not 1 <= int(number) <= COPIES:
            raise RecordNotFound("copy", number)
        pages = tuple(PageRecord(f"page-{lot}-{number}-{page}", page) for page in range(1, PAGES + 1))
        return CopyRecord(f"copy-{lot}-{number}", number, self.lot(caller, lot), pages, "to_mark", False)

    def lots(self, caller: Caller) -> NoReturn:
        raise RecordsUnavailable

    def missions(self, caller: Caller) -> NoReturn:
        raise RecordsUnavailable

    def claims(self, caller: Caller) -> NoReturn:
        raise RecordsUnavailable

    def mark_sheet(self, caller: Caller, lot: str) -> NoReturn:
        raise RecordsUnavailable

    def hide_copy(self, caller: Caller, copy_id: str, *, reason: str, key: str) -> None:
        """Nothing is hidden by a measure."""


class NoReports:
    """`Reports` of somebody who never reported anything."""

    def on_copy(self, caller: Caller, copy_id: str) -> Sequence[Known]:
        return ()

    def on_mission(self, caller: Caller, mission_id: str) -> None:
        return None

    def mine(self, caller: Caller) -> list[TicketView]:
        return []

    def find(self, caller: Caller, reference: str) -> TicketView | None:
        return None
