"""How long a centre's packets take to come in: `python -m benchmarks.scan_intake --packets 15`.

Packets of thirty copies of four pages are drawn first, apart from the measure, each in one PDF as a scanner
gives it, one page in fifty damaged. Then each is taken in: read, checked page by page, split, compared with
its list, written.
"""

import argparse
import random
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from backend import database
from backend.demo import packet, seed
from backend.demo.packet import PlannedPacket
from backend.demo.sheet import Defect
from backend.scanning import intake_folder

COPIES, FIRST_LOT = 30, 2001
DEFECTS = (Defect.BLURRED, Defect.TOO_PALE, Defect.STAIN, Defect.CUT, Defect.UPSIDE_DOWN, Defect.SKEWED)
SHARE = 0.02


def planned(rank: int) -> PlannedPacket:
    dice = random.Random(rank)
    first = 10_000 + 100 * rank
    defects = {
        (copy, page): (dice.choice(DEFECTS), 0.8)
        for copy in range(first, first + COPIES)
        for page in range(1, packet.PAGES + 1)
        if dice.random() < SHARE
    }
    return PlannedPacket(lot=FIRST_LOT + rank, first_copy=first, copies=COPIES, defects=defects)


def cpu_seconds() -> float:
    """Of this process and of the readers of PDFs that it started."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packets", type=int, default=15)
    count = parser.parse_args().packets
    with tempfile.TemporaryDirectory(prefix="intake-") as home:
        engine = database.make_engine(f"sqlite:///{home}/backend.db")
        database.migrate(engine)
        packets = [planned(rank) for rank in range(count)]
        with database.writing(engine) as session:
            seed.seed(session, now=datetime.now(UTC))
            for one in packets:
                packet.seed_packet(session, one, datetime.now(UTC))
        folders = []
        for one in packets:
            folder = Path(home) / str(one.lot)
            folder.mkdir()
            (folder / "paquet.pdf").write_bytes(packet.pdf(list(packet.pages(one))))
            folders.append(folder)
        wall, cpu = time.perf_counter(), cpu_seconds()
        for one, folder in zip(packets, folders, strict=True):
            lines = list(
                intake_folder.take(engine, Path(home) / "pages", folder, lot=one.lot, pages=packet.PAGES)
            )
            print(*lines[:2])
        wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
        pages = count * COPIES * packet.PAGES
        print(f"{count} packets, {pages} pages: {wall:.0f} s, {cpu:.0f} s of processor")
        print(f"{1000 * cpu / pages:.0f} ms of processor a page")
        engine.dispose()


if __name__ == "__main__":
    main()
