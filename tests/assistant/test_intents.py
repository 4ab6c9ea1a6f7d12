import json
from collections import Counter
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process
from sklearn.metrics import f1_score

from assistant import intent_readers
from assistant.intent_readers import open_reader, shipped_path, train, training_key
from assistant.intents import EXAMPLES, ROUTES, Intent, read_examples
from assistant.words import fold
from connectors.bundled_e5 import BundledE5
from connectors.engine import EngineUnavailable
from tests.assistant.fakes import CountingEmbedder

HELD_OUT = Path(__file__).parent.parent / "data" / "intents_heldout.jsonl"


def held_out():
    return [json.loads(line) for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]


def test_every_intent_has_forty_examples_and_none_twice():
    examples = read_examples()

    assert min(Counter(example.intent for example in examples).values()) >= 40
    assert {example.intent for example in examples} == set(Intent)
    assert len({example.text.lower() for example in examples}) == len(examples)


def test_held_out_messages_are_not_among_the_examples():
    """Nor nearly: neither the same words in another order, nor one word away."""
    learnt = [fold(example.text) for example in read_examples()]

    shared = [
        row["text"]
        for row in held_out()
        if process.extractOne(fold(row["text"]), learnt, scorer=fuzz.token_sort_ratio, score_cutoff=84)
    ]
    assert len(held_out()) >= 300
    assert shared == []


def test_every_intent_has_a_route():
    assert set(ROUTES) == set(Intent)


@pytest.mark.parametrize("with_vectors", [False, True])
def test_shipped_weights_were_trained_on_the_shipped_examples(with_vectors):
    embedder = engine_or_skip() if with_vectors else None

    assert intent_readers._load(shipped_path(embedder), training_key(embedder)) is not None


@pytest.mark.parametrize(("with_vectors", "floor", "bold"), [(False, 0.92, 0.045), (True, 0.96, 0.02)])
def test_held_out_messages_are_understood(with_vectors, floor, bold):
    """Macro-F1, and the share of messages that are named wrongly with confidence."""
    reader = open_reader(engine_or_skip() if with_vectors else None)

    guesses = [reader.read_intent(row["text"]) for row in held_out()]

    truth = [row["intent"] for row in held_out()]
    wrong = [guess for guess, right in zip(guesses, truth, strict=True) if guess.intent != right]
    assert f1_score(truth, [guess.intent.value for guess in guesses], average="macro") >= floor
    assert sum(guess.confidence >= 0.6 for guess in wrong) / len(truth) <= bold


def test_a_confident_reader_is_a_reliable_one():
    reader = open_reader(None)
    guesses = [(reader.read_intent(row["text"]), row["intent"]) for row in held_out()]

    sure = [guess.intent == intent for guess, intent in guesses if guess.confidence >= 0.9]

    assert len(sure) >= 30
    assert sum(sure) / len(sure) >= 0.95


@pytest.mark.parametrize("text", ["", "   ", "\0\0", "🙂🙂", "?!", "\u202e" * 50, "a" * 100_000])
def test_odd_messages_are_read_without_failing(text):
    guess = open_reader(None).read_intent(text)

    assert 0 <= guess.confidence <= 1


FEW = """
nlu:
- intent: greet
  examples: |
    - bonjour
    - bonsoir
    - bonjour à vous
    - bien le bonjour
- intent: human
  examples: |
    - un agent
    - parler à un agent
    - je veux un agent
    - un agent svp
- intent: thanks
  examples: |
    - merci
    - merci bien
    - merci beaucoup
    - merci à vous
"""


@pytest.fixture
def few(tmp_path):
    path = tmp_path / "nlu.yml"
    path.write_text(FEW, encoding="utf-8")
    return path


def test_weights_are_trained_once_then_read_from_the_cache(tmp_path, few):
    embedder, progress = CountingEmbedder(), []
    open_reader(embedder, tmp_path, nlu=few, progress=lambda done, total: progress.append((done, total)))
    trained = embedder.queries

    again = open_reader(embedder, tmp_path, nlu=few)

    assert progress[-1] == (12, 12)
    assert embedder.queries == trained
    assert again.read_intent("bonjour").intent is Intent.GREET


def test_an_unreadable_cache_is_trained_again(tmp_path, few):
    embedder = CountingEmbedder()
    open_reader(embedder, tmp_path, nlu=few)
    next(tmp_path.glob("*.npz")).write_bytes(b"PK\x03\x04 half a file")

    reader = open_reader(embedder, tmp_path, nlu=few)

    assert reader.read_intent("je veux un agent").intent is Intent.HUMAN


def test_other_examples_or_another_engine_ask_for_another_training(tmp_path):
    other = tmp_path / "nlu.yml"
    other.write_text(EXAMPLES.read_text(encoding="utf-8") + "    - encore une\n", encoding="utf-8")

    keys = {training_key(None), training_key(CountingEmbedder()), training_key(None, other)}

    assert len(keys) == 3


def test_training_is_the_same_twice(few):
    first, second = (train(read_examples(few), CountingEmbedder()) for _ in range(2))

    assert (first.coefficients == second.coefficients).all()


def engine_or_skip():
    try:
        return BundledE5()
    except EngineUnavailable as error:
        pytest.skip(error.why)
