"""Many small texts indexed into an empty database: memory along the way, time, and what a second run costs.

python -m benchmarks.many_texts 2000        # prints the curve that docs/quality.md keeps
"""

import os
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from app.database import open_engine
from app.migrate import bring_up_to_date
from knowledge.library import index_folder
from knowledge.vocabulary import ACADEMIES

_PAGE = os.sysconf("SC_PAGE_SIZE")
_WORDS = """
    copie correcteur lot numérisation centre session épreuve note convocation mission réunion entente
    harmonisation bordereau saisie jury délibération indemnité déplacement candidat anonymat incident
"""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "textes")
        _write(folder, count)
        engine = open_engine(f"sqlite:///{home}/permanence.db")
        bring_up_to_date(engine)
        curve: dict[int, int] = {}
        begun, spent = time.monotonic(), time.process_time()

        def progress(done: int, total: int) -> None:
            if total == count and done % max(1, count // 8) == 0:
                curve.setdefault(done, _held())

        def index() -> None:
            index_folder(
                lambda: Session(engine),
                folder,
                Path(home, "index"),
                None,
                now=datetime.now(UTC),
                progress=progress,
            )

        index()
        clock, here = time.monotonic() - begun, time.process_time() - spent
        _say(f"{count} textes : {clock:.0f} s, {here:.0f} s de calcul hors lecture")
        for done, held in curve.items():
            _say(f"  après {done:6} textes : {held / 1e6:.0f} Mo")
        _say(f"  index construit : {_held() / 1e6:.0f} Mo, au plus {_peak() / 1e6:.0f} Mo")
        begun = time.monotonic()
        index()
        _say(f"rien n’a changé : {time.monotonic() - begun:.1f} s")
        engine.dispose()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _write(folder: Path, count: int) -> None:
    chance = random.Random(7)
    folder.mkdir()
    for number in range(count):
        academy = chance.choice(ACADEMIES)
        head = f"Académie de {academy}\n{academy}, le 3 mars 2031\nCirculaire DEC/31-{number:05}\n\n"
        head += f"BTS spécialité {number}, session 2031 – Correction des épreuves\n\n"
        sections = [f"{at}. Partie {at}\n\n{_paragraph(chance)}\n\n" for at in range(1, 6)]
        (folder / f"circulaire-{number:05}.txt").write_text(head + "".join(sections), encoding="utf-8")


def _paragraph(chance: random.Random) -> str:
    said = [" ".join(chance.choices(_WORDS.split(), k=12)).capitalize() for _ in range(4)]
    return ". ".join([*said, f"Réponse avant le {chance.randrange(2, 28)} juin 2031"]) + "."


def _held() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE


def _peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
