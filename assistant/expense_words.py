"""What an expense claim understands without asking, and what it says of one that is already there."""

import re

from assistant.answers import Act, Answer, Route, Status
from assistant.known_reports import Known
from assistant.number_words import NUMBER, digits
from assistant.replies import MY_REPORTS, say

# "6 CV", "six chevaux fiscaux", "puissance fiscale : 7".
POWER = re.compile(
    rf"\b(?P<before>{NUMBER}|\d{{1,2}}) ?(?:cv|ch|chevaux)\b(?: fisca\w+)?"
    rf"|\bpuissance(?: fiscale)?\W+(?:de |est de |: )?(?P<after>{NUMBER})\b"
)
MOST_POWER = 40


def fiscal_power(folded: str) -> int | None:
    """In fiscal horsepower; none when the number is beyond belief."""
    match = POWER.search(folded)
    power = int(digits(match["before"] or match["after"])) if match else 0
    return power if 0 < power <= MOST_POWER else None


def already(known: Known) -> Answer:
    """The same mission is not claimed twice."""
    return say(
        Act.DUPLICATE_NOTICE,
        Route.MY_DATA,
        Status.ESCALATED,
        f"Vous avez déjà une demande pour cette mission : {known.reference} ({known.state}).",
        "Vous n’avez rien à refaire. Pour la compléter, écrivez dans « Mes signalements ».",
        actions=(MY_REPORTS,),
        ticket_reference=known.reference,
    )
