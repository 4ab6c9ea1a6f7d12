"""From which measure on a page is said damaged; chosen on the tuning half of benchmarks.page_quality."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.quality.findings import Check


@dataclass(frozen=True, slots=True)
class Threshold:
    """`gross` lies further the same way as `limit`; `below`: it is a small value that is bad."""

    limit: float
    gross: float
    unit: str
    below: bool = False

    def is_passed(self, value: float) -> bool:
        return value < self.limit if self.below else value > self.limit

    def is_gross(self, value: float) -> bool:
        return value <= self.gross if self.below else value >= self.gross


THRESHOLDS: Mapping[Check, Threshold] = {
    Check.BLUR: Threshold(0.25, 0.13, "steepest slope of a stroke, in contrasts per pixel", below=True),
    Check.LOW_CONTRAST: Threshold(0.3, 0.16, "share of the range from black to white", below=True),
    Check.TOO_PALE: Threshold(0.21, 0.13, "contrast of the ink, as a share of the paper's white", below=True),
    Check.SKEW: Threshold(1.25, 5.0, "degrees"),
    Check.ROTATION: Threshold(45, 90, "degrees clockwise"),
    Check.BLANK: Threshold(0.001, 0.0001, "share of the page under ink", below=True),
    Check.BLACK: Threshold(90, 40, "grey level of the paper, 0 to 255", below=True),
    Check.CROP: Threshold(0.004, 0.15, "share of the sheet lost"),
    Check.STAIN: Threshold(0.002, 0.02, "share of the page"),
    Check.DUPLICATE: Threshold(0.9, 0.99, "correlation with the other page"),
    Check.FOREIGN: Threshold(0.5, 0.9, "difference from the other pages, 0 to 1"),
    Check.NAME_VISIBLE: Threshold(5, 18, "letters in the anonymity zone"),
}
