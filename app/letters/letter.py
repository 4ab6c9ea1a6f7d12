"""A letter as it is read: what happened, where it stands, where to go; never the words themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.web import awaiting, ticket_words
from app.web.pages import day
from app.web.rescan_view import Line
from ticketing.models import OutgoingMessage, Ticket
from ticketing.outbox import TOLD
from ticketing.vocabulary import Kind, LinkKind, NewsKind

DESK = "Assistance"
DIGEST = "Vos signalements : les dernières nouvelles"
FOLLOWED = "Une page que vous suivez"
REQUEST_FOLLOWED = "Une demande que vous suivez"
_SUBJECTS = {
    NewsKind.REPLY: "une réponse vous attend",
    NewsKind.CENTRE: "des nouvelles du centre",
    NewsKind.END: "à confirmer par vous",
}


@dataclass(frozen=True, slots=True)
class News:
    """One row of the out-tray with what it is about, read when the letter leaves."""

    row: OutgoingMessage
    ticket: Ticket | None
    carrier: Ticket | None = None  # how far it is, while another carries it on
    lines: tuple[Line, ...] = ()  # the pages asked of the centre
    promised: str = ""  # until when the desk has to answer

    @property
    def is_own(self) -> bool:
        return self.ticket is not None and self.ticket.reporter_id == self.row.recipient

    @property
    def sender(self) -> str:
        """What wrote the letter, by the key that it gave."""
        return self.row.dedupe_key.removeprefix("mail:").partition(":")[0]

    @property
    def followed(self) -> str:
        return REQUEST_FOLLOWED if self.sender == TOLD else FOLLOWED


@dataclass(frozen=True, slots=True)
class Item:
    """The news of one ticket."""

    about: str  # which one, in words that tell nothing of the copy
    told: tuple[str, ...]  # what happened, oldest first
    state: str = ""
    awaited: str = ""
    promised: str = ""
    path: str = "/my-reports"
    action: str = "Ouvrir mes signalements"


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    items: tuple[Item, ...]


def compose(news: Sequence[News], *, is_digest: bool, now: datetime) -> Letter:
    """One letter of the news that leave together, in the order of what happened."""
    by_ticket: dict[str, list[News]] = {}
    for one in news:
        by_ticket.setdefault(str(one.ticket.id if one.ticket else one.row.id), []).append(one)
    items = tuple(_item(group, now) for group in by_ticket.values())
    return Letter(DIGEST if is_digest and len(items) > 1 else _subject(news[-1]), items)


def _item(group: list[News], now: datetime) -> Item:
    told = tuple(dict.fromkeys(_told(one) for one in group))
    last = group[-1]
    ticket = last.ticket
    if ticket is None:
        return Item(last.row.subject, told)
    if not last.is_own:
        return Item(f"{last.followed}{_place(ticket)}", told)
    return Item(
        about=f"Signalement {ticket.reference}{_place(ticket)}, du {day(ticket.opened_at)}",
        told=told,
        state=ticket_words.for_reporter(ticket, carrier=last.carrier).word,
        awaited=awaiting.sentence(ticket, last.carrier or ticket, last.lines, now),
        promised=last.promised,
        path=f"/my-reports/{ticket.reference}",
        action="Lire et répondre",
    )


def _subject(one: News) -> str:
    """With the reference, when the ticket is the reader's own: an old letter is found by it."""
    if one.ticket is None:
        return one.row.subject
    what = _SUBJECTS[one.row.news or NewsKind.REPLY]
    return (
        f"[{one.ticket.reference}] Votre signalement : {what}" if one.is_own else f"{one.followed} : {what}"
    )


def _told(one: News) -> str:
    team = ticket_words.TEAMS.get(one.ticket.team, DESK) if one.ticket else DESK
    said = {
        "incident-end": "L’incident que vous aviez signalé est terminé.",
        "report-told": "Le signalement qui attendait a été repris : la suite est dans la conversation.",
        "rescan-told": "Le centre de numérisation a donné des nouvelles de la page demandée.",
    }.get(one.sender, f"{team} : une réponse vous attend.")
    if one.row.news is not NewsKind.END:
        return said
    ends = {
        "rescan-told": "La nouvelle page est arrivée. Dites si elle se lit.",
        "reply": f"{team} : vous avez une réponse, et le signalement est tenu pour réglé.",
    }
    return ends.get(one.sender, said)


def _place(ticket: Ticket) -> str:
    """Page and lot: neither the copy nor anything that somebody wrote."""
    if ticket.kind is not Kind.SCAN:
        return ""
    pages = [link.label for link in ticket.links if link.kind is LinkKind.PAGE]
    lot = ticket.link(LinkKind.LOT)
    named = [f"page {' et '.join(pages)}"] if pages else []
    named += [f"lot {lot.label}"] if lot else []
    return f" ({', '.join(named)})" if named else ""
