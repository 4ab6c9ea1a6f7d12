"""Both intent readers on the same messages and scenarios, Rasa on a real server; run by `make test-rasa`.

Without Rasa this fails: figures that were not measured are not figures.
"""

import json
import os
import re
import secrets
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sklearn.metrics import f1_score
from sqlmodel import Session, SQLModel

from app.database import open_engine
from assistant.dialogue import Assistant
from assistant.french import day
from assistant.intent_readers import open_reader
from assistant.my_tickets import TicketReader
from assistant.understanding import Understanding
from connectors.bundled_e5 import BundledE5
from connectors.rasa_reader import Limits, RasaReader
from tests.assistant.conftest import Talk, own_records
from tests.assistant.fakes import FakeAnswers
from tests.connectors.conftest import free_port

TOKEN = secrets.token_urlsafe(16)
START_SECONDS = 300
# Time is not what is measured here: on a busy machine a right answer may come late.
PATIENT = Limits(answer_seconds=30.0, least_sure=0.0)
SURE = 0.6  # above this an intent is taken at its word
MARKS = ("<!-- make test-rasa -->", "<!-- /make test-rasa -->")


@pytest.fixture(scope="module")
def page(request, root):
    given = request.config.getoption("--rasa")
    if given is None:
        pytest.skip("`make test-rasa` runs this, on a real server")
    return root / given


@dataclass(frozen=True)
class Server:
    url: str
    process: subprocess.Popen

    def cpu_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module")
def server(page, root, tmp_path_factory):
    port, said = free_port(), tmp_path_factory.mktemp("rasa") / "rasa.log"
    environment = {**os.environ, "RASA_PORT": str(port), "PERMANENCE_RASA_TOKEN": TOKEN}
    with said.open("wb") as log:
        process = subprocess.Popen(
            [root / "tools" / "serve_rasa.sh"], env=environment, stdout=log, stderr=log
        )
    started = Server(f"http://127.0.0.1:{port}", process)
    try:
        _wait_for(started, said)
        yield started
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(server, said):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            break
        try:
            # 200 only once the model is loaded.
            if httpx.get(f"{server.url}/status", params={"token": TOKEN}, timeout=5).is_success:
                return
        except httpx.HTTPError:
            time.sleep(1)
    pytest.fail(f"Rasa does not start: {said.read_text(errors='replace')[-3000:]}")


@dataclass
class Measured:
    name: str
    guesses: list
    milliseconds: float  # of processor time, one message
    scenarios: int = 0


@pytest.fixture(scope="module")
def held_out(root):
    lines = (root / "tests" / "data" / "intents_heldout.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def scenarios(root):
    lines = (root / "tests" / "data" / "reader_scenarios.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def embedded():
    return open_reader(BundledE5())


@pytest.fixture(scope="module")
def measured(server, embedded, held_out):
    texts = [row["text"] for row in held_out]
    _rasa_alone(server.url, ["bonjour"] * 3)
    before = server.cpu_seconds()
    alone = _rasa_alone(server.url, texts)
    rasa = Measured("Rasa 3.6.21", alone, (server.cpu_seconds() - before) * 1000 / len(texts))
    fresh = open_reader(BundledE5())  # an engine that has not seen these sentences
    fresh.read_intent("bonjour")
    before = time.process_time()
    own = [fresh.read_intent(text) for text in texts]
    return [Measured("lecteur fourni", own, (time.process_time() - before) * 1000 / len(texts)), rasa]


def _rasa_alone(url, texts):
    reader = RasaReader(url, TOKEN, _Unsure(), limits=PATIENT)
    try:
        return [reader.read_intent(text) for text in texts]
    finally:
        reader.close()


class _Unsure:
    """Rasa said "nlu_fallback": nothing is accepted, whatever was right."""

    def read_intent(self, text):
        return None


def test_both_readers_side_by_side(measured, server, embedded, held_out, scenarios, page, tmp_path):
    readers = {
        "lecteur fourni": lambda: embedded,
        "Rasa 3.6.21": lambda: RasaReader(server.url, TOKEN, embedded, limits=Limits(answer_seconds=30.0)),
    }
    for one in measured:
        reader = readers[one.name]()
        one.scenarios = sum(
            _plays(reader, scenario, tmp_path / f"{one.name}{at}.db") for at, scenario in enumerate(scenarios)
        )
        if isinstance(reader, RasaReader):
            assert reader.count()["answered"] > 0
            reader.close()

    table = _table(measured, [row["intent"] for row in held_out], len(scenarios))
    print(table)
    _write(page, table)

    figures = [_figures(one, [row["intent"] for row in held_out]) for one in measured]
    assert min(f1 for _, f1, _ in figures) >= 0.80
    assert figures[0][1] >= 0.90
    assert [one.scenarios for one in measured] == [len(scenarios)] * 2


def _plays(reader, scenario, database):
    """Whether every turn gets one of the acts expected."""
    engine = open_engine(f"sqlite:///{database}")
    SQLModel.metadata.create_all(engine)
    house = Assistant(
        FakeAnswers(),
        Understanding(reader),
        own_records(),
        TicketReader(lambda: Session(engine)),
    )
    talk = Talk(engine, house)
    said = [talk.say(words).act.value for words, _ in scenario["turns"]]
    engine.dispose()
    wanted = [acts if isinstance(acts, list) else [acts] for _, acts in scenario["turns"]]
    return all(act in acts for act, acts in zip(said, wanted, strict=True))


def _figures(one, truth):
    said = [guess.intent.value if guess else "none" for guess in one.guesses]
    bold = sum(
        guess is not None and guess.intent != right and guess.confidence >= SURE
        for guess, right in zip(one.guesses, truth, strict=True)
    )
    right = sum(a == b for a, b in zip(said, truth, strict=True)) / len(truth)
    f1 = f1_score(truth, said, average="macro", labels=sorted(set(truth)), zero_division=0)
    return right, f1, bold / len(truth)


def _table(measured, truth, scenarios):
    def row(label, cells):
        return f"| {label} | " + " | ".join(cells) + " |"

    figures = [_figures(one, truth) for one in measured]
    lines = [
        f"Relevé le {day(datetime.now(UTC))} par `make test-rasa` : {len(truth)} messages jamais appris.",
        "",
        row("", [one.name for one in measured]),
        "|---|" + "---|" * len(measured),
        row("exactitude", [_decimal(right) for right, _, _ in figures]),
        row("macro-F1", [_decimal(f1) for _, f1, _ in figures]),
        row(
            f"faux et pourtant accepté (confiance ≥ {SURE:.1f})".replace(".", ","),
            [_decimal(bold) for *_, bold in figures],
        ),
        row("calcul par message", [f"{one.milliseconds:.0f} ms" for one in measured]),
        row("scénarios justes à tous les tours", [f"{one.scenarios} sur {scenarios}" for one in measured]),
    ]
    return "\n".join(lines)


def _decimal(value):
    return f"{value:.3f}".replace(".", ",")


def _write(page, table):
    text = page.read_text(encoding="utf-8")
    first, last = MARKS
    assert text.count(first) == text.count(last) == 1
    between = re.compile(re.escape(first) + r".*" + re.escape(last), re.S)
    page.write_text(between.sub(lambda _: f"{first}\n{table}\n{last}", text), encoding="utf-8")
