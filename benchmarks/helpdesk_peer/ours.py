"""The tickets of both sides, and our figures on them: python -m benchmarks.helpdesk_peer.ours FOLDER COUNT"""

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.database import SessionDep, open_engine
from app.migrate import bring_up_to_date
from app.web.application import create_app
from benchmarks.bare import Bare
from benchmarks.desk import draft, services_over, sign_in
from benchmarks.desk_seed import CORRECTOR, seed
from benchmarks.helpdesk_peer.measuring import CREATED, told
from ticketing import states, tickets
from ticketing.models import Message, Ticket

COMMON, RARE = "page", "filigrane"


def exported(engine: Engine, path: Path) -> None:
    """One line a ticket, with its messages: what the peer is filled with."""
    with Session(engine) as session, path.open("w", encoding="utf-8") as out:
        said: dict[object, list[Message]] = {}
        for one in session.exec(select(Message).order_by(col(Message.sent_at))):
            said.setdefault(one.ticket_id, []).append(one)
        for ticket in session.exec(select(Ticket).order_by(col(Ticket.reference))):
            messages = said.get(ticket.id, [])
            line = {
                "title": ticket.subject,
                "description": messages[0].body if messages else ticket.subject,
                "is_open": ticket.state in states.OPEN,
                "priority": int(ticket.priority),
                "opened_at": ticket.opened_at.isoformat(),
                "assignee": ticket.assignee_id,
                "messages": [
                    {"at": one.sent_at.isoformat(), "body": one.body, "public": one.visibility == "public"}
                    for one in messages[1:]
                ],
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def main() -> None:
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    engine = open_engine(f"sqlite:///{folder / 'permanence.db'}")
    bring_up_to_date(engine)
    seed(engine, count)
    exported(engine, folder / "tickets.jsonl")
    app = create_app(services_over(folder, engine))

    # A ticket is born of a conversation; this is what it does once all is said and confirmed.
    @app.post("/created")
    def create(number: int, session: SessionDep) -> str:
        now = datetime.now(UTC)
        ticket = tickets.open_ticket(session, draft(number), caller=CORRECTOR, key=f"k{number}", now=now)
        return ticket.reference

    print(f"Permanence, {count} demandes | médiane | processeur")
    with TestClient(app, headers={"Accept": "text/html"}) as browser:
        sign_in(browser)
        reference = f"P-2026-{count // 2:06d}"
        form = {"csrf": re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get("/desk").text)[1]}
        told("la liste, client httpx compris", lambda _: browser.get("/desk?view=open").raise_for_status())
        cookies = dict(browser.cookies)
    with Bare(app, cookies) as bare:
        told("la liste", lambda _: bare.get("/desk?view=open"))
        told("la recherche, mot commun", lambda _: bare.get(f"/desk?q={COMMON}"))
        told("la recherche, mot rare", lambda _: bare.get(f"/desk?q={RARE}"))
        told("une demande", lambda _: bare.get(f"/desk/{reference}"))
        told("créer", lambda n: bare.post(f"/created?number={n}", form), CREATED)


if __name__ == "__main__":
    main()
