"""A hundred hostile files read one after the other: time of each, outcome, memory of the process that asks.

python -m benchmarks.hostile_files        # prints the table that docs/quality.md keeps
"""

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import Reading, UnreadableDocument
from knowledge.findings import study
from knowledge.passages import passages
from knowledge.reading import Sandbox
from tests.knowledge.reading import hostile

_PAGE = os.sysconf("SC_PAGE_SIZE")
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    seconds: float  # reading, then what the server does with the text
    reason: str  # empty when the file was read


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Sandbox() as sandbox:
        honest = Path(folder, "honnete.txt")
        honest.write_text("1. Calendrier\n\nLa saisie ferme le 5 juin 2026.\n", encoding="utf-8")
        sandbox.read(honest)
        before, highest, outcomes = _held(), 0, []
        for name, content in hostile.files():
            path = Path(folder, name)
            path.write_bytes(content)
            del content
            outcomes.append(_outcome(sandbox, path))
            highest = max(highest, _held() - before)
            path.unlink()
        assert sandbox.read(honest).text.endswith("2026.")
        network = "avec réseau" if sandbox.has_network else "sans réseau"
    for line in _report(outcomes, highest, network):
        sys.stdout.write(line + "\n")


def _outcome(sandbox: Sandbox, path: Path) -> Outcome:
    begun, reason = time.monotonic(), ""
    try:
        _use(sandbox.read(path))
    except UnreadableDocument as error:
        reason = error.reason
    return Outcome(path.name, time.monotonic() - begun, reason)


def _use(reading: Reading) -> None:
    """Study and cut a text as an indexing does, in this process."""
    study(reading)
    for _ in passages(reading):
        pass


def _held() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE


def _report(outcomes: list[Outcome], highest: int, network: str) -> Iterator[str]:
    refused = [one for one in outcomes if one.reason]
    slowest = sorted(outcomes, key=lambda one: -one.seconds)
    yield f"fichiers {len(outcomes)}, lus {len(outcomes) - len(refused)}, refusés {len(refused)} ; {network}"
    yield f"plus long {slowest[0].seconds:.1f} s ; plus de 10 s : {sum(o.seconds > 10 for o in outcomes)}"
    yield f"mémoire du serveur : {highest / 1e6:+.0f} Mo au plus"
    for one in slowest[:_SHOWN]:
        yield f"  {one.seconds:5.1f} s  {one.name:22} {one.reason or 'lu'}"
    for reason, count in Counter(one.reason for one in refused).most_common():
        yield f"  {count:3} × {reason}"


if __name__ == "__main__":
    main()
