"""A desk of 100 000 tickets: how long its pages, its searches and its writes take.

python -m benchmarks.desk [tickets] [database]      # prints the table that docs/quality.md keeps

Pages are asked of the application itself, through its own routes, without a network nor a client; each time
is that of a whole page, sign-in and rights included. The database is seeded once and kept when its path is
given.
"""

import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from fastapi.testclient import TestClient
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from app.assembly import Services
from app.database import open_engine, reading
from app.migrate import bring_up_to_date
from app.settings import Settings
from app.web.application import create_app
from benchmarks.bare import Bare
from benchmarks.desk_seed import CORRECTOR, seed
from tests.fakes import make_records
from ticketing import log, queues, tickets
from ticketing.drafts import LinkDraft, TicketDraft
from ticketing.models import Ticket
from ticketing.permissions import Caller, Role
from ticketing.queues import Cut, Key
from ticketing.selections import Selection
from ticketing.tickets import Words
from ticketing.views import View
from ticketing.vocabulary import Defect, Kind, LinkKind

AGENT = Caller("agent-a", frozenset({Role.AGENT}))
TIMES = 12
WRITES = 300
DEEP = 1_500 * queues.PAGE_SIZE
PAGES = {
    "la liste « À traiter »": "/desk",
    "toutes les ouvertes": "/desk?view=open",
    "à moi": "/desk?view=mine",
    "résolues": "/desk?view=resolved",
    "toutes": "/desk?view=all",
    "filtre : état": "/desk?view=open&state=waiting_centre",
    "filtre : équipe": "/desk?view=open&team=exam_office",
    "filtre : sujet": "/desk?view=open&kind=connectivity",
    "filtre : défaut": "/desk?view=open&defect=taches",
    "filtre : panne": "/desk?view=open&trouble=lenteur",
    "filtre : priorité": "/desk?view=open&priority=4",
    "filtre : académie": "/desk?view=open&academy=Lyon",
    "filtre : examen et session": "/desk?view=open&exam=bts&session=2027",
    "filtre : centre": "/desk?view=open&centre=CEN012",
    "filtre : à personne": "/desk?view=open&holder=nobody",
    "filtre : dates": "/desk?view=all&since=2026-06-01&before=2026-06-15",
    "filtre : échéance": "/desk?view=open&due_in=7",
    "filtre : à lire": "/desk?view=open&unread=1",
    "filtres étroits, sur toutes": "/desk?view=all&academy=Lyon&exam=cap&defect=taches&holder=nobody",
    "recherche : référence": "/desk?q=p+2026+54321",
    "recherche : lot": "/desk?q=lot+1234",
    "recherche : mot rare": "/desk?q=filigrane",
    "recherche : mot de tous": "/desk?q=page",
    "recherche : trois mots": "/desk?q=page+illisible+bord",
    "recherche : mot commun, filtres étroits": "/desk?q=page&view=all&academy=Lyon&exam=cap&defect=taches",
    "une demande": "/desk/P-2026-050000",
}


def measured(act: Callable[[], object], times: int = TIMES) -> str:
    act()  # the first one compiles its statement
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - started)
    worst = sorted(seconds)[min(len(seconds) - 1, round(0.95 * len(seconds)))]
    return f"{1000 * statistics.median(seconds):.0f} ms | {1000 * worst:.0f} ms"


def sign_in(browser: TestClient) -> None:
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get("/sign-in").text)[1]
    browser.post("/sign-in", data={"account": AGENT.id, "csrf": token})


def deep_key(engine: Engine) -> Key:
    """Where page 1 500 of all tickets begins; found once by counting, which no page does."""
    with Session(engine) as session:
        query = select(Ticket).order_by(text("changed_at DESC, reference DESC")).offset(DEEP).limit(1)
        return Key.of(session.exec(query).one(), View.ALL)


def draft(number: int) -> TicketDraft:
    lot = str(1 + number % 3_000)
    links = (
        LinkDraft(LinkKind.COPY, f"lot-{lot}-{number}", f"{number:04d}"),
        LinkDraft(LinkKind.PAGE, f"lot-{lot}-{number}-3", "3"),
        LinkDraft(LinkKind.LOT, f"lot-{lot}", lot),
        LinkDraft(LinkKind.CENTRE, "CEN012", "Lycée n° 12"),
    )
    return TicketDraft(Kind.SCAN, defect=Defect.BLURRED, text="Illisible au milieu.", links=links,
                       academy="Lyon", session="2027", exam="bts")  # fmt: skip


def open_one(engine: Engine, number: int, key: str) -> str:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        now = datetime.now(UTC)
        return tickets.open_ticket(session, draft(number), caller=CORRECTOR, key=key, now=now).reference


def reply_to(engine: Engine, reference: str) -> None:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        ticket = tickets.get(session, reference, AGENT, with_links=False)  # as the page that writes does
        tickets.reply(session, ticket, Words("La page est demandée."), caller=AGENT, now=datetime.now(UTC))


def rate(acts: list[Callable[[], object]]) -> str:
    started = time.perf_counter()
    for act in acts:
        act()
    return f"{len(acts) / (time.perf_counter() - started):.0f} /s"


def writes(engine: Engine) -> None:
    keys = [uuid4().hex for _ in range(WRITES)]
    made: list[str] = []
    opening = [lambda n=n, key=key: made.append(open_one(engine, n, key)) for n, key in enumerate(keys)]
    print(f"| créer, avec règles, liens, index et journal, une transaction chacune | {rate(opening)} | |")
    print(f"| répondre | {rate([lambda one=one: reply_to(engine, one) for one in made])} | |")
    key = uuid4().hex
    with ThreadPoolExecutor(50) as pool:
        given = set(pool.map(lambda _: open_one(engine, 1, key), range(50)))
    print(f"| 50 créations à la fois sous une clé | {len(given)} demande | |")
    with Session(engine) as session:
        drawn = session.exec(select(Ticket).order_by(text("id")).limit(100)).all()
        wrong = [one.reference for one in drawn if log.differences(session, one)]
    print(f"| 100 demandes tirées, tenues contre leur journal | {len(wrong)} diffère | |")


def pages(services: Services) -> None:
    app = create_app(services)
    with TestClient(app, headers={"Accept": "text/html"}) as browser:
        sign_in(browser)
        cookies = dict(browser.cookies)
    with Bare(app, cookies) as bare:
        for name, address in PAGES.items():
            print(f"| {name} | {measured(lambda address=address: bare.get(address))} |", flush=True)
        deep = Selection(View.ALL)
        address = f"/desk?view=all&past={deep_key(services.engine)}"
        print(f"| page 1 500 de « Toutes » | {measured(lambda: bare.get(address))} |")
    for name, chosen in (("page 1", Cut()), ("page 1 500", Cut(after=deep_key(services.engine)))):

        def asked(cut: Cut = chosen) -> object:
            with Session(services.reading) as session:
                return queues.listed(session, AGENT, deep, now=datetime.now(UTC), cut=cut)

        print(f"| la liste seule, {name} | {measured(asked)} |")
    with Session(services.reading) as session:
        views = [Selection(view) for view in View]
        counted = measured(lambda: queues.counts(session, AGENT, views, now=datetime.now(UTC)))
    print(f"| les comptes de toutes les vues | {counted} |")


def services_over(folder: Path, engine: Engine) -> Services:
    """The pages of the desk ask neither the texts nor the assistant."""
    records: Any = make_records()
    nobody: Any = None
    settings = Settings(data_dir=folder, _env_file=None)
    return Services(
        settings=settings, engine=engine, reading=reading(engine), records=records, pages=records,
        channels={}, index=nobody, assistant=nobody,
    )  # fmt: skip


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        database = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "desk.db"
        is_new = not database.exists()
        engine = open_engine(f"sqlite:///{database}")
        bring_up_to_date(engine)
        if is_new:
            started = time.perf_counter()
            events = seed(engine, count)
            print(f"{count} demandes, {events} événements, en {time.perf_counter() - started:.0f} s")
        print("| | médiane | 95 % |\n|---|---|---|")
        pages(services_over(Path(folder), engine))
        writes(engine)


if __name__ == "__main__":
    main()
