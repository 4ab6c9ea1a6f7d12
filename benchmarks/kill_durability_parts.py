"""The two processes that `kill_durability` kills: a page that opens and answers a ticket, and the worker."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

from app.accounts import find_account
from app.assembly import mail_of
from app.database import SessionDep, open_engine, reading
from app.letters.posting import poster
from app.logs import configure_logs
from app.settings import MailSecurity, Settings
from app.windows import WindowChannel, Windows
from app.worker import Worker
from ticketing import outbox, tickets
from ticketing.tickets import TicketDraft, Words
from ticketing.vocabulary import Kind

LEASE = timedelta(seconds=10)
app = FastAPI()


class CreationIn(BaseModel):
    reporter: str
    key: str


@app.post("/creations")
def create(creation: CreationIn, session: SessionDep) -> str:
    """A report and the desk's answer to it, in one transaction; the same key again makes nothing more."""
    now = datetime.now(UTC)
    draft = TicketDraft(Kind.HUMAN, text="La page ne s’affiche pas.")
    caller = find_account(creation.reporter).caller()
    ticket = tickets.open_ticket(session, draft, caller=caller, key=creation.key, now=now)
    words = Words("C’est vu.", key=f"{creation.reporter}-{creation.key}")
    tickets.reply(session, ticket, words, caller=find_account("agent-a").caller(), now=now)
    return ticket.reference


class Postman(Worker):
    """The application's worker, without the texts and the backend."""

    def _work_for_desk(self, now: datetime) -> int:
        return 0

    def _follow_backend(self, now: datetime) -> int:
        return 0


def serve(place: Any) -> None:
    app.state.services = _services(place)
    uvicorn.run(app, host="127.0.0.1", port=place.port, log_level="error")


def work(place: Any) -> None:
    configure_logs()
    outbox.LEASE = LEASE
    Postman(_services(place)).run()


def _services(place: Any) -> Any:
    settings = Settings(
        _env_file=None,
        database_url=place.url,
        smtp_host="127.0.0.1",
        smtp_port=place.smtp_port,
        smtp_security=MailSecurity.NONE,
        smtp_seconds=2,
        mail_most_a_day=1000,
        mail_window_seconds=0,
    )
    engine = open_engine(place.url)
    mail = mail_of(settings, engine)
    assert mail is not None
    window = WindowChannel(engine, Windows(), poster(timedelta(0)))
    channels = {"web": window, "email": mail}
    return SimpleNamespace(settings=settings, engine=engine, reading=reading(engine), channels=channels)
