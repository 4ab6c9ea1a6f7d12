"""What an open form holds, from the first word of a report to its confirmation."""

from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import uuid4


class FormKind(StrEnum):
    SCAN = "scan"
    CONNECTION = "connection"
    HUMAN = "human"
    QUESTION = "question"  # a question that no text answered, offered to an agent
    EXPENSE = "expense"  # an expense claim, for the exam office
    WITHDRAWAL = "withdrawal"  # a report to take back; its words are the reference
    FEEDBACK = "feedback"  # a field report; its words are never in the draft


class Slot(StrEnum):
    """What a form asks for; CONFIRM is the last question of each."""

    LOT = "lot"
    COPY = "copy"
    PAGE = "page"
    DEFECT = "defect"
    APPLICATION = "application"
    TROUBLE = "trouble"
    SINCE = "since"
    PLACE = "place"
    WORDS = "words"
    MISSION = "mission"
    TRANSPORT = "transport"
    DISTANCE = "distance"
    MEALS = "meals"
    NIGHTS = "nights"
    CONFIRM = "confirm"


# Left, top, right, bottom: shares of a page.
Zone = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Resolved:
    """One copy as the backend gave it to the caller, kept so that the ticket is tied to identifiers."""

    lot_id: str
    lot: str
    copy_id: str
    copy: str
    pages: tuple[tuple[str, str], ...] = ()  # (identifier or "", number) of the pages reported
    page_count: int = 0
    centre_id: str = ""
    centre: str = ""
    academy: str = ""
    session: str = ""
    exam: str = ""
    paper: str = ""
    deadline: str | None = None  # ISO


@dataclass(frozen=True, slots=True)
class Part:
    """A copy with its own pages and defect, said beside others; `lot` when it is not that of the others."""

    copy: str
    pages: tuple[str, ...] = ()
    defect: str | None = None
    lot: str | None = None
    beside: tuple[str, ...] = ()  # other copies of which the same is said


@dataclass(frozen=True, slots=True)
class Draft:
    """Values as said; `key` is the idempotency key of the ticket this draft may become, once."""

    kind: FormKind
    key: str = field(default_factory=lambda: str(uuid4()))
    asked: Slot | None = None
    lot: str | None = None
    copies: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    defect: str | None = None
    waiting: tuple[
        Part, ...
    ] = ()  # said in the same breath: each has a report of its own, one after the other
    application: str | None = None
    trouble: str | None = None
    since: str | None = None
    place: str | None = None  # from where one connects
    words: tuple[str, ...] = ()  # what the caller wrote, in order
    resolved: tuple[Resolved, ...] = ()
    not_found: tuple[str, ...] = ()  # copies that the lot does not hold: the lot may be the wrong one
    not_there: tuple[str, ...] = ()  # pages that the copy does not have, in the same way
    page_unknown: bool = False  # "je ne sais pas laquelle"
    deferred: bool = False  # the backend is silent: it may leave unchecked, if she agrees
    zone: Zone | None = None  # drawn on the page of `zone_page`: it goes with no other
    zone_page: tuple[str, str] | None = None  # copy and page, as printed
    matter: str | None = None  # the kind of ticket that decides which person, once it is said
    reason: str | None = None  # why a person is asked for, in French
    mission: str | None = None  # its identifier in the backend, once it is known which
    mission_said: str = ""  # the words that name it
    mission_label: str = ""
    transport: str | None = None
    distance: int | None = None  # kilometres, both ways
    power: int | None = None  # of the car, in fiscal horsepower
    meals: int | None = None
    nights: int | None = None
    refused: bool = False  # the last number said was beyond belief
    apart: bool = False  # "mon problème est autre": the incident that is known does not explain it

    def with_(self, **values: Any) -> "Draft":
        return replace(self, **values)

    def following(self) -> "Draft | None":
        """The report that comes after this one, of the same lot unless it says its own."""
        if not self.waiting:
            return None
        first, *others = self.waiting
        return Draft(
            self.kind,
            lot=first.lot or self.lot,
            copies=(first.copy, *first.beside) if first.copy else self.copies,
            pages=first.pages,
            defect=first.defect,
            waiting=tuple(others),
            words=self.words,
        )


def dump(draft: Draft) -> dict[str, Any]:
    return asdict(draft)


def load(data: dict[str, Any]) -> Draft:
    resolved = tuple(
        Resolved(**each | {"pages": tuple((ref, number) for ref, number in each["pages"])})
        for each in data.get("resolved", ())
    )
    asked = data.get("asked")
    return Draft(
        **data
        | {
            "kind": FormKind(data["kind"]),
            "asked": Slot(asked) if asked else None,
            "copies": tuple(data.get("copies", ())),
            "pages": tuple(data.get("pages", ())),
            "waiting": tuple(_part(each) for each in data.get("waiting", ())),
            "not_found": tuple(data.get("not_found", ())),
            "not_there": tuple(data.get("not_there", ())),
            "words": tuple(data.get("words", ())),
            "resolved": resolved,
            "zone": tuple(data["zone"]) if data.get("zone") else None,
            "zone_page": tuple(data["zone_page"]) if data.get("zone_page") else None,
        }
    )


def _part(data: dict[str, Any]) -> Part:
    return Part(**data | {"pages": tuple(data["pages"]), "beside": tuple(data.get("beside", ()))})
