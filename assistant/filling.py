"""Putting what a message says into the slots of an open form: values, corrections, nothing else."""

import re
from dataclasses import dataclass, replace

from assistant import changing, expense_form
from assistant.by_lot import read_lots_apart
from assistant.conversation import PageContext
from assistant.defects import read_defect, read_trouble
from assistant.drafts import Draft, FormKind, Part, Slot
from assistant.entities import Entities, read_entities
from assistant.parts import named, read_parts
from assistant.understanding import Understood
from assistant.whence import as_a_time
from assistant.words import fold, plain, spelled_out

WORD_OF = {"lot": Slot.LOT, "paquet": Slot.LOT, "copie": Slot.COPY, "page": Slot.PAGE, "feuille": Slot.PAGE}
NAMED = r"(?P<kind>lot|paquet|copie|page|feuille)?"
# What is put aside by a correction: "pas la page 9", "au lieu de 98", "remplacez page 3 par".
PUT_ASIDE = re.compile(
    rf"\b(?:(?:et |non |c'est |est )?pas|plutot que|au lieu (?:de|du)|a la place (?:de|du)) (?:la |le "
    rf"|l')?{NAMED} ?\d+"
    rf"|\b(?:remplac\w+|chang\w+) (?:la |le )?(?P<kind2>lot|paquet|copie|page|feuille)? ?\d+ par\b"
)
ADDING = re.compile(r"\b(?:aussi|egalement|ajout\w+|en plus)\b")
REMOVING = re.compile(
    r"\b(?:enlev\w+|retir\w+|supprim\w+|sauf|(?:continu\w+|envo\w+|faire|fais|faites) sans)\b"
)
# "la copie c'est 78", "pour la page, plutôt la 4": the name, then its value a few words later.
NAME_THEN_VALUE = re.compile(
    r"\b(?P<kind>lot|paquet|copie|page|feuille)\b[^\d?]{0,8}?\b(?:c'est|est|c'etait|etait|plutot|serait"
    r"|s'agit de)\b"
    r"(?: plutot| bien)?(?: la| le| du)? ?(?P<value>\d{1,6})\b"
)
BARE = re.compile(
    r"^\W*(?:(?:non|oui|ok|pardon|erreur|donc|alors|c'est|c'etait|euh|oups|desole\w?|ah|oh|bah|ben|bon"
    r"|mince|zut|en fait"
    r"|voila|plutot|finalement|je (?:pense|crois)(?: que)?|je voulais dire|je parle|il s'agit|dans|pour"
    r"|sur|de)\W+)*"
    r"(?P<article>la|le|les"
    r"|au|du|n°|numero)?\s*"
    r"(?P<numbers>\d+(?:(?:\s*(?:,|et|a|-)\s*)\d+)*)\W*(?:svp|merci)?\W*$"
)
TAKEN_BACK = re.compile(r"\b(?:non|pardon|plutot|erreur|enfin|euh|oups|mince|zut|je voulais dire|en fait)\b")
UNKNOWN = re.compile(r"\b(?:sais (?:pas|plus)|aucune idee|j'ignore|impossible a dire|pas sure?)\b")
WHOLE = re.compile(r"\b(?:toutes?(?: les)?(?: pages)?|toute la copie|l'ensemble|la copie entiere|partout)\b")


@dataclass(frozen=True, slots=True)
class Filled:
    """`changed` tells whether the message gave the form anything."""

    draft: Draft
    changed: bool


def fill(draft: Draft, understood: Understood, context: PageContext | None = None) -> Filled:
    """The draft with the values of a message; a value said again replaces the one before."""
    if draft.kind is FormKind.EXPENSE:
        held = expense_form.fill(draft, understood.text)
        return Filled(held, held != draft)
    folded = fold(spelled_out(understood.text))
    cleared = changing.cleared(draft, folded)
    if cleared is not None and not understood.entities.names_a_place:
        return Filled(cleared, True)
    if draft.kind is FormKind.SCAN:
        filled = _scan(draft, folded)
        filled = _from_page(filled, understood.entities, context) if context else filled
    else:
        filled = _connection(draft, understood, folded)
    return Filled(filled, filled != draft)


def bare_numbers(folded: str) -> tuple[str, tuple[str, ...]]:
    """The article and the numbers of a message that says nothing else: "la 4", "17", "3 et 4"."""
    match = BARE.match(folded)
    if not match:
        return "", ()
    return match["article"] or "", read_entities(f"pages {match['numbers']}").pages


def _scan(draft: Draft, folded: str) -> Draft:
    read = _places(draft, folded)
    if apart := _apart(draft, folded, read):
        return apart
    aside = read_entities(" ".join(match.group() for match in PUT_ASIDE.finditer(folded)))
    how = _How(bool(ADDING.search(folded)), bool(REMOVING.search(folded)))
    # The copy that takes the place of a refused one comes beside those that were found.
    of_copies = replace(how, adding=how.adding or bool(draft.not_found))
    draft = _with_refused(draft, read)
    changed = draft.with_(
        lot=_lot(draft, folded, read),
        copies=of_copies.combine(draft.copies, _as_held(read.copies, draft.copies), aside.copies),
        pages=how.combine(draft.pages, read.pages, aside.pages),
        # "Ce n'est pas la copie 12, c'est la 13" says nothing of a defect.
        defect=read_defect(PUT_ASIDE.sub(" ", folded)) or draft.defect,
    )
    if draft.asked is Slot.PAGE and not changed.pages and (UNKNOWN.search(folded) or WHOLE.search(folded)):
        changed = changed.with_(page_unknown=True)
    if changed.pages:
        changed = changed.with_(page_unknown=False)
    same = (changed.lot, changed.copies, changed.pages) == (draft.lot, draft.copies, draft.pages)
    return changed if same else changed.with_(resolved=())


def _lot(draft: Draft, folded: str, read: Entities) -> str | None:
    """Of several lots, the last when the others are taken back; else which one is asked."""
    said = _as_held(read.lots, (draft.lot,) if draft.lot else ())
    if len(said) > 1 and not TAKEN_BACK.search(folded):
        return draft.lot
    return said[-1] if said else draft.lot


def _with_refused(draft: Draft, read: Entities) -> Draft:
    """Another lot, or another copy, may be where what was refused is: it comes back to be checked."""
    if not (read.names_a_place and (draft.not_found or draft.not_there)):
        return draft
    copies, pages = draft.copies, draft.pages
    if read.lots and not read.copies:
        copies = _in_order((*copies, *draft.not_found))
    if (read.lots or read.copies) and not read.pages:
        pages = _in_order((*pages, *draft.not_there))
    return draft.with_(not_found=(), not_there=(), copies=copies, pages=pages)


def _apart(draft: Draft, folded: str, read: Entities) -> Draft | None:
    """Copies or pages that are said to differ: the first is reported now, the others after it."""
    held, adds = draft.copies[0] if draft.copies else "", bool(ADDING.search(folded))
    kept = PUT_ASIDE.sub(" ", folded)
    said = read_lots_apart(kept) or read_parts(kept)
    lot = _lot(draft, folded, read)
    if said and not (adds and draft.pages):
        first, *others = named(said, held, draft.defect)
        copies = (first.copy, *first.beside) if first.copy else draft.copies
        return draft.with_(
            lot=first.lot or lot, copies=copies, pages=first.pages, defect=first.defect,
            waiting=tuple(others), page_unknown=False, resolved=(),
        )  # fmt: skip
    if not (adds and held and draft.pages and read.pages):
        return None
    defect = read_defect(kept) or draft.defect
    copies = _as_held(read.copies, draft.copies)
    if defect == draft.defect and not set(copies) - set(draft.copies):
        return None
    more = said or tuple(Part(copy, read.pages, defect) for copy in copies or (held,))
    return draft.with_(waiting=(*draft.waiting, *named(more, held, draft.defect)))


def _as_held(said: tuple[str, ...], held: tuple[str, ...]) -> tuple[str, ...]:
    """ "423" is the "0423" of the recap, said again: as printed, it changes nothing."""
    printed = {number.lstrip("0"): number for number in held}
    return tuple(printed.get(number.lstrip("0"), number) for number in said)


def _places(draft: Draft, folded: str) -> Entities:
    """Lots, copies and pages of a message, what it puts aside left out, bare numbers given a slot."""
    aside = PUT_ASIDE.search(folded)
    kept = PUT_ASIDE.sub(" ", folded)
    article, numbers = bare_numbers(kept)
    if numbers:
        return _given(_slot_of(draft, aside, article, numbers), numbers)
    named = NAME_THEN_VALUE.search(kept)
    if named:
        return _given(WORD_OF[named["kind"]], (named["value"],))
    read = read_entities(plain(kept))
    kind = (aside["kind"] or aside["kind2"]) if aside else None
    if kind and read.numbers and not read.names_a_place:
        return _given(WORD_OF[kind], read.numbers)
    return read


def _slot_of(
    draft: Draft, aside: re.Match[str] | None, article: str, numbers: tuple[str, ...]
) -> Slot | None:
    """Which slot a number without a name answers."""
    kind = (aside["kind"] or aside["kind2"]) if aside else None
    if kind:
        return WORD_OF[kind]
    if draft.asked in (Slot.LOT, Slot.COPY, Slot.PAGE):
        return draft.asked
    if draft.page_unknown:
        return Slot.PAGE
    if article == "le":
        return Slot.LOT  # "le 30": un lot; "la 4": une page, or a copy when it is too high for a page
    if article in ("la", "les"):
        return Slot.PAGE if all(int(number) <= 12 for number in numbers) else Slot.COPY
    return None


def _given(slot: Slot | None, numbers: tuple[str, ...]) -> Entities:
    match slot:
        case Slot.LOT:
            return Entities(lots=numbers[-1:])
        case Slot.COPY:
            return Entities(copies=numbers)
        case Slot.PAGE:
            return Entities(pages=numbers)
        case _:
            return Entities(numbers=numbers)


@dataclass(frozen=True, slots=True)
class _How:
    """How the values of a message meet those already held."""

    adding: bool
    removing: bool

    def combine(
        self, before: tuple[str, ...], said: tuple[str, ...], aside: tuple[str, ...]
    ) -> tuple[str, ...]:
        out = {value.lstrip("0") for value in aside}
        others = tuple(value for value in before if value.lstrip("0") not in out)
        one_of_several = 0 < len(others) < len(before)
        if not said:  # "non, pas la 19", of several
            return others if one_of_several else before
        if self.removing:
            return tuple(value for value in before if value not in said)
        if not self.adding and not one_of_several:
            return said
        return _in_order((*others, *said))


def _in_order(values: tuple[str, ...]) -> tuple[str, ...]:
    """Each once, by number whatever its zeros."""
    once = {value.lstrip("0"): value for value in reversed(values)}
    return tuple(sorted(once.values(), key=lambda value: (not value.isdigit(), value.lstrip("0").zfill(8))))


def _from_page(draft: Draft, said: Entities, context: PageContext) -> Draft:
    """What the message leaves unsaid, from the page that the caller has before her."""
    lot = said.lots[-1] if said.lots else None
    if lot and context.lot and lot.lstrip("0") != context.lot.lstrip("0"):
        return draft
    if said.copies and (not context.copy or said.copies[0].lstrip("0") != context.copy.lstrip("0")):
        return replace(draft, lot=draft.lot or context.lot)
    pages = (context.page,) if context.page and not draft.page_unknown else ()
    return replace(
        draft,
        lot=draft.lot or context.lot,
        copies=draft.copies or ((context.copy,) if context.copy else ()),
        pages=draft.pages or pages,
        zone=context.zone,
        zone_page=(context.copy, context.page) if context.copy and context.page else None,
    )


def _connection(draft: Draft, understood: Understood, folded: str) -> Draft:
    read = understood.entities
    since = read.since
    if draft.asked is Slot.SINCE and not since and len(folded) <= 60:
        since = as_a_time(understood.text)
    trouble = read_trouble(plain(understood.text))
    return draft.with_(
        application=read.application or _no_application(draft, folded) or draft.application,
        trouble=trouble
        if trouble and (draft.trouble is None or draft.asked is Slot.TROUBLE)
        else draft.trouble,
        since=since or draft.since,
        place=read.place or draft.place,
    )


def _no_application(draft: Draft, folded: str) -> str | None:
    """ "Une autre", "toutes": an answer to which application, though it names none."""
    other = draft.asked is Slot.APPLICATION and re.search(
        r"\b(?:autre|toutes?|aucune|sais pas|tout)\b", folded
    )
    return "autre" if other else None
