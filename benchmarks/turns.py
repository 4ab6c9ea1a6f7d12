"""CPU from message to reply, one thread, everything of a turn but HTTP: read, decide, settle.

    OMP_NUM_THREADS=1 python -m benchmarks.turns [FOLDER OF CIRCULARS]

The conversations are those of tests/data/conversations.jsonl; with the circulars of samples/, the questions
judged about them are asked too, each on its own. The backend is in memory: its own CPU is not counted.
Process time, hence little sensitive to what else the machine does.
"""

import json
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.database import open_engine
from app.engines import open_embedder
from app.migrate import bring_up_to_date
from app.settings import Settings
from assistant import confidence, conversation
from assistant.answering import Answerer
from assistant.dialogue import Assistant, Message, settle
from assistant.intent_readers import open_reader
from assistant.known_incidents import IncidentReader
from assistant.my_tickets import TicketReader
from assistant.standalone import NamedLots
from assistant.understanding import Understanding
from knowledge.library import memory_library
from ticketing.permissions import Caller, Role

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "circulars"
CALLER = Caller("mesure", frozenset({Role.CORRECTOR}))


class Counted:
    """The answers, and whether this turn asked for any."""

    def __init__(self, answers: Answerer) -> None:
        self.answers, self.asked = answers, False

    def answer(self, question: str, scope: Any, context: Any = ()) -> Any:
        self.asked = True
        return self.answers.answer(question, scope, context)


def main(circulars: Path) -> None:
    embedder = open_embedder(Settings())
    index, calendar = memory_library(circulars, embedder)
    counted = Counted(Answerer(index, confidence.load()))
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/turns.db")
        bring_up_to_date(engine)

        def read() -> Session:
            return Session(engine, expire_on_commit=False)

        house = Assistant(
            counted, Understanding(open_reader(embedder)), NamedLots(), TicketReader(read), calendar,
            IncidentReader(read),
        )  # fmt: skip
        scenarios = _scenarios(circulars)
        times: dict[bool, list[float]] = {False: [], True: []}
        for turn in range(2):  # the first pass warms caches up, as a server is
            for number, scenario in enumerate(scenarios):
                _play(scenario, house, counted, engine, f"{turn}-{number}", times if turn else None)
        engine.dispose()
    for searched, taken in times.items():
        taken.sort()
        p95 = taken[int(len(taken) * 0.95)]
        what = "avec recherche" if searched else "sans recherche"
        print(f"{what}\t{len(taken)} messages\tmédiane {statistics.median(taken):.1f} ms\t95 % {p95:.1f} ms")


def _scenarios(circulars: Path) -> list[dict[str, Any]]:
    lines = (ROOT / "tests" / "data" / "conversations.jsonl").read_text(encoding="utf-8").splitlines()
    played: list[dict[str, Any]] = [json.loads(line) for line in lines]
    if circulars == SAMPLES:
        judged = ROOT / "training" / "collections" / "samples" / "questions.jsonl"
        asked = (json.loads(line)["question"] for line in judged.read_text(encoding="utf-8").splitlines())
        played += [{"turns": [{"user": question}]} for question in asked]
    return played


def _play(
    scenario: dict[str, Any], house: Assistant, counted: Counted, engine: Any, key: str, times: Any
) -> None:
    now = datetime.now(UTC)
    with Session(engine) as session, session.begin():
        opened = conversation.start(session, CALLER, key=key, now=now).id
    for rank, turn in enumerate(scenario["turns"]):
        # Not the words of the pass before: a question asked twice would find its vector in memory.
        text, counted.asked = f"{turn['user']} {'' if times is None else '.'}", False
        begun = time.process_time()
        with Session(engine) as session:
            snapshot = conversation.snapshot(session, opened, CALLER)
        message = Message(text, f"{key}-{rank}")
        decision = house.decide(snapshot, message, CALLER, now)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            settle(session, snapshot, message, decision, CALLER, now)
        if times is not None:
            times[counted.asked].append((time.process_time() - begun) * 1000)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
