"""What is said of a page to be scanned again: in the thread, in « Mes signalements », at the desk."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from assistant.french import PARIS, day, hour, listed, typeset
from ticketing.rescan_models import Rescan
from ticketing.vocabulary import RescanState

WAITS = "La demande partira dès que le système de correction répond."
ANSWER_WAITS = "Votre réponse partira dès que le système de correction répond."
NOTHING_TO_DO = "Vous n’avez rien à faire."
REPAIRED = "C’est réparé"
STILL = "Toujours illisible"


def up_to(at: datetime, now: datetime) -> str:
    """ "jusqu’à demain 12 h", "jusqu’au mardi 24 novembre 2026, 12 h"."""
    local, today = at.astimezone(PARIS).date(), now.astimezone(PARIS).date()
    near = {today: "aujourd’hui", today + timedelta(days=1): "demain"}.get(local)
    return f"jusqu’à {near} {hour(at)}" if near else f"jusqu’au {day(at)}, {hour(at)}"


def limit(row: Rescan, now: datetime) -> str:
    return f", {up_to(row.until, now)}" if row.until else ""


def place(row: Rescan) -> str:
    return f"page {row.page_number}, copie {row.copy_label}, lot {row.lot_label}"


def asked(rows: Sequence[Rescan], now: datetime) -> str:
    """Told with the reference, once the request has left, or has not."""
    lost = [row for row in rows if row.state is RescanState.NOT_SENT]
    if lost:
        return not_sent(lost[0])
    dates = [row.until for row in rows if row.until]
    if any(row.state is RescanState.WAITING for row in rows) or not dates:
        return WAITS
    numbers = list(dict.fromkeys(str(row.page_number) for row in rows))
    pages = f"les pages {listed(numbers)}" if len(numbers) > 1 else f"la page {numbers[0]}"
    return typeset(f"Le centre a {up_to(max(dates), now)} pour renumériser {pages}.")


def not_sent(row: Rescan) -> str:
    why = f" : {row.reason_label}" if row.reason_label else "."
    return typeset(f"Le système de correction n’a pas pris la demande{why} L’assistance s’en charge.")


def waits(row: Rescan) -> str:
    silent = f"Le système de correction ne répond pas ({place(row)})."
    return typeset(f"{silent} {WAITS} {NOTHING_TO_DO}")


def news(row: Rescan, *, may_answer: bool) -> str | None:
    """The letter for a state that the reader waits for; None for a step of the centre's own work."""
    where = place(row)
    match row.state:
        case RescanState.REFUSED:
            why = f" : {row.reason_label}" if row.reason_label else ""
            said = f"Le centre ne peut pas renumériser la {where}{why}. L’assistance prend la suite."
        case RescanState.EXPIRED:
            said = f"Le centre n’a pas répondu à temps pour la {where}."
            said += " L’assistance reprend la demande, en priorité."
        case RescanState.DELIVERED if may_answer:
            said = f"La {where}, est de retour dans le lot, renumérisée. Est-ce réparé ?"
        case RescanState.DELIVERED:
            said = f"La {where}, a été renumérisée. La personne qui corrige le lot dira si elle se lit."
        case RescanState.NOT_SENT:
            said = f"{not_sent(row)} Signalement : {where}."
        case _:
            return None
    return typeset(said)


def asked_again(row: Rescan) -> str:
    return typeset(f"L’assistance redemande la {place(row)}, au centre de numérisation. {NOTHING_TO_DO}")


def handed_over(row: Rescan) -> str:
    return typeset(
        f"Le lot {row.lot_label} a changé de mains. La {place(row)}, reste demandée au centre : "
        f"la personne qui corrige désormais le lot dira si elle se lit. {NOTHING_TO_DO}"
    )


def received(row: Rescan) -> str:
    return typeset(
        f"Le lot {row.lot_label} vous est confié. La {place(row)}, y est demandée au centre de numérisation. "
        "Un message viendra ici quand elle sera rendue."
    )


def answer_refused(row: Rescan, sentence: str | None) -> str:
    why = f" : {sentence}" if sentence else "."
    return typeset(f"Votre réponse n’a pas été prise pour la {place(row)}{why}")


def answered(row: Rescan, now: datetime) -> str:
    """Told after the reader's answer, from where the page stands by then."""
    if row.state is RescanState.CONFIRMED:
        return typeset(f"C’est noté : la {place(row)}, est réparée. Le signalement est résolu.")
    if row.again_of and row.state is not RescanState.DELIVERED:
        again = f"la {place(row)}, est redemandée au centre{limit(row, now)}"
        return typeset(f"C’est noté : {again}. Vous pouvez continuer le lot.")
    return typeset(f"C’est noté pour la {place(row)}. {ANSWER_WAITS}")


def answer_sentence(row: Rescan, readable: bool) -> str:
    """What the button says for the reader: a sentence that stands on its own."""
    said = "c’est réparé" if readable else "toujours illisible"
    return f"La {place(row)} : {said}"


def awaited(row: Rescan, *, may_answer: bool, now: datetime) -> str:
    """What is awaited, from whom and until when; after « Attendu : »."""
    until = limit(row, now)
    said = {
        RescanState.WAITING: f"{_lower(WAITS)} {NOTHING_TO_DO}",
        RescanState.REQUESTED: f"la réponse du centre de numérisation{until}. {NOTHING_TO_DO}",
        RescanState.ACCEPTED: f"la nouvelle page, du centre de numérisation{until}. {NOTHING_TO_DO}",
        RescanState.RESCANNED: f"le contrôle de la nouvelle page. {NOTHING_TO_DO}",
        RescanState.CHECKED: f"le contrôle de la nouvelle page. {NOTHING_TO_DO}",
        RescanState.CONFIRMED: "rien de plus. La page est réparée.",
        RescanState.DELIVERED: _after_delivery(row, may_answer=may_answer, until=until),
    }.get(row.state, f"l’assistance prend la suite. {NOTHING_TO_DO}")
    return typeset(said)


def _after_delivery(row: Rescan, *, may_answer: bool, until: str) -> str:
    if may_answer:
        return f"votre réponse{until}. La page est-elle lisible ?"
    if row.readable is None:
        return f"la réponse de la personne qui corrige le lot{until}."
    return f"{_lower(ANSWER_WAITS)} {NOTHING_TO_DO}"


def _lower(sentence: str) -> str:
    return f"{sentence[0].lower()}{sentence[1:]}"
