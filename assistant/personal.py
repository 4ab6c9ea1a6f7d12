"""What the assistant asks of the correction and mission backend about the caller."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ticketing.permissions import Caller


class RecordNotFound(Exception):
    """Unknown, or not the caller's: the backend tells no difference, neither do we."""

    def __init__(self, kind: str, number: str) -> None:
        super().__init__(f"{kind} {number} is unknown or not the caller's")
        self.kind = kind  # "lot", "copy", "page", "mission", "claim", "mark_sheet"
        self.number = number


class RecordsUnavailable(Exception):
    """The backend does not answer, or answers nonsense; nothing is known, nothing was done."""


@dataclass(frozen=True, slots=True)
class LotRecord:
    id: str
    number: str
    session: str
    exam: str
    paper: str
    academy: str
    centre_id: str
    centre: str
    state: str  # verification | marking | finished | locked
    copies: int
    marked: int
    set_aside: int
    deadline: datetime | None
    paper_id: str = ""  # as scales are filed


@dataclass(frozen=True, slots=True)
class PageRecord:
    id: str
    number: int


@dataclass(frozen=True, slots=True)
class CopyRecord:
    id: str
    number: str  # as printed, leading zeros kept: "0423"
    lot: LotRecord
    pages: tuple[PageRecord, ...]
    state: str  # to_mark | marked | set_aside
    hidden: bool


@dataclass(frozen=True, slots=True)
class MissionRecord:
    id: str
    kind: str  # correction | interrogation | harmonisation | entente | deliberation…
    exam: str
    session: str
    paper: str
    centre: str
    starts_at: datetime
    ends_at: datetime | None
    paper_id: str = ""  # as scales are filed


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    id: str
    mission: str
    state: str  # the words of Imag'in: "Non validé", "Validé", "Traité par le gestionnaire"…
    amount: str | None  # "38,40 €"
    mission_id: str = ""


@dataclass(frozen=True, slots=True)
class MarkSheetRecord:
    lot: str
    entered: int
    missing: int
    locked: bool


class PersonalRecords(Protocol):
    """Reads and writes of the backend on behalf of a caller, with the caller's own rights.

    Each raises ``RecordNotFound`` for what the caller may not see and ``RecordsUnavailable``
    when the backend cannot be reached in time, and nothing else. Numbers compare without
    leading zeros; records come back with the number as printed.
    """

    def lots(self, caller: Caller) -> Sequence[LotRecord]: ...

    def lot(self, caller: Caller, number: str) -> LotRecord: ...

    def copy(self, caller: Caller, lot: str, number: str) -> CopyRecord: ...

    def missions(self, caller: Caller) -> Sequence[MissionRecord]: ...

    def claims(self, caller: Caller) -> Sequence[ClaimRecord]: ...

    def mark_sheet(self, caller: Caller, lot: str) -> MarkSheetRecord: ...

    def hide_copy(self, caller: Caller, copy_id: str, *, reason: str, key: str) -> None:
        """Hide a copy on which a name shows from everybody but the exam office; `key` makes it once."""
        ...
