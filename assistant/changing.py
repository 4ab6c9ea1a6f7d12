"""A message that wants a slot of the open form changed, without saying its new value."""

import re

from assistant import slips
from assistant.drafts import Draft, FormKind, Slot

CHANGE = re.compile(
    r"\b(?:modifi\w+|chang\w+|corrig\w+|rectifi\w+)\b.{0,20}?\b(?P<what>lot|paquet|copie|page|defaut"
    r"|motif|probleme|application|heure|debut|lieu|endroit)\b"
)
# "Je me suis trompée de lot", "mauvaise page", "ce n'est pas la bonne copie": the slot, without its value.
MISTAKEN = re.compile(
    r"\b(?:trompe\w*|erreur|faute) (?:de|du|sur (?:le|la|l'))\W*(?:numero (?:de |du )?)?(?:la |le )?"
    r"(?P<what>lot|paquet|copie|page|defaut|motif)\b"
    r"|(?:\b(?:pas|plus) (?:du tout )?(?:le|la) bon(?:ne)?|\b(?:un|une|le|la) mauvaise?|^\W*mauvaise?)"
    r" (?:numero de )?(?P<which>lot|paquet|copie|page|defaut|motif)\b"
    r"|\b(?:le|la) (?P<wrong>lot|copie|page|defaut|motif) (?:n'est|est|c'est) (?:pas (?:le bon|la bonne|ca"
    r"|bon\w*)"
    r"|faux|fausse|mauvaise?|errone\w*|incorrecte?)\b"
)
CHANGED = {
    "lot": Slot.LOT, "paquet": Slot.LOT, "copie": Slot.COPY, "page": Slot.PAGE, "feuille": Slot.PAGE,
    "defaut": Slot.DEFECT, "motif": Slot.DEFECT, "probleme": Slot.TROUBLE, "heure": Slot.SINCE,
    "application": Slot.APPLICATION, "debut": Slot.SINCE, "lieu": Slot.PLACE, "endroit": Slot.PLACE,
}  # fmt: skip


def cleared(draft: Draft, folded: str) -> Draft | None:
    """The draft with that slot empty, to be asked again; None when the message is not about that."""
    slot = _slot_to_change(draft, folded)
    if slot is None:
        return None
    empty: dict[Slot, dict[str, object]] = {
        Slot.LOT: {"lot": None, "resolved": ()},
        Slot.COPY: {"copies": (), "not_found": (), "resolved": ()},
        Slot.PAGE: {"pages": (), "not_there": (), "page_unknown": False, "resolved": ()},
        Slot.DEFECT: {"defect": None},
        Slot.APPLICATION: {"application": None},
        Slot.TROUBLE: {"trouble": None},
        Slot.SINCE: {"since": None},
        Slot.PLACE: {"place": None},
    }
    return draft.with_(asked=slot, **empty[slot])


def _slot_to_change(draft: Draft, folded: str) -> Slot | None:
    """The slot that a message wants to change without saying the new value."""
    match, said = CHANGE.search(folded), None
    if match:
        said = match["what"]
    elif draft.kind is FormKind.SCAN:
        said = _mistaken(folded)
    if said is None:
        return None
    slot = CHANGED[said]
    if match is None and not _is_held(draft, slot):
        return None
    return Slot.TROUBLE if draft.kind is FormKind.CONNECTION and slot is Slot.DEFECT else slot


def _mistaken(folded: str) -> str | None:
    """The slot that she says she got wrong."""
    match, slip = MISTAKEN.search(folded), slips.SAID.search(folded)
    if match:
        return match["what"] or match["which"] or match["wrong"]
    return slip["what"] if slip and slips.crossed(folded) is None else None


def _is_held(draft: Draft, slot: Slot) -> bool:
    """Whether there is anything to take back."""
    held = {Slot.LOT: draft.lot, Slot.COPY: draft.copies, Slot.PAGE: draft.pages, Slot.DEFECT: draft.defect}
    return bool(held.get(slot))


def crossed(draft: Draft, folded: str) -> Draft | None:
    """ "J'ai inversé la copie et la page": the draft with each number in the place of the other."""
    named = slips.crossed(folded)
    if named is None:
        return None
    slots = [CHANGED[each] for each in named]
    held = {
        Slot.LOT: (draft.lot,) if draft.lot else (),
        Slot.COPY: draft.copies or draft.not_found,
        Slot.PAGE: draft.pages or draft.not_there,
    }
    one, other = (held.get(slot, ()) for slot in slots)
    if len(one) != 1 or len(other) != 1:
        return None
    held |= {slots[0]: other, slots[1]: one}
    lot, copies, pages = held[Slot.LOT], held[Slot.COPY], held[Slot.PAGE]
    return draft.with_(
        lot=lot[0] if lot else None, copies=copies, pages=pages, not_found=(), not_there=(), resolved=()
    )
