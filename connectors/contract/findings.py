"""What a check found, and how a whole run ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    HELD = "conforme"
    BROKEN = "écart"
    NOT_TRIED = "sans objet"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `detail` says what was expected and what came, or why it was not tried."""

    family: str
    name: str
    verdict: Verdict
    detail: str = ""

    def line(self) -> str:
        told = f" : {self.detail}" if self.detail else ""
        return f"{self.verdict:<11}{self.family:<14}{self.name}{told}"


def found(family: str, name: str, problem: str | None) -> Finding:
    if problem is None:
        return Finding(family, name, Verdict.HELD)
    return Finding(family, name, Verdict.BROKEN, problem)


def not_tried(family: str, name: str, why: str) -> Finding:
    return Finding(family, name, Verdict.NOT_TRIED, why)


def first_problem(*problems: str | None) -> str | None:
    return next((problem for problem in problems if problem), None)


def summary(findings: Iterable[Finding]) -> str:
    counts = dict.fromkeys(Verdict, 0)
    for finding in findings:
        counts[finding.verdict] += 1
    return " · ".join(f"{verdict}\u00a0: {count}" for verdict, count in counts.items())
