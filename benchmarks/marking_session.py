"""A whole session: how long it takes to seed, then what a corrector of a lot of 160 copies waits for.

    OMP_NUM_THREADS=1 nice python -m benchmarks.marking_session [COPIES]

CPU of one process that is server and client at once, hence more than the server's alone. Images are drawn
when they are first looked at: they are not part of the seeding.
"""

import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from fastapi.testclient import TestClient
from itsdangerous import URLSafeTimedSerializer
from sqlmodel import Session, func, select

from backend import database
from backend.demo import seed, whole_session
from backend.main import create_app
from backend.models import Copy, Page
from backend.settings import DEMONSTRATION_SECRET, BackendSettings

LOT, ROUNDS = whole_session.FIRST_LOT, 40
COPY = whole_session.FIRST_COPY + 100


def seed_all(settings: BackendSettings, copies: int) -> None:
    began, cpu = time.perf_counter(), time.process_time()
    engine = database.make_engine(settings.database_url)
    database.migrate(engine)
    now = datetime.now(UTC)
    with database.writing(engine) as session:
        seed.seed(session, now=now)
        whole_session.seed_session(session, copies, now=now)
    with Session(engine) as session:
        counted = [session.exec(select(func.count()).select_from(table)).one() for table in (Copy, Page)]
    engine.dispose()
    wall, spent = time.perf_counter() - began, time.process_time() - cpu
    print(f"{counted[0]} copies, {counted[1]} pages: {wall:.1f} s, {spent:.1f} s of CPU")


def measure(name: str, act: Callable[[], int]) -> None:
    act()
    walls, cpus = [], []
    for _ in range(ROUNDS):
        began, cpu = time.perf_counter(), time.process_time()
        status = act()
        walls.append(1000 * (time.perf_counter() - began))
        cpus.append(1000 * (time.process_time() - cpu))
        assert status == 200, (name, status)
    slow = statistics.quantiles(walls, n=20)[-1]
    told = (
        f"median {statistics.median(walls):.0f} ms, 95 % {slow:.0f} ms, CPU {statistics.median(cpus):.0f} ms"
    )
    print(f"{name:<32}{told}")


def measure_all(settings: BackendSettings) -> None:
    person = whole_session.corrector_of(LOT)
    copy, lot = seed.copy_id(LOT, COPY), seed.lot_id(LOT)
    page = seed.page_id(LOT, COPY, 1)
    headers = {"Authorization": f"Bearer {DEMONSTRATION_SECRET}", "On-Behalf-Of": person}
    with TestClient(create_app(settings)) as browser, TestClient(browser.app, headers=headers) as api:
        signer = URLSafeTimedSerializer(DEMONSTRATION_SECRET, salt="handover")
        browser.get("/handover", params={"token": signer.dumps({"sub": person, "jti": uuid4().hex})})
        work = api.get(f"/v1/copies/{copy}/work").json()
        box = {"left": 0.1, "top": 0.1, "right": 0.2, "bottom": 0.2}
        drawn = {"page_id": str(page), "kind": "tick", "box": box, "text": ""}
        points = itertools.cycle((2, 3))

        def mark() -> int:
            kept = api.get(f"/v1/copies/{copy}/work").json()
            marks = {question["id"]: next(points) for question in work["scheme"]["questions"][:3]}
            given = {"marks": marks, "code": None, "appreciation": "", "version": kept["version"]}
            return api.put(f"/v1/copies/{copy}/marks", json=given).status_code

        measure("page of a lot of 160 copies", lambda: browser.get(f"/lots/{LOT}").status_code)
        measure("page of a copy", lambda: browser.get(f"/lots/{LOT}/copies/{COPY}").status_code)
        measure("GET work", lambda: api.get(f"/v1/copies/{copy}/work").status_code)
        measure("GET missing, 160 copies", lambda: api.get(f"/v1/lots/{lot}/missing").status_code)
        measure("GET work, then PUT marks", mark)
        measure(
            "PUT annotation",
            lambda: api.put(f"/v1/copies/{copy}/annotations/{uuid4()}", json=drawn).status_code,
        )
        browser.get(f"/pages/{page}/image")
        measure("page image, drawn before", lambda: browser.get(f"/pages/{page}/image").status_code)


def main(copies: int = 3000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        settings = BackendSettings(
            database_url=f"sqlite:///{place / 'backend.db'}", pages_dir=place / "pages"
        )
        seed_all(settings, copies)
        measure_all(settings)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
