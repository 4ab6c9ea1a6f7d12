"""« C’est réparé », « toujours illisible »: what a reader says of a new page, in words or by a button."""

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from assistant import rescan_words
from assistant.answers import Act, Action, Answer, Route, Status
from assistant.conversation import Message, Snapshot
from assistant.decisions import Answering, Step
from assistant.entities import Entities
from assistant.replies import MY_REPORTS, say
from assistant.understanding import Understood
from assistant.words import fold
from ticketing import rescan_letters
from ticketing.permissions import Caller
from ticketing.rescan_letters import Followed

# As a button says it, whatever form is open.
PRESSED = re.compile(r"^la page \d+, copie \S+, lot \S+ : (?:c'est repare|toujours illisible)$")
STILL = re.compile(
    r"\b(?:toujours|encore|reste)\b.{0,20}\b(?:illisible|floue?|sombre|noire?|blanche?|coupee?|pale|pareil\w*"
    r"|le meme|la meme|mauvaise?|tachee?|manquante?|absente?)\b"
    r"|\b(?:pas|plus|jamais|guere) (?:\w+ ){0,2}"
    r"(?:repare\w*|lisible|nette?|mieux|bonne?|regle\w*|resolu\w*)\b"
    r"|\btoujours (?:rien|pas)\b"
)
REPAIRED = re.compile(
    r"\b(?:repare\w*|redevenue? lisible|se lit|je (?:peux|arrive a) (?:la |tout )?lire"
    r"|(?:est|bien|enfin|maintenant|desormais|cette fois) (?:\w+ )?"
    r"(?:lisible|nette|bonne|ok|regle\w*|resolu\w*))\b"
)
LONGEST = 25  # words: a longer message says something else


class Pages(Protocol):
    """The new pages that wait for a reader's word, read in a short transaction of its own."""

    def awaited(self, caller: Caller) -> Sequence[Followed]: ...


class NoPages:
    """`Pages` where nothing is ever scanned again."""

    def awaited(self, caller: Caller) -> Sequence[Followed]:
        return ()


@dataclass(frozen=True)
class AwaitedPages:
    """`Pages` of the database."""

    reading: Callable[[], AbstractContextManager[Session]]

    def awaited(self, caller: Caller) -> Sequence[Followed]:
        with self.reading() as session:
            return rescan_letters.awaited(session, caller)


def reply(
    pages: Pages, caller: Caller, read: Snapshot, message: Message, understood: Understood, now: datetime
) -> Step | None:
    """The answer to a word about a new page; None when it is about something else, or none is awaited."""
    is_pressed = bool(PRESSED.match(fold(message.text).strip()))
    readable = heard(message.text)
    if readable is None or (read.draft is not None and not is_pressed):
        return None
    chosen = _meant(pages.awaited(caller), understood.entities, read, message)
    if not chosen:
        return Step(_over(), read.draft) if is_pressed else None
    if len(chosen) > 1:
        return Step(_which(chosen, readable), read.draft)
    one = chosen[0]
    return Step(answered(one, now), read.draft, rescan=Answering(one.row.id, readable))


def heard(text: str) -> bool | None:
    """Whether the page is said to be readable; None when nothing is said of that, or it is asked."""
    folded = fold(text)
    if "?" in text or len(folded.split()) > LONGEST:
        return None
    if STILL.search(folded):
        return False
    return True if REPAIRED.search(folded) else None


def answered(one: Followed, now: datetime) -> Answer:
    return say(
        Act.TICKET_UPDATED,
        Route.REPORT_SCAN,
        Status.ESCALATED,
        rescan_words.answered(one.row, now),
        actions=(MY_REPORTS,),
        ticket_reference=one.reference,
    )


def _meant(
    awaited: Sequence[Followed], said: Entities, read: Snapshot, message: Message
) -> Sequence[Followed]:
    """Those that the words name; else the ticket that was spoken of, or the page before her eyes."""
    if said.references or said.copies or said.pages or said.lots:
        return [one for one in awaited if _is_named(one, said)]
    here = message.context
    near = [
        one
        for one in awaited
        if (one.reference and one.reference == read.memory.ticket)
        or (here and _same(here.copy, one.row.copy_label) and here.page == str(one.row.page_number))
    ]
    return near if len(near) == 1 else awaited


def _is_named(one: Followed, said: Entities) -> bool:
    row = one.row
    return (
        (not said.references or one.reference in said.references)
        and (not said.copies or any(_same(copy, row.copy_label) for copy in said.copies))
        and (not said.pages or str(row.page_number) in said.pages)
        and (not said.lots or any(_same(lot, row.lot_label) for lot in said.lots))
    )


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.lstrip("0") == other.lstrip("0")


def _which(chosen: Sequence[Followed], readable: bool) -> Answer:
    actions = tuple(
        Action(
            label=rescan_words.place(one.row).capitalize(),
            say=rescan_words.answer_sentence(one.row, readable),
        )
        for one in chosen[:6]
    )
    return say(
        Act.ASK_SLOT,
        Route.REPORT_SCAN,
        Status.FORM,
        "Plusieurs pages attendent votre réponse. De laquelle s’agit-il ?",
        actions=actions,
    )


def _over() -> Answer:
    text = "Cette page n’attend plus de réponse. « Mes signalements » dit où elle en est."
    return say(Act.TICKET_STATUS, Route.REPORT_SCAN, Status.ESCALATED, text, actions=(MY_REPORTS,))
