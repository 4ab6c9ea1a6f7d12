"""What was decided about a message, before anything is written."""

from dataclasses import dataclass, field
from uuid import UUID

from assistant.answers import Answer
from assistant.drafts import Draft
from assistant.grounds import Grounds
from assistant.intents import Intent
from assistant.memory import Memory
from assistant.understanding import Slots
from ticketing.drafts import TicketDraft
from ticketing.vocabulary import Theme


@dataclass(frozen=True, slots=True)
class Opening:
    """A ticket to open once the turn is settled; `form` is the draft it comes from."""

    ticket: TicketDraft
    form: Draft


@dataclass(frozen=True, slots=True)
class FieldReport:
    """What leaves the conversation for the unions, in a transaction of its own, before the turn is settled.

    `form` is the key of the form that held it: never written with the report.
    """

    form: str
    text: str
    theme: Theme
    receipt: str


@dataclass(frozen=True, slots=True)
class Answering:
    """What the caller says of a page that came back."""

    rescan_id: UUID
    readable: bool


@dataclass(frozen=True, slots=True)
class Following:
    """Pages that somebody else reported: the caller is told with the others."""

    copy_id: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deferring:
    """A report that leaves by itself once the backend answers."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """A report that its author takes back."""

    reference: str


Effect = Answering | Following | Deferring | Withdrawing


@dataclass(frozen=True, slots=True)
class Step:
    """What a form does with a message: an answer, what it holds afterwards, perhaps a ticket to open.

    The answer that goes with an opening is told by `settle`, which alone knows the reference. `told` is
    said now in place of `answer`, and not kept: the thread shows `answer`.
    """

    answer: Answer
    draft: Draft | None = None
    opening: Opening | None = None
    told: Answer | None = None
    report: FieldReport | None = None
    subscribing: UUID | None = None  # the incident whose end she is to be told
    rescan: Effect | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    answer: Answer
    intent: Intent
    draft: Draft | None = None
    memory: Memory = field(default_factory=Memory)
    opening: Opening | None = None
    told: Answer | None = None  # said once in place of `answer`, which alone is kept
    report: FieldReport | None = None
    subscribing: UUID | None = None
    rescan: Effect | None = None
    said: Slots = field(default_factory=dict)  # what the message itself names, before any check
    withheld: bool = False  # the caller's words are not kept
    grounds: Grounds | None = None  # of an answer from the texts
    ms: float = 0.0  # that it took to decide; whoever has a clock says it


def withheld(step: Step, intent: Intent, kept: Memory, said: Slots) -> Decision:
    """A field report, or a life in danger: nothing said, nor understood, goes with the turn."""
    return Decision(
        answer=step.answer,
        intent=intent,
        draft=step.draft,
        memory=kept,
        told=step.told,
        report=step.report,
        said=said,
        withheld=True,
    )
