"""Buttons to choose among one's lots, where a lot must be said."""

from collections.abc import Sequence

from assistant.answers import Action
from assistant.personal import LotRecord

MOST = 5
ANOTHER = Action(label="Un autre lot", say="un autre lot")


def lot_buttons(lots: Sequence[LotRecord]) -> tuple[Action, ...]:
    """Her lots by number and exam; the others are written."""
    shown = tuple(Action(label=_label(lot), say=f"lot {lot.number}") for lot in lots[:MOST])
    return (*shown, ANOTHER) if len(lots) > MOST else shown


def _label(lot: LotRecord) -> str:
    return f"Lot {lot.number} ({lot.exam})" if lot.exam else f"Lot {lot.number}"
