"""Whole conversations of our own over the sample circulars: what goes well stays so."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from app.scenarios import Player, read_scenarios
from app.settings import Settings
from assistant import confidence
from assistant.answering import Answerer
from assistant.intent_readers import open_reader
from assistant.understanding import Understanding
from connectors.bundled_e5 import BundledE5
from knowledge.library import memory_library

SCENARIOS = Path(__file__).parent.parent / "data" / "conversations.jsonl"
FLOOR = 15  # of 18: docs/quality.md says which ones fail, and why


@pytest.fixture(scope="module")
def played(samples, tmp_path_factory):
    embedder = BundledE5()
    index, calendar = memory_library(samples, embedder)
    settings = Settings(data_dir=tmp_path_factory.mktemp("home"), _env_file=None)
    answerer = Answerer(index, confidence.load())
    player = Player(answerer, Understanding(open_reader(embedder)), index, calendar, settings)
    lines = SCENARIOS.read_text(encoding="utf-8").splitlines()
    return list(zip(map(json.loads, lines), player.play(read_scenarios(lines)), strict=True))


def folded(text):
    flat = unicodedata.normalize("NFD", text.replace("’", "'").replace("\N{NO-BREAK SPACE}", " "))
    return "".join(char for char in flat if not unicodedata.combining(char))


def values(value):
    return {
        str(one).lstrip("0") for one in (value if isinstance(value, list) else [value]) if one is not None
    }


def fault(expected, turn):
    """What is wrong with a turn, in a word; None when nothing is."""
    acts = expected["act"] if isinstance(expected["act"], list) else [expected["act"]]
    if turn["act"] not in acts:
        return f"{turn['act']} instead of {acts}"
    text = folded(turn["text"])
    lacking = [one for one in expected["contains"] if not re.search(one, text, re.I)]
    said = [one for one in expected.get("not_contains", ()) if re.search(one, text, re.I)]
    if lacking or said:
        return f"lacks {lacking}, says {said}"
    return _unlike("ticket", expected["ticket"], turn["ticket"]) or _unlike(
        "draft", expected.get("draft") or {}, turn["draft"] or {}
    )


def _unlike(name, wanted, made):
    if name == "ticket" and bool(wanted) != bool(made):
        return f"ticket {made}"
    other = {key for key, value in (wanted or {}).items() if values(value) != values(made.get(key))}
    return f"{name} {sorted(other)}" if other else None


def test_our_own_conversations_keep_going_well(played):
    faults = {}
    for scenario, row in played:
        for rank, (turn, got) in enumerate(zip(scenario["turns"], row["turns"], strict=True)):
            why = fault(turn["expect"], got)
            if why:
                faults.setdefault(scenario["id"], f"turn {rank + 1}: {why}")

    assert len(played) == 18
    assert len(played) - len(faults) >= FLOOR, faults


def test_a_wrong_turn_would_be_seen():
    expected = {"act": "answer", "contains": ["14 ?h"], "ticket": None, "draft": {"lot": "17"}}
    right = {"act": "answer", "text": "à 14 h", "ticket": None, "draft": {"lot": "017"}}

    assert fault(expected, right) is None
    assert fault(expected, right | {"act": "abstain"})
    assert fault(expected, right | {"text": "à 15 h"})
    assert fault(expected, right | {"ticket": {"type": "scan"}})
    assert fault(expected, right | {"draft": {"lot": "18"}})
