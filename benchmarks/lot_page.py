"""What the pages of a large lot cost its corrector's server, in processor time.

python -m benchmarks.lot_page        # prints the table that docs/quality.md keeps
"""

import secrets
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from fastapi.testclient import TestClient
from itsdangerous import URLSafeTimedSerializer
from sqlmodel import Session, col, func, select, update

from backend import database
from backend.demo import seed
from backend.demo.seed import lot_id
from backend.main import create_app
from backend.models import Copy
from backend.settings import DEMONSTRATION_SECRET, BackendSettings

READINGS = 12
# The copies of these lots, of the same paper, are put in lot 17: more than any lot of 160.
JOINED = (9, 18, 23)
PAGES = {
    "mes lots": "/lots",
    "le lot": "/lots/17",
    "le lot, toutes ses pages en vignettes": "/lots/17?view=pages",
    "une copie": "/lots/17/copies/0423",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = BackendSettings(
            database_url=f"sqlite:///{folder}/backend.db", pages_dir=Path(folder) / "pages"
        )
        copies = _prepare(settings)
        browser = TestClient(create_app(settings), headers={"Accept": "text/html"}, follow_redirects=False)
        signer = URLSafeTimedSerializer(DEMONSTRATION_SECRET, salt="handover")
        token = signer.dumps({"sub": "correctrice-bts", "jti": secrets.token_hex(8)})
        browser.get("/handover", params={"token": token})
        print(f"| Page, lot de {copies} copies | Calcul, médiane de {READINGS} |\n|---|---|")
        for name, address in PAGES.items():
            print(f"| {name} | {_cost(browser, address) * 1000:.0f} ms |")


def _prepare(settings: BackendSettings) -> int:
    engine = database.make_engine(settings.database_url)
    database.migrate(engine)
    with database.writing(engine) as session:
        seed.seed(session, now=datetime.now(UTC))
        others = [lot_id(number) for number in JOINED]
        session.exec(update(Copy).where(col(Copy.lot_id).in_(others)).values(lot_id=lot_id(17)))
    with Session(engine) as session:
        return session.exec(select(func.count()).select_from(Copy).where(Copy.lot_id == lot_id(17))).one()


def _cost(browser: TestClient, address: str) -> float:
    """Seconds of processor; the client's own are in it."""
    costs = []
    for _ in range(READINGS):
        start = time.process_time()
        assert browser.get(address).status_code == 200, address
        costs.append(time.process_time() - start)
    return statistics.median(costs)


if __name__ == "__main__":
    main()
