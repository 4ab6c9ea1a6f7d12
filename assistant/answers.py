"""The answer object: what every channel renders, and nothing that a channel would decide."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.grounds import Grounds


class Route(StrEnum):
    PROCEDURE = "procedure"
    REPORT_SCAN = "report_scan"
    REPORT_CONNECTIVITY = "report_connectivity"
    MY_DATA = "my_data"
    FEEDBACK = "feedback"
    SMALLTALK = "smalltalk"
    HUMAN = "human"
    REFERRAL = "referral"
    ABUSE = "abuse"
    OUT_OF_SCOPE = "out_of_scope"


class Act(StrEnum):
    ANSWER = "answer"
    ABSTAIN = "abstain"
    ASK_SLOT = "ask_slot"
    CONFIRM_REQUEST = "confirm_request"
    TICKET_CREATED = "ticket_created"
    TICKET_UPDATED = "ticket_updated"
    TICKET_CANCELLED = "ticket_cancelled"
    DUPLICATE_NOTICE = "duplicate_notice"
    LOT_NOT_ASSIGNED = "lot_not_assigned"
    INCIDENT_NOTICE = "incident_notice"
    TICKET_STATUS = "ticket_status"
    HANDOFF = "handoff"
    REFUSE = "refuse"
    OUT_OF_SCOPE = "out_of_scope"
    DEESCALATE = "deescalate"
    CONSENT_REQUEST = "consent_request"
    FEEDBACK_RECORDED = "feedback_recorded"
    MY_DATA = "my_data"
    GREET = "greet"
    ACK = "ack"
    CLARIFY = "clarify"


class Status(StrEnum):
    ANSWERED = "answered"
    CLARIFICATION = "clarification"
    NOT_IN_TEXTS = "not_in_texts"
    OTHER_SCOPE = "other_scope"  # a text exists, but for another academy, exam or session
    CONFLICTING_TEXTS = "conflicting_texts"
    PERSONAL_DATA = "personal_data"
    FORM = "form"
    ESCALATED = "escalated"
    REFUSED = "refused"


RECOGNISED = "Texte reconnu sur une page numérisée"


@dataclass(frozen=True, slots=True)
class Citation:
    """Exact words of a document: `quote` is `text[start:end]` of it, names masked as "[…]"."""

    document: str  # file name
    title: str
    heading: str
    page: int
    start: int
    end: int
    quote: str
    is_recognised: bool = False  # read on a scanned page: shown with that mark


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of the answer; `bold` are spans of `text` (the value that was asked for).

    `citation` is the index in `Answer.citations` of the span that says it, None for our own words.
    """

    text: str
    bold: tuple[tuple[int, int], ...] = ()
    citation: int | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What the backend says of the caller, dated; shown apart from the rule."""

    source: str  # "SANTORIN", "IMAG'IN"…
    read_at: datetime
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """A button: either it says something for the user (`say`), or it opens an address (`href`)."""

    label: str
    say: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class RecapLine:
    """One slot of an open form: `say` is what the "Modifier" button says for the user."""

    slot: str
    label: str
    value: str
    say: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says in one turn; `plain` gives it as one text, citations included."""

    act: Act
    route: Route
    status: Status
    sentences: tuple[Sentence, ...]
    conditions: tuple[Sentence, ...] = ()
    applies: str | None = None
    citations: tuple[Citation, ...] = ()
    situation: Situation | None = None
    recap: tuple[RecapLine, ...] = ()
    actions: tuple[Action, ...] = ()
    entities: dict[str, str | list[str] | None] = field(default_factory=dict)
    intent: str | None = None
    confidence: float | None = None
    ticket_reference: str | None = None
    # Passages consulted in vain: they go with the request that an agent may get; an abstention links to them.
    seen: tuple[Citation, ...] = ()
    # Of an answer from the texts: recorded with the turn, never shown to the asker nor sent.
    grounds: "Grounds | None" = None
