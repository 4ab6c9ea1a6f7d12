"""Precision and recall of the quality check of a scanned page, on pages drawn with known defects.

    OMP_NUM_THREADS=1 nice python -m benchmarks.page_quality         the held-out half against the thresholds
    OMP_NUM_THREADS=1 nice python -m benchmarks.page_quality --tune   thresholds proposed from the tuning half

Every page is drawn twice: once sound, once with the defect whose turn it is. CPU is process time, one thread.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from backend.quality import THRESHOLDS, Check, Checked, Place, Severity, check, compare
from backend.quality.siblings import repeated, strangeness
from benchmarks.page_damage import KINDS, PAGES, STRENGTHS, draw
from benchmarks.page_sheets import HELD_OUT, TUNING, Half

NAMES = {strength: name for name, strength in STRENGTHS.items()}


@dataclass(frozen=True)
class Seen:
    """One page, what was done to it, what was found, and every measure."""

    kind: str
    strength: float
    found: frozenset[str]
    values: dict[Check, float]
    is_verso: bool  # blank, at the end of the copy


def plan(rank: int) -> Iterator[tuple[int, str, float]]:
    """Which defect each page of a copy gets in its turn; a name can only be seen on the first."""
    strengths = tuple(STRENGTHS.values())
    others = [(kind, strength) for kind in KINDS if kind != "name_visible" for strength in strengths]
    for page in range(1, PAGES + 1):
        if page == 1 and rank % 3 == 0:
            yield page, "name_visible", strengths[rank // 3 % 3]
            continue
        # Every copy before this one took four, but for the first pages kept for the names.
        taken = 4 * rank - (rank + 2) // 3 + page - 1 - (rank % 3 == 0)
        yield page, *others[taken % len(others)]


def seen(half: Half, rank: int, cost: list[float]) -> Iterator[Seen]:
    def checked(page: int, kind: str = "", strength: float = 0.0) -> Checked:
        image = draw(half, rank, page, kind, strength).image
        started = time.process_time()
        result = check(image, Place(page, PAGES))
        cost.append(time.process_time() - started)
        return result

    sound = {page: checked(page) for page in range(1, PAGES + 1)}
    for page, kind, strength in plan(rank):
        siblings = [sound[other] for other in sound if other != page]
        yield _seen("", 0, siblings, sound[page])
        yield _seen(kind, strength, siblings, checked(page, kind, strength))


def _seen(kind: str, strength: float, siblings: Sequence[Checked], mine: Checked) -> Seen:
    together = [*siblings, mine]
    findings = [*mine.findings, *compare(together)[-1]]
    # A blank verso at the end is told and is no alarm; where a blank page was drawn, that is finding it.
    found = {one.check for one in findings if one.severity is not Severity.NOTICE or one.check == kind}
    signatures = [one.signature for one in together]
    like = repeated(signatures, len(siblings))
    values = {each: value for each, (value, _) in mine.measures.items()}
    values[Check.DUPLICATE] = like.correlation if like else 0.0
    values[Check.FOREIGN] = strangeness(signatures, len(siblings))
    is_verso = any(one.severity is Severity.NOTICE for one in findings)
    return Seen(kind, strength, frozenset(found), values, is_verso)


def report(pages: Sequence[Seen], cost: Sequence[float]) -> None:
    sound = [page for page in pages if not page.kind]
    print("| Défaut | léger | moyen | grossier | précision | fausses alertes |\n|---|---|---|---|---|---|")
    for kind in KINDS:
        cells = [_recall(pages, kind, strength) for strength in STRENGTHS.values()]
        said = [page for page in pages if kind in page.found]
        right = sum(page.kind == kind for page in said)
        alarms = sum(kind in page.found for page in sound)
        precision = f"{right / len(said):.2f}".replace(".", ",") if said else "—"
        print(f"| {kind} | {' | '.join(cells)} | {precision} | {alarms}/{len(sound)} |")
    for strength, name in NAMES.items():
        hurt = [page for page in pages if page.kind and page.strength == strength]
        print(f"recall {name}: {np.mean([page.kind in page.found for page in hurt]):.3f} of {len(hurt)}")
    alarms = [page for page in sound if page.found]
    print(f"sound pages with an alarm: {len(alarms)}/{len(sound)} = {len(alarms) / len(sound):.3f}")
    print("of which:", dict(Counter(kind for page in alarms for kind in page.found)))
    beside = Counter(
        f"{page.kind}: {other}" for page in pages if page.kind for other in page.found - {page.kind}
    )
    print("said beside the defect drawn:", dict(beside.most_common(12)))
    milliseconds = 1000 * np.array(cost)
    print(
        f"CPU a page: median {np.median(milliseconds):.1f} ms, 95 % {np.percentile(milliseconds, 95):.1f} ms"
    )


def _recall(pages: Sequence[Seen], kind: str, strength: float) -> str:
    drawn = [page for page in pages if page.kind == kind and page.strength == strength]
    return f"{sum(kind in page.found for page in drawn)}/{len(drawn)}"


def propose(pages: Sequence[Seen]) -> None:
    """Half-way between the sound page nearest to the defect, one in 200 left out, and the mild ones."""
    print(f"{'check':14}{'sound 99.5 %':>14}{'mild 20 %':>12}{'proposed':>10}{'in use':>8}")
    for each, threshold in THRESHOLDS.items():
        sign = -1 if threshold.below else 1
        sound = [sign * page.values[each] for page in pages if not page.kind and not page.is_verso]
        mild = [sign * page.values[each] for page in pages if page.kind == each and page.strength == 0]
        edge, near = np.percentile(sound, 99.5), np.percentile(mild, 20)
        proposed = sign * (edge + near) / 2
        print(f"{each:14}{sign * edge:14.4f}{sign * near:12.4f}{proposed:10.4f}{threshold.limit:8.4g}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tune", action="store_true")
    options.add_argument("--copies", type=int, default=80)
    chosen = options.parse_args()
    cv2.setNumThreads(1)
    half, cost = (TUNING if chosen.tune else HELD_OUT), list[float]()
    pages = [page for rank in range(chosen.copies) for page in seen(half, rank, cost)]
    print(f"{half.name}: {len(pages)} pages of {chosen.copies} copies")
    if chosen.tune:
        propose(pages)
    else:
        report(pages, cost)


if __name__ == "__main__":
    main()
