"""What a message is about: the intents, the examples they are learnt from, and who names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import yaml

from assistant.answers import Route

EXAMPLES = Path(__file__).parent / "rasa" / "nlu.yml"


class Intent(StrEnum):
    """Names as in `rasa/domain.yml`; both readers use these and no other."""

    PROCEDURE = "procedure"
    REPORT_SCAN = "report_scan"
    REPORT_CONNECTIVITY = "report_connectivity"
    LOTS = "lots"
    LOT_PROGRESS = "lot_progress"
    LOT_STATUS = "lot_status"
    MISSIONS = "missions"
    CLAIM_STATUS = "claim_status"
    TICKET_STATUS = "ticket_status"
    TICKETS = "tickets"
    DEADLINES = "deadlines"
    FEEDBACK = "feedback"
    GREET = "greet"
    THANKS = "thanks"
    AFFIRM = "affirm"
    DENY = "deny"
    CANCEL = "cancel"
    CORRECT = "correct"
    HUMAN = "human"
    REFERRAL = "referral"
    ABUSE = "abuse"
    INJECTION = "injection"
    OTHER_PERSON = "other_person"
    OUT_OF_SCOPE = "out_of_scope"


MY_DATA = frozenset(
    {
        Intent.LOTS,
        Intent.LOT_PROGRESS,
        Intent.LOT_STATUS,
        Intent.MISSIONS,
        Intent.CLAIM_STATUS,
        Intent.TICKET_STATUS,
        Intent.TICKETS,
        Intent.DEADLINES,
    }
)
# Words that only mean something in answer to what was just asked.
REPLIES = frozenset({Intent.AFFIRM, Intent.DENY, Intent.CANCEL, Intent.CORRECT})

ROUTES: dict[Intent, Route] = {
    Intent.PROCEDURE: Route.PROCEDURE,
    Intent.REPORT_SCAN: Route.REPORT_SCAN,
    Intent.REPORT_CONNECTIVITY: Route.REPORT_CONNECTIVITY,
    Intent.FEEDBACK: Route.FEEDBACK,
    Intent.HUMAN: Route.HUMAN,
    Intent.REFERRAL: Route.REFERRAL,
    Intent.ABUSE: Route.ABUSE,
    Intent.INJECTION: Route.OUT_OF_SCOPE,
    Intent.OTHER_PERSON: Route.OUT_OF_SCOPE,
    Intent.OUT_OF_SCOPE: Route.OUT_OF_SCOPE,
    **dict.fromkeys(MY_DATA, Route.MY_DATA),
    **dict.fromkeys((Intent.GREET, Intent.THANKS, *REPLIES), Route.SMALLTALK),
}


REPORTS = frozenset({Intent.REPORT_SCAN, Intent.REPORT_CONNECTIVITY})


@dataclass(frozen=True, slots=True)
class IntentGuess:
    """`confidence` is a calibrated probability; `others` are the next likely, best first."""

    intent: Intent
    confidence: float
    others: tuple[tuple[Intent, float], ...] = ()

    def share(self, intent: Intent) -> float:
        """How likely another intent is; which of the two reports it is follows from the application."""
        shares = {self.intent: self.confidence, **dict(self.others)}
        if {self.intent, intent} == REPORTS:
            return sum(shares.get(one, 0.0) for one in REPORTS)
        return shares.get(intent, 1 - self.confidence)


class IntentReader(Protocol):
    """Names the intent of one message, out of any context.

    Answers within a second and never raises: a reader that depends on something outside has
    one that does not behind it.
    """

    def read_intent(self, text: str) -> IntentGuess: ...


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    intent: Intent


def read_examples(path: Path = EXAMPLES) -> Sequence[Example]:
    """The examples of a Rasa NLU file, in its order; an unknown intent is an error."""
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Example(line.strip().removeprefix("-").strip().strip('"'), Intent(block["intent"]))
        for block in content["nlu"]
        for line in block["examples"].splitlines()
        if line.strip()
    ]
