"""A history made shorter: what the centre sent in vain is one line for each page, with its details."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.web.pages import NBSP
from ticketing.timeline import Entry
from ticketing.vocabulary import EventType, RescanState

ON_THE_WAY = frozenset({RescanState.RESCANNED, RescanState.CHECKED})


@dataclass(frozen=True, slots=True)
class Upload:
    """A page that was sent and not taken: when it came back, and why."""

    entry: Entry
    why: str


@dataclass
class Line:
    """One line: an event, or the last of the uploads that it counts."""

    entry: Entry
    uploads: list[Upload] = field(default_factory=list)

    @property
    def words(self) -> str:
        count, page = len(self.uploads), (self.entry.about or {}).get("page", "")
        said = "envois refusés" if count > 1 else "envoi refusé"
        return f"Page{NBSP}{page}{NBSP}: {count} {said} par le contrôle"


@dataclass
class _Folding:
    """What has come of each page, by its number in the ticket."""

    lines: list[Line | None] = field(default_factory=list)
    waiting: dict[int, list[int]] = field(default_factory=dict)  # places of steps on the way to a check
    runs: dict[int, int] = field(default_factory=dict)  # the place of the line that counts refused uploads

    def add(self, entry: Entry) -> None:
        self.lines.append(Line(entry))
        if entry.type is not EventType.RESCAN_MOVED or not entry.about:
            return
        number, here = entry.about["number"], len(self.lines) - 1
        if RescanState(entry.about["state"]) in ON_THE_WAY:
            self.waiting.setdefault(number, []).append(here)
        elif faults := entry.about.get("faults"):
            self._refused(number, here, Upload(entry, " ".join(faults)))
        else:
            self.waiting.pop(number, None)
            self.runs.pop(number, None)

    def _refused(self, number: int, here: int, upload: Upload) -> None:
        """It stands where the last one came back; the steps that led there say nothing more."""
        before: list[Upload] = []
        if number in self.runs:
            former = self.lines[self.runs[number]]
            before = former.uploads if former else []
            self.lines[self.runs[number]] = None
        for place in self.waiting.pop(number, []):
            self.lines[place] = None
        self.lines[here] = Line(upload.entry, [*before, upload])
        self.runs[number] = here


def folded(history: Sequence[Entry]) -> list[Line]:
    """In the same order; an upload that was taken keeps each of its steps."""
    folding = _Folding()
    for entry in history:
        folding.add(entry)
    return [line for line in folding.lines if line is not None]
