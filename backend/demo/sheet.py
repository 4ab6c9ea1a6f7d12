"""What a demonstration page is drawn from; apart from the drawing itself, which is slow to import."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Self

WIDTH, HEIGHT = 900, 1273  # A4 at some 109 dots per inch

# Counts up when the drawing changes, so that images kept on disk are drawn anew.
DRAWING_VERSION = 2


class Defect(StrEnum):
    NONE = ""
    BLURRED = "blurred"
    BLURRED_BELOW = "blurred_below"  # sharp at the top, the sheet lifted towards the foot
    CUT = "cut"
    SKEWED = "skewed"
    BLANK = "blank"
    UPSIDE_DOWN = "upside_down"
    OUT_OF_ORDER = "out_of_order"
    TOO_PALE = "too_pale"
    BLACK = "black"
    STAIN = "stain"
    DUPLICATE = "duplicate"
    NAME_VISIBLE = "name_visible"


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a page is drawn from. `page` is what the sheet says of itself, not where it lies."""

    writer: int
    subject: str
    page: int
    pages: int
    anonymity: str
    defect: Defect = Defect.NONE
    strength: float = 0.0

    def to_row(self) -> dict[str, str | int | float]:
        return {**asdict(self), "defect": self.defect.value}

    @classmethod
    def from_row(cls, row: Mapping[str, str | int | float]) -> Self:
        return cls(
            writer=int(row["writer"]),
            subject=str(row["subject"]),
            page=int(row["page"]),
            pages=int(row["pages"]),
            anonymity=str(row["anonymity"]),
            defect=Defect(str(row["defect"])),
            strength=float(row["strength"]),
        )
