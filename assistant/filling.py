"""Putting what a message says into the slots of an open form: values, corrections, nothing else."""

import re
from dataclasses import dataclass, replace

from assistant import changing, connection_form, expense_form, slips
from assistant.by_lot import read_lots_apart
from assistant.conversation import PageContext
from assistant.defects import read_defect
from assistant.drafts import Draft, FormKind, Part, Slot
from assistant.entities import NTH, Entities, read_entities
from assistant.parts import named, read_parts
from assistant.understanding import Understood
from assistant.words import fold, plain, spelled_out

WORD_OF = {"lot": Slot.LOT, "paquet": Slot.LOT, "copie": Slot.COPY, "page": Slot.PAGE, "feuille": Slot.PAGE}
NAMED = r"(?P<kind>lot|paquet|copie|page|feuille)?"
# What is put aside by a correction: "pas la page 9", "au lieu de 98", "remplacez page 3 par".
PUT_ASIDE = re.compile(
    rf"\b(?:(?:et |non |c'est |est )?pas|plutot que|au lieu (?:de|du)|a la place (?:de|du)) (?:la |le "
    rf"|l')?{NAMED} ?\d+"
    rf"|\b(?:remplac\w+|chang\w+) (?:la |le )?(?P<kind2>lot|paquet|copie|page|feuille)? ?\d+ par\b"
)
ADDING = re.compile(
    r"\b(?:aussi|egalement|ajout\w+|rajout\w+|en plus|pareil|idem|meme (?:chose|probleme|souci|defaut"
    r"|histoire|topo)"
    r"|rebelote|sans oublier)\b|^\W*et (?:la |les )?(?:(?:copies?|pages?) )?\d+(?:(?:,| et) (?:la )?\d+)*\W*$"
)
REMOVING = re.compile(
    r"\b(?:enlev\w+|retir\w+|supprim\w+|sauf|(?:continu\w+|envo\w+|faire|fais|faites) sans)\b"
)
# "la copie c'est 78", "pour la page, plutôt la 4": the name, then its value a few words later.
NAME_THEN_VALUE = re.compile(
    r"\b(?P<kind>lot|paquet|copie|page|feuille)\b[^\d?]{0,8}?\b(?:c'est|est|c'etait|etait|plutot|serait"
    r"|s'agit de)\b"
    r"(?: plutot| bien)?(?: la| le| du)? ?(?P<value>\d{1,6})\b"
)
# "C'est 31 le lot", "12 pour la copie".
VALUE_THEN_NAME = re.compile(
    r"\b(?:c'est|c'etait|plutot|serait|^)\W*(?:bien )?(?:la |le )?(?P<value>\d{1,6}),? (?:pour )?(?:le|la)"
    r" (?:bonne? |vraie? )?(?:numero de )?(?P<kind>lot|paquet|copie|page|feuille)\b(?! ?\d)"
)
BARE = re.compile(
    r"^\W*(?:(?:non|nan|oui|ouais|ok|pardon|erreur|donc|alors|mais|et|aussi|r?ajoute[rz]?|un chiffre|c'est"
    r"|c'etait|ca doit etre|ce serait|euh|oups"
    r"|desole\w?|ah|oh|bah|ben|bon|mince|zut|flute|crotte|merde|punaise|attend\w*|excuse\w*(?:[- ]moi)?"
    r"|en fait"
    r"|en realite|voila|plutot|finalement|bien|marque|ecrit|note|je (?:pense|crois)(?: que)?|je (?:voulais"
    r"|veux) dire"
    r"|j'ai|la|le bon(?: numero)?|la bonne|le vrai|la vraie|je parle|il s'agit|dans|pour|sur|de)\W+)*?"
    r"(?P<article>la|le|les|au|du|n°|numero)?\s*(?:bien )?"
    r"(?P<numbers>\d+(?:(?:\s*(?:,|et|a|-)\s*)\d+)*)\W*(?:(?:svp|stp|merci|pardon|desole\w?|je crois|du coup"
    r"|en fait|plutot)\W*)*$"
)
# "La deuxième", "c'est la 2e": a page without its word.
RANK = re.compile(
    r"^\W*(?:(?:non|ok|euh|ah|oui|c'est|c'etait|plutot|pardon"
    rf"|je crois)\W+)*la (?P<rank>{NTH})\W*$"
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
    if (crossed := changing.crossed(draft, folded)) is not None:
        return Filled(crossed, True)
    cleared = changing.cleared(draft, folded)
    alone = not understood.entities.names_a_place or bool(bare_numbers(slips.without(folded))[1])
    if cleared is not None and alone:
        return Filled(_said_again(cleared, folded), True)
    if draft.kind is FormKind.SCAN:
        filled = _scan(draft, folded)
        filled = _from_page(filled, understood.entities, context) if context else filled
    else:
        filled = connection_form.filled(draft, understood, folded)
    return Filled(filled, filled != draft)


def _said_again(cleared: Draft, folded: str) -> Draft:
    """ "Je me suis trompée de page, c'est la 3": the slot that was emptied, filled in the same breath."""
    return _scan(cleared, folded) if cleared.kind is FormKind.SCAN else cleared


def bare_numbers(folded: str) -> tuple[str, tuple[str, ...]]:
    """The article and the numbers of a message that says nothing else: "la 4", "17", "3 et 4"."""
    match = BARE.match(folded) or BARE.match(_last_clause(folded))
    if match:
        return match["article"] or "", read_entities(f"pages {match['numbers']}").pages
    rank = RANK.match(folded)
    return ("la", read_entities(f"{rank['rank']} page").pages) if rank else ("", ())


def _last_clause(folded: str) -> str:
    """ "Ok. Je reprends : c'est la 4": what comes before says no number and asks nothing."""
    before, _, last = re.sub(r"[.;!]", ":", folded.strip(" .;!")).rpartition(":")
    return "" if "?" in folded or re.search(r"\d", before) else last


def _scan(draft: Draft, folded: str) -> Draft:
    read = _places(draft, folded) if not (beside := _beside(draft, folded)) else Entities(pages=beside)
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


def _beside(draft: Draft, folded: str) -> tuple[str, ...]:
    """ "La page suivante": the one after the page that is held, when one is."""
    step, held = slips.neighbour(folded), draft.pages[0] if len(draft.pages) == 1 else ""
    return (str(int(held) + step),) if step and held.isdigit() else ()


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
    kept = slips.without(PUT_ASIDE.sub(" ", folded))
    article, numbers = bare_numbers(kept)
    if numbers:
        return _given(_slot_of(draft, aside, article, numbers, bool(ADDING.search(folded))), numbers)
    named = NAME_THEN_VALUE.search(kept) or VALUE_THEN_NAME.search(kept)
    if named:
        return _given(WORD_OF[named["kind"]], (named["value"],))
    read = read_entities(plain(kept))
    kind = (aside["kind"] or aside["kind2"]) if aside else None
    if kind and read.numbers and not read.names_a_place:
        return _given(WORD_OF[kind], read.numbers)
    return read


def _slot_of(
    draft: Draft, aside: re.Match[str] | None, article: str, numbers: tuple[str, ...], adds: bool
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
    if article not in ("la", "les"):
        return None
    beside_others = adds and len(draft.copies) > 1  # reported together
    return Slot.PAGE if not beside_others and all(int(number) <= 12 for number in numbers) else Slot.COPY


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
