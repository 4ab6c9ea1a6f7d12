"""The checks in their order: what makes others meaningless comes first, and is said alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.quality import header, sheet_state, siblings, writing
from backend.quality.findings import WHOLE_PAGE, Box, Check, Finding, Severity
from backend.quality.page import Page, Place, read
from backend.quality.siblings import Signature
from backend.quality.thresholds import THRESHOLDS

Measures = Mapping[Check, tuple[float, Box]]

# A check that fails says too little, or the same twice, beside one of these.
SAID_ALONE: Mapping[Check, frozenset[Check]] = {
    Check.BLACK: frozenset(Check) - {Check.BLACK},
    Check.BLANK: frozenset({Check.TOO_PALE, Check.BLUR, Check.SKEW}),
    Check.LOW_CONTRAST: frozenset({Check.TOO_PALE, Check.BLANK, Check.STAIN}),
    Check.BLUR: frozenset({Check.STAIN}),
    Check.SKEW: frozenset({Check.CROP, Check.STAIN}),
    Check.CROP: frozenset({Check.STAIN}),
}

NOTHING_PRINTED = 0.03  # contrast of a sheet that bears no mark at all: it is blank, not washed out


@dataclass(frozen=True, slots=True)
class Checked:
    """A page by itself: its findings in the order of Check, its signature for `compare`, every measure."""

    place: Place
    findings: Sequence[Finding]
    signature: Signature
    measures: Measures


def check(image: NDArray[np.uint8], place: Place) -> Checked:
    """Check one page in grey; raise NotAPage for an image that no scanner gives.

    Deterministic, some 50 ms of one processor for an A4 page at 109 dots per inch.
    """
    page = read(image, place)
    letters, dim = writing.letters(page), sheet_state.dimness(page)
    measures: dict[Check, tuple[float, Box]] = {
        Check.BLUR: writing.sharpness(page),
        Check.LOW_CONTRAST: writing.contrast(page),
        Check.TOO_PALE: writing.paleness(page, letters),
        Check.SKEW: (abs(page.skew), WHOLE_PAGE),
        Check.ROTATION: (90.0 * page.turn, WHOLE_PAGE),
        Check.BLANK: writing.blankness(letters),
        Check.BLACK: writing.blackness(page),
        Check.CROP: sheet_state.loss(page, dim),
        Check.STAIN: sheet_state.spots(page, dim),
        Check.NAME_VISIBLE: header.letters(page),
    }
    signature = siblings.sign(page, measures[Check.BLANK][0])
    return Checked(place, _findings(page, measures), signature, measures)


def compare(checked: Sequence[Checked]) -> list[list[Finding]]:
    """What the pages of one copy, or of a packet, say of one another: for each, in their order.

    Of two pages alike, the later one is the duplicate.
    """
    signatures = [one.signature for one in checked]
    return [
        [*_repeated(checked, signatures, at), *_foreign(checked, signatures, at)]
        for at in range(len(checked))
    ]


def passes(measures: Measures) -> frozenset[Check]:
    """The checks whose threshold is passed, those left out that another makes meaningless."""
    passed = {check for check, (value, _) in measures.items() if THRESHOLDS[check].is_passed(value)}
    if Check.BLANK in passed and measures[Check.LOW_CONTRAST][0] < NOTHING_PRINTED:
        passed.discard(Check.LOW_CONTRAST)
    silenced = {quiet for check in passed for quiet in SAID_ALONE.get(check, ())}
    return frozenset(passed - silenced)


def _findings(page: Page, measures: Measures) -> list[Finding]:
    found = passes(measures)
    return [_finding(page.place, check, *measures[check]) for check in Check if check in found]


def _finding(place: Place, check: Check, value: float, box: Box, other: int | None = None) -> Finding:
    threshold = THRESHOLDS[check]
    severity = Severity.GROSS if threshold.is_gross(value) else Severity.DEFECT
    if check is Check.BLANK and place.number == place.pages:
        severity = Severity.NOTICE
    return Finding(
        check=check,
        value=value,
        threshold=threshold.limit,
        unit=threshold.unit,
        severity=severity,
        box=box,
        number=place.number,
        pages=place.pages,
        other=other,
    )


def _repeated(checked: Sequence[Checked], signatures: Sequence[Signature], at: int) -> list[Finding]:
    like = siblings.repeated(signatures[: at + 1], at)
    if like is None or not THRESHOLDS[Check.DUPLICATE].is_passed(like.correlation):
        return []
    other = checked[like.other].place.number
    return [_finding(checked[at].place, Check.DUPLICATE, like.correlation, WHOLE_PAGE, other)]


def _foreign(checked: Sequence[Checked], signatures: Sequence[Signature], at: int) -> list[Finding]:
    value = siblings.strangeness(signatures, at)
    if not THRESHOLDS[Check.FOREIGN].is_passed(value):
        return []
    return [_finding(checked[at].place, Check.FOREIGN, value, WHOLE_PAGE)]
