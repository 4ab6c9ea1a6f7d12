"""A turn of a played scenario in the words of the evaluation contract."""

from collections.abc import Sequence
from typing import Any

from assistant import connection_form, people, scan_replies
from assistant.answers import Answer
from assistant.composition import plain
from assistant.drafts import Draft, FormKind
from ticketing.models import Ticket
from ticketing.states import OPEN
from ticketing.vocabulary import LinkKind

# A field report is never a ticket, and nothing else of it is known here.
FIELD_REPORT: dict[str, Any] = {"type": "feedback", "status": "open", "anonymous": True, "consent": True}


def row(answer: Answer, draft: Draft | None, made: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """`made` is what this turn created or changed: one thing is given as it is, several as a list."""
    return {
        "act": answer.act.value,
        "text": people.mask(read_out(answer)),
        "ticket": (made[0] if len(made) == 1 else list(made)) if made else None,
        "draft": held(draft),
    }


def read_out(answer: Answer) -> str:
    """All that the user reads: the answer, her situation with its source, the recap of a form."""
    lines = [plain(answer)]
    if answer.situation:
        lines += [f"{answer.situation.source} :", *answer.situation.lines]
    lines += [f"{line.label} : {line.value}" for line in answer.recap]
    return "\n".join(line for line in lines if line)


def held(draft: Draft | None) -> dict[str, Any] | None:
    if draft is None:
        return None
    return connection_form.slots(draft) if draft.kind is FormKind.CONNECTION else scan_replies.slots(draft)


def ticket_row(ticket: Ticket) -> dict[str, Any]:
    """A ticket as its links and columns say it, `status` in one word."""
    return {
        "type": ticket.kind.value,
        "status": "open" if ticket.state in OPEN else ticket.state.value,
        "lot": _one(ticket, LinkKind.LOT),
        "copie": _one(ticket, LinkKind.COPY),
        "page": _one(ticket, LinkKind.PAGE),
        "defaut": ticket.defect or ticket.trouble,
        "application": ticket.application and ticket.application.lower().replace("’", ""),
        "reference": ticket.reference,
    }


def _one(ticket: Ticket, kind: LinkKind) -> str | list[str] | None:
    values = list(dict.fromkeys(link.label for link in ticket.links if link.kind is kind))
    return (values[0] if len(values) == 1 else values) if values else None
