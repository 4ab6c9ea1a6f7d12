"""What the check of a page says: a defect, how much, beyond what, and where."""

from dataclasses import dataclass
from enum import StrEnum

# Counts up when a method or a threshold changes: a finding kept in a table says by which it was made.
METHOD_VERSION = 1


class Check(StrEnum):
    """What is looked for, one method each."""

    BLUR = "blur"
    LOW_CONTRAST = "low_contrast"
    TOO_PALE = "too_pale"
    SKEW = "skew"
    ROTATION = "rotation"
    BLANK = "blank"
    BLACK = "black"
    CROP = "crop"
    STAIN = "stain"
    DUPLICATE = "duplicate"
    FOREIGN = "foreign"
    NAME_VISIBLE = "name_visible"


class Severity(StrEnum):
    NOTICE = "notice"  # told, and sound in itself: the blank verso at the end of a copy
    DEFECT = "defect"
    GROSS = "gross"


# The words of a report, shared with whoever files one. Two checks have none of their own: a crooked page is
# reported as one badly turned, a washed-out one as illegible.
DEFECTS = {
    Check.BLUR: "flou",
    Check.LOW_CONTRAST: "illisible",
    Check.TOO_PALE: "trop_clair",
    Check.SKEW: "orientation",
    Check.ROTATION: "orientation",
    Check.BLANK: "page_blanche",
    Check.BLACK: "page_noire",
    Check.CROP: "page_coupee",
    Check.STAIN: "taches",
    Check.DUPLICATE: "doublon",
    Check.FOREIGN: "autre_copie",
    Check.NAME_VISIBLE: "nom_visible",
}


@dataclass(frozen=True, slots=True)
class Box:
    """Where, as shares of the page as it was scanned, from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


WHOLE_PAGE = Box(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class Finding:
    check: Check
    value: float
    threshold: float
    unit: str
    severity: Severity
    box: Box
    number: int  # which page of the copy
    pages: int  # of how many
    other: int | None = None  # the page that this one repeats
    method_version: int = METHOD_VERSION

    @property
    def defect(self) -> str:
        return DEFECTS[self.check]


class NotAPage(Exception):
    """The image cannot be the scan of a page; `reason` is one word for a table, not a sentence."""

    def __init__(self, reason: str, shape: tuple[int, ...]) -> None:
        super().__init__(f"not a page: {reason}, {shape}")
        self.reason = reason
        self.shape = shape
