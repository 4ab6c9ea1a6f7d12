"""A message that wants a slot of the open form changed, without saying its new value."""

import re

from assistant.drafts import Draft, FormKind, Slot

CHANGE = re.compile(
    r"\b(?:modifi\w+|chang\w+|corrig\w+|rectifi\w+)\b.{0,20}?\b(?P<what>lot|paquet|copie|page|defaut"
    r"|motif|probleme|application|heure|debut|lieu|endroit)\b"
)
# "Je me suis trompée de lot", "mauvaise page", "ce n'est pas la bonne copie": the slot, without its value.
MISTAKEN = re.compile(
    r"\b(?:trompe\w*|erreur|faute) (?:de|du|sur (?:le|la|l'))\W*(?:numero (?:de |du )?)?(?:la |le )?"
    r"(?P<what>lot|paquet|copie|page|defaut|motif)\b"
    r"|(?:\b(?:pas|plus) (?:le|la) bon(?:ne)?|\bc'est (?:un|une|le|la) mauvaise?|^\W*mauvaise?)"
    r" (?P<which>lot|paquet|copie|page|defaut|motif)\b"
)
CHANGED = {
    "lot": Slot.LOT, "paquet": Slot.LOT, "copie": Slot.COPY, "page": Slot.PAGE, "defaut": Slot.DEFECT,
    "motif": Slot.DEFECT, "probleme": Slot.TROUBLE, "application": Slot.APPLICATION, "heure": Slot.SINCE,
    "debut": Slot.SINCE, "lieu": Slot.PLACE, "endroit": Slot.PLACE,
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
    match, mistaken = CHANGE.search(folded), None
    if match is None and draft.kind is FormKind.SCAN and draft.asked is Slot.CONFIRM:
        mistaken = MISTAKEN.search(folded)
    if match is None and mistaken is None:
        return None
    said = match["what"] if match else mistaken and (mistaken["what"] or mistaken["which"])
    slot = CHANGED[said or ""]
    return Slot.TROUBLE if draft.kind is FormKind.CONNECTION and slot is Slot.DEFECT else slot
