"""The backend as a scenario supposes it: its lots, with the progress that is said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.personal import ClaimRecord, CopyRecord, LotRecord, MarkSheetRecord, MissionRecord
from connectors.core_backend import CoreBackend
from ticketing.permissions import Caller


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a lot is, in copies; `state` when the fixture says it is finished or locked."""

    total: int
    marked: int
    state: str | None = None


@dataclass(frozen=True)
class StagedRecords:
    """The backend, with the progress that a scenario says laid over the lots of a measure.

    A lot of a measure has 1 500 copies so that any may be named; its progress is said on a lot of a usual
    size. Both cannot be in the tables.
    """

    backend: CoreBackend
    progress: Mapping[str, Progress]

    def lots(self, caller: Caller) -> Sequence[LotRecord]:
        return [self._laid(lot) for lot in self.backend.lots(caller)]

    def lot(self, caller: Caller, number: str) -> LotRecord:
        return self._laid(self.backend.lot(caller, number))

    def copy(self, caller: Caller, lot: str, number: str) -> CopyRecord:
        """Nothing is printed on the copies of a measure: each bears the number it is asked by."""
        return replace(self.backend.copy(caller, lot, number), number=number)

    def missions(self, caller: Caller) -> Sequence[MissionRecord]:
        return self.backend.missions(caller)

    def claims(self, caller: Caller) -> Sequence[ClaimRecord]:
        return self.backend.claims(caller)

    def mark_sheet(self, caller: Caller, lot: str) -> MarkSheetRecord:
        return self.backend.mark_sheet(caller, lot)

    def hide_copy(self, caller: Caller, copy_id: str, *, reason: str, key: str) -> None:
        self.backend.hide_copy(caller, copy_id, reason=reason, key=key)

    def close(self) -> None:
        self.backend.close()

    def _laid(self, lot: LotRecord) -> LotRecord:
        said = self.progress.get(lot.number.lstrip("0"))
        if said is None:
            return lot
        return replace(lot, copies=said.total, marked=said.marked, state=said.state or lot.state)
