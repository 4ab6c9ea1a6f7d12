"""« Ce qui est conservé sur moi »: everything the application holds of one person, in one place."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from app.accounts import Account
from app.models import CalendarLink, CalendarTold, SignIn
from assistant import answer_json, archive
from assistant.archive import Kept
from assistant.conversation import TurnView
from assistant.ratings import Rating
from ticketing import begun, duty, mail_preferences, mailing, participants, rescan_letters, tickets, timeline
from ticketing.console_models import Begun
from ticketing.duty_models import AgentDuty
from ticketing.mail_preferences import Wanted
from ticketing.models import OutgoingMessage, Ticket
from ticketing.permissions import Caller
from ticketing.read_models import TicketRead
from ticketing.rescan_letters import Followed
from ticketing.saved_view_models import SavedView
from ticketing.timeline import Entry, News

# Everything: nobody opens as many.
ALL = 100_000


@dataclass(frozen=True, slots=True)
class Holdings:
    """The rows themselves; the page and the file say the same of them."""

    conversations: list[Kept]
    tickets: list[tuple[Ticket, list[Entry]]]
    followed: list[Followed]  # pages that others reported, and of which she is told too
    letters: list[News]  # what the centre's news brought her
    begun: list[Begun]  # words at the desk that were not sent
    told_of: list[participants.Followed]  # tickets of others, of which she is told
    links: list[CalendarLink]
    dates: list[CalendarTold]
    sign_ins: list[SignIn]
    reads: list[TicketRead]  # tickets of others that she opened at the desk
    duty: AgentDuty | None  # her absence and her limit
    views: list[SavedView]  # of the desk, under their names; none for who does not work there
    wanted: Wanted  # what she is told by e-mail
    mails: list[OutgoingMessage]  # when which news left; their words are in the tickets


def gather(session: Session, caller: Caller) -> Holdings:
    own = tickets.mine(session, caller, limit=ALL)
    return Holdings(
        conversations=archive.keep_of(session, caller),
        tickets=[(ticket, timeline.history(session, ticket, caller)) for ticket in own],
        followed=[one for one in rescan_letters.followed(session, caller) if one.reference is None],
        letters=rescan_letters.news(session, caller),
        begun=begun.of_person(session, caller.id),
        told_of=participants.followed(session, caller, limit=None),
        links=_of(session, CalendarLink, CalendarLink.account_id, caller, CalendarLink.made_at),
        dates=_of(session, CalendarTold, CalendarTold.account_id, caller, CalendarTold.changed_at),
        views=_of(session, SavedView, SavedView.owner_id, caller, SavedView.created_at),
        sign_ins=_of(session, SignIn, SignIn.account_id, caller, SignIn.opened_at),
        reads=_of(session, TicketRead, TicketRead.reader_id, caller, TicketRead.hour),
        duty=duty.of(session, caller.id),
        wanted=mail_preferences.of(session, caller.id),
        mails=mailing.of_reader(session, caller.id),
    )


def as_file(account: Account, holdings: Holdings, *, now: datetime) -> dict[str, Any]:
    """The same as plain values; secrets are kept as hashes only, and are not in it."""
    return {
        "edite_le": now.isoformat(),
        "compte": {
            "identifiant": account.id,
            "libelle": account.label,
            "role": account.role.value,
            "academie": account.academy,
            "centres": sorted(account.centres),
        },
        "conversations": [_conversation(one) for one in holdings.conversations],
        "demandes": [_ticket(*one) for one in holdings.tickets],
        "pages_suivies": [_page(one) for one in holdings.followed],
        "nouvelles_des_pages": [{"le": _iso(one.sent_at), "texte": one.body} for one in holdings.letters],
        "brouillons_du_bureau": [{"le": _iso(one.at), "texte": one.body} for one in holdings.begun],
        "demandes_suivies": [_told_of(one) for one in holdings.told_of],
        "courriel": asdict(holdings.wanted) | {"courriels": [_mail(one) for one in holdings.mails]},
        "liens_de_calendrier": [
            {"cree_le": _iso(one.made_at), "revoque_le": _iso(one.revoked_at)} for one in holdings.links
        ],
        "dates_donnees_au_calendrier": [
            {"evenement": one.uid, "jours": one.days, "avant": one.before, "le_mien": one.own}
            for one in holdings.dates
        ],
        "demandes_consultees": [
            {"demande": str(one.ticket_id), "heure": _iso(one.hour), "quoi": one.access.value}
            for one in holdings.reads
        ],
        "presence": _presence(holdings.duty),
        "vues_du_bureau": [
            {"nom": one.name, "gardee_le": _iso(one.created_at), "partagee": one.shared, "filtres": one.pairs}
            for one in holdings.views
        ],
        "connexions": [_sign_in(one) for one in holdings.sign_ins],
    }


def _sign_in(one: SignIn) -> dict[str, Any]:
    return {
        "ouverte_le": _iso(one.opened_at),
        "valable_jusqu_au": _iso(one.expires_at),
        "fermee_le": _iso(one.closed_at),
    }


def _presence(row: AgentDuty | None) -> dict[str, Any] | None:
    if row is None:
        return None
    away = {"absence_du": _iso(row.away_from), "absence_au": _iso(row.away_until)}
    return away | {"demandes_ouvertes_au_plus": row.most_open}


def _told_of(one: participants.Followed) -> dict[str, Any]:
    answers = [{"le": _iso(letter.run_at), "texte": letter.body} for letter in one.answers]
    return {"reference": one.reference, "objet": one.subject, "encore": one.goes_on, "reponses": answers}


def _mail(one: OutgoingMessage) -> dict[str, Any]:
    return {
        "nouvelle": one.news and one.news.value,
        "depuis": _iso(one.queued_at),
        "parti_le": _iso(one.sent_at),
    }


def _of(session: Session, table: Any, owner: Any, caller: Caller, order: Any) -> list[Any]:
    return list(session.exec(select(table).where(col(owner) == caller.id).order_by(col(order))))


def _conversation(one: Kept) -> dict[str, Any]:
    return {
        "identifiant": str(one.id),
        "titre": one.title,
        "commencee_le": _iso(one.started_at),
        "modifiee_le": _iso(one.changed_at),
        "echanges": [_turn(*turn) for turn in one.turns],
    }


def _turn(turn: TurnView, rating: Rating | None) -> dict[str, Any]:
    said = {"utile": rating.is_useful, "raison": rating.reason and rating.reason.value} if rating else None
    return {
        "le": _iso(turn.at),
        "vous": turn.text,
        "assistant": answer_json.dump(turn.answer),
        "votre_avis": said,
    }


def _ticket(ticket: Ticket, entries: list[Entry]) -> dict[str, Any]:
    return {
        "reference": ticket.reference,
        "objet": ticket.subject,
        "etat": ticket.state.value,
        "ouverte_le": _iso(ticket.opened_at),
        "concerne": [{"quoi": link.kind.value, "lequel": link.label} for link in ticket.links],
        "histoire": [
            {"le": _iso(entry.at), "quoi": entry.type.value, "de": entry.side.value, "texte": entry.body}
            for entry in entries
        ],
    }


def _page(one: Followed) -> dict[str, Any]:
    row = one.row
    return {
        "lot": row.lot_label,
        "copie": row.copy_label,
        "page": row.page_number,
        "etat": row.state.value,
        "attend_votre_reponse": one.may_answer,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
