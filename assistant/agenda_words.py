"""How a deadline is named and dated in French, for the page, the calendar file and the conversation alike."""

from datetime import date, datetime, time

from assistant import people
from assistant.agenda import Item, Own, OwnKind
from assistant.french import PARIS, day, hour, moment, typeset
from knowledge.calendar import Entry, Move, When
from knowledge.deadlines import DeadlineKind
from knowledge.vocabulary import SHORT_NAMES

TITLES = {
    "valider_frais": "État de frais",
    "saisir_notes": "Saisie des notes",
    "reunion": "Réunion",
    "numeriser": "Numérisation",
    "renumeriser": "Nouvelle numérisation",
    "verifier_lot": "Vérification du lot",
    "recevoir_lot": "Lots",
    "corriger": "Correction",
    "conserver": "Conservation",
    "detruire": "Destruction",
    "attester": "Service fait",
    "prevenir": "Signalement",
    "envoyer": "Envoi",
    "demander": "Demande",
    "epreuve": "Épreuve",
}
ACTORS = {
    "candidat": "candidats",
    "chef_de_centre": "chefs de centre",
    "chef_etablissement": "chefs d’établissement",
    "charge_numerisation": "chargés de numérisation",
    "examinateur": "examinateurs",
    "correcteur": "correcteurs",
    "intervenant": "intervenants",
    "jury": "jury",
}
OTHER_TITLE = "Échéance"
LONGEST_TITLE = 90


def title(item: Item) -> str:
    """What it is, without its day: the act, and the heading or the row under which the text says it."""
    if isinstance(item, Own):
        return typeset(item.title)
    act = TITLES.get(item.action or "")
    headings = [_unnumbered(one.strip()) for one in item.origin.heading.split("›")]
    # A heading such as « Date limite » needs the one above it, unless the act is known.
    named = " – ".join(headings[-1:] if act else headings[-2:]) if is_sentence(item) else item.label
    parts = [part for part in (act, named) if part]
    if len(parts) == 2 and parts[0].lower() in parts[1].lower():
        parts = parts[1:]
    return _cut(people.mask(" – ".join(parts) or OTHER_TITLE))


def is_sentence(entry: Entry) -> bool:
    """Said by a sentence, which its label repeats; else by one cell of a row, which its label names."""
    return " ".join(entry.origin.quote.split()).startswith(entry.label.rstrip("…"))


def dated(item: Item) -> str:
    """ "jusqu’au mercredi 9 juin 2027 à 18 h", "lundi 24 mai 2027 à 10 h", "du 25 au 28 mai 2027"."""
    if isinstance(item, Own):
        return f"jusqu’au {moment(item.starts)}" if item.kind is OwnKind.LOT else _lasting(item)
    words = days(item.when)
    if item.when.first is None and item.kind is DeadlineKind.LIMIT:
        return f"jusqu’au {words}"
    return f"à partir du {words}" if item.when.last is None else words


def _lasting(own: Own) -> str:
    last = day(own.until())
    return moment(own.starts) if last == day(own.starts) else f"du {moment(own.starts)} au {last}"


def days(when: When) -> str:
    """Its day or days, with the hours."""
    first, last = when.begins, when.ends
    if first is None or last is None:
        return _clock(when.time) if when.time else "sans date"
    if first != last:
        hours = f", {_hours(when.time)}" if when.time else ""
        return f"du {_day(first, last)} au {_day(last)}{hours}"
    return f"{_day(first)} {_hours(when.time)}" if when.time else _day(first)


def moved(entry: Entry) -> list[str]:
    """One line for each move: what was announced, what holds, which text says so."""
    lines = []
    for rank, move in enumerate(entry.moves):
        later = entry.moves[rank + 1].before if rank + 1 < len(entry.moves) else entry.when
        lines.append(typeset(f"avant : {days(move.before)} → maintenant : {days(later)}, {changed_by(move)}"))
    return lines


def changed_by(move: Move) -> str:
    """ "rectificatif DIEC3/2026-247 du 18 novembre 2026", with what the text itself says of it."""
    is_rectification = any(kind == "rectifie" for kind, *_ in move.by.acts)
    says_so = move.by.title.lower().startswith("rectificatif")
    noun = "rectificatif" if is_rectification or says_so else "texte"
    number = f" {move.by.number}" if move.by.number else f" « {_cut(people.mask(move.by.title))} »"
    signed = move.by.signed_on
    return f"{noun}{number}" + (f" du {_day(signed).split(' ', 1)[1]}" if signed else "")


def quoted(entry: Entry) -> str:
    """The words of the text on one line, names masked, the cells of a row told apart."""
    return " ".join(people.mask(entry.place.quote).replace("\t", " · ").split())


def amended(entry: Entry) -> list[str]:
    return [
        typeset(f"au lieu de « {people.mask(one.old)} », lire « {people.mask(one.new)} », ")
        + changed_by(Move(entry.when, one.by))
        for one in entry.amendments
    ]


def source(entry: Entry) -> str:
    """The text that says it: its number, else its title; and the page."""
    name = entry.by.number or _cut(people.mask(entry.place.title), 60)
    return f"{name}, p.\u00a0{entry.place.page}"


def applies(entry: Entry) -> str:
    """ "Lille · session 2026 · DNB": for whom the text says that it holds, nothing when it does not say."""
    frame = entry.frame
    exams = [SHORT_NAMES.get(code, code) for code in sorted(frame.exams)]
    said = [*sorted(frame.academies), *(f"session {one}" for one in sorted(frame.sessions))]
    return " · ".join([*said, *([", ".join(exams)] if exams else [])])


def _day(value: date, beside: date | None = None) -> str:
    """The day in words; its month and year are left out when `beside` has the same."""
    words = day(_noon(value))
    if beside is None:
        return words
    kept = 2 if (value.month, value.year) == (beside.month, beside.year) else 3
    return " ".join(words.split()[: kept if value.year == beside.year else 4])


def _noon(value: date) -> datetime:
    return datetime.combine(value, time(12), PARIS)


def _hours(clock: str | None) -> str:
    first, _, last = (clock or "").partition("-")
    return f"de {_clock(first)} à {_clock(last)}" if last else f"à {_clock(first)}"


def _clock(clock: str | None) -> str:
    if clock == "24:00":
        return "minuit"
    return hour(datetime.combine(date(2000, 1, 1), time.fromisoformat(clock or "00:00"), PARIS))


def _unnumbered(heading: str) -> str:
    number, _, rest = heading.partition(" ")
    return rest if rest and number.rstrip(".)-–").replace(".", "").isdigit() else heading


def _cut(words: str, length: int = LONGEST_TITLE) -> str:
    return words if len(words) <= length else words[: length - 1].rsplit(" ", 1)[0] + "…"
