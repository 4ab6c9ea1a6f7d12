"""Plays the scenes through the same services as the pages, each thing at its time; once and for all."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy import Engine
from sqlmodel import Session

from app.accounts import find_account
from app.demonstration import pages, requests
from app.demonstration.links import links_of, place_of
from app.demonstration.script import Does, Scene, Step
from assistant.french import NBSP
from ticketing import assigning, attachments, handling, merging, outbox, rescans, tickets
from ticketing.attachments import FileStore, Joined
from ticketing.models import Opening, Ticket
from ticketing.permissions import Caller
from ticketing.service_levels import watch
from ticketing.tickets import LinkDraft, TicketDraft, Words
from ticketing.vocabulary import LinkKind, Priority, Team, TicketState

SCENES: tuple[Scene, ...] = (*requests.CONNECTION, *requests.MISSIONS, *requests.QUESTIONS, *pages.SCENES)
KEY = "demonstration:"
ALL = 1000  # more than there can be


def seed_desk(engine: Engine, files: FileStore, *, now: datetime) -> int:
    """Open the requests of the demonstration and live them up to now; how many, none the second time."""
    first = SCENES[0]
    with Session(engine) as session:
        if session.get(Opening, (first.who, KEY + first.key)) is not None:
            return 0
    picture = attachments.keep(files, [_picture()])
    with Session(engine, expire_on_commit=False) as session, session.begin():
        play = _Play(session, picture)
        for act in sorted(_acts(now), key=lambda one: one.at):
            play.act(act)
        watch.tell(session, now=now, limit=ALL)
        _read_by_now(session, now)
    return len(SCENES)


@dataclass(frozen=True, slots=True)
class _Act:
    """What happens at one moment: a request is made, or something is done on it."""

    at: datetime
    scene: Scene
    step: Step | None = None
    number: int = 0

    @property
    def who(self) -> Caller:
        return find_account(self.step.who if self.step else self.scene.who).caller()

    @property
    def words(self) -> str:
        return _spaced(self.step.words if self.step else self.scene.text)

    @property
    def value(self) -> Any:
        return self.step.value if self.step else None

    @property
    def key(self) -> str:
        return f"{KEY}{self.scene.key}:{self.number}"


def _acts(now: datetime) -> list[_Act]:
    acts = []
    for scene in SCENES:
        opened = now - scene.ago
        acts.append(_Act(opened, scene))
        acts += [_Act(opened + step.after, scene, step, n) for n, step in enumerate(scene.steps, start=1)]
    return acts


@dataclass
class _Play:
    """One run: what the scenes have become."""

    session: Session
    picture: tuple[Joined, ...]
    tickets: dict[str, Ticket] = field(default_factory=dict)

    def act(self, act: _Act) -> None:
        if act.step is None:
            self._open(act)
        else:
            _DOES[act.step.does](self, self.tickets[act.scene.key], act)

    def _open(self, act: _Act) -> None:
        scene, caller = act.scene, act.who
        draft, key = _draft(scene, caller, act.words), KEY + scene.key
        ticket = tickets.open_ticket(self.session, draft, caller=caller, key=key, now=act.at)
        rescans.ask(self.session, ticket, now=act.at)
        self.tickets[scene.key] = ticket

    def take(self, ticket: Ticket, act: _Act) -> None:
        tickets.assign(self.session, ticket, act.who.id, caller=act.who, now=act.at)

    def give(self, ticket: Ticket, act: _Act) -> None:
        to = find_account(act.value).caller()
        assigning.give(self.session, ticket, to, caller=act.who, now=act.at)

    def say(self, ticket: Ticket, act: _Act) -> None:
        then: TicketState | None = act.value
        words = Words(act.words, key=act.key)
        tickets.reply(self.session, ticket, words, caller=act.who, now=act.at, then=then)

    def show(self, ticket: Ticket, act: _Act) -> None:
        words = Words(act.words, key=act.key, files=self.picture)
        tickets.reply(self.session, ticket, words, caller=act.who, now=act.at)

    def note(self, ticket: Ticket, act: _Act) -> None:
        tickets.note(self.session, ticket, Words(act.words, key=act.key), caller=act.who, now=act.at)

    def raise_priority(self, ticket: Ticket, act: _Act) -> None:
        priority = Priority(act.value)
        handling.prioritise(self.session, ticket, priority, act.words, caller=act.who, now=act.at)

    def hand_over(self, ticket: Ticket, act: _Act) -> None:
        handling.hand_over(self.session, ticket, Team(act.value), act.words, caller=act.who, now=act.at)

    def tag(self, ticket: Ticket, act: _Act) -> None:
        handling.tag(self.session, ticket, act.words, caller=act.who, now=act.at)

    def merge(self, ticket: Ticket, act: _Act) -> None:
        merging.merge(self.session, ticket, self.tickets[act.value], caller=act.who, now=act.at)

    def confirm(self, ticket: Ticket, act: _Act) -> None:
        tickets.confirm(self.session, ticket, caller=act.who, now=act.at)


_DOES: Mapping[Does, Callable[[_Play, Ticket, _Act], None]] = {
    Does.TAKES: _Play.take,
    Does.GIVES: _Play.give,
    Does.SAYS: _Play.say,
    Does.SHOWS: _Play.show,
    Does.NOTES: _Play.note,
    Does.RAISES: _Play.raise_priority,
    Does.HANDS_OVER: _Play.hand_over,
    Does.TAGS: _Play.tag,
    Does.MERGES: _Play.merge,
    Does.CONFIRMS: _Play.confirm,
}


def _draft(scene: Scene, caller: Caller, text: str) -> TicketDraft:
    """As the assistant's forms make it."""
    usual = TicketDraft(
        kind=scene.kind,
        text=text,
        defect=scene.defect,
        trouble=scene.trouble,
        application=scene.application,
        academy=caller.academy,
        during_exam=scene.during_exam,
        links=tuple(_mission(scene)),
    )
    if scene.spot is None:
        return usual
    place = place_of(scene.spot)
    return TicketDraft(
        kind=scene.kind,
        text=text,
        defect=scene.defect,
        links=links_of(scene.spot),
        academy=place.academy,
        session=links_of(scene.spot)[-1].label,
        exam=place.exam,
        paper=place.paper,
        deadline=place.deadline,
    )


def _spaced(text: str) -> str:
    """The spaces that French keeps before its tall signs."""
    return re.sub(r"(?<=«) | (?=[?:;»])", NBSP, text)


def _mission(scene: Scene) -> list[LinkDraft]:
    return [LinkDraft(LinkKind.MISSION, scene.key, scene.mission)] if scene.mission else []


def _read_by_now(session: Session, now: datetime) -> None:
    """Letters of those days reached their readers then: nothing leaves again for them."""
    worker = KEY + "letters"
    for letter in outbox.claim(session, worker=worker, now=now, channel="web", limit=ALL):
        outbox.sent(session, letter.id, worker=worker, now=now)


def _picture() -> bytes:
    """What a screen shows when a server does not answer."""
    image = Image.new("RGB", (640, 360), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 640, 40), fill="#1f4b99")
    pen.text((40, 120), "503", fill="#a32020", font_size=48)
    pen.text((40, 190), "Le service ne répond pas. Réessayez dans quelques minutes.", fill="#1a1f2b")
    content = BytesIO()
    image.save(content, "PNG")
    return content.getvalue()
