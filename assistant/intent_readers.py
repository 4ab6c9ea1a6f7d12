"""The embedded intent reader: a logistic regression over sentence vectors and character n-grams."""

import hashlib
import logging
import os
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.field import FIELD
from assistant.intents import EXAMPLES, Example, Intent, IntentGuess, read_examples
from assistant.letters import Letters
from assistant.words import HELD_DOWN, fold, spelled_out
from knowledge.search import Embedder

logger = logging.getLogger(__name__)

Weights = NDArray[np.float32]
Progress = Callable[[int, int], None]

# Part of the cache key: change it when the features change.
RECIPE = "4"
# Trained from the shipped examples by `save_shipped`, so that nobody waits for it at start-up.
SHIPPED = Path(__file__).parent / "rasa"
# "Bonsoir madame, désolée de vous déranger, j'ai une copie floue, merci": what stands between is read.
OPENING = re.compile(
    r"(?:\W*\b(?:(?:re-?)?bonjour|(?:re-?)?bonsoir|salut|coucou|hello|bsr|madame|monsieur|mesdames|messieurs"
    r"|(?:(?:excusez|excuse)[- ]moi|d[ée]sol[ée]e?s?|pardon) (?:de|pour|du|d'|l')[^,.;:!?]{0,30}d[ée]rang\w*"
    r"|[àa] (?:vous|tous|toutes)|l'équipe|chers? coll[èe]gues?)\b)+\W*",
    re.I,
)
CLOSING = re.compile(
    r"(?:[\s,.;:!?-]*\b(?:merci(?: d'avance| par avance| bien| beaucoup| de votre (?:aide|réponse|retour))?"
    r"|cordialement|bien à vous|bonne (?:soirée|journée|nuit)|svp|stp|s'il (?:vous|te) pla[iî]t))+\W*$",
    re.I,
)
FEWEST_WORDS = 3  # of a request, once its courtesy is off
LONGEST = 600  # characters: a longer message says what it wants at its beginning or its end
# Cosines of e5 all lie between .7 and 1: centred and spread so that they weigh as much as the n-grams.
SPREAD = 4.0
INVERSE_PENALTY = 6.0
FOLDS = 3
# So sure from the letters alone, a message is not worth its vector: on held-out messages none was wrong.
SETTLED = 0.97
TEMPERATURES = np.linspace(0.4, 2.0, 33)


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives: enough to read without scikit-learn's own objects on disk."""

    coefficients: Weights  # (intents, features)
    intercepts: Weights
    centre: Weights  # mean sentence vector; empty without an embedder
    temperature: float
    intents: tuple[str, ...]


class EmbeddedReader:
    """Reads intents from what `trained` holds; without an embedder, from the letters alone.

    `first` is asked before: a vector is nine tenths of what a message costs.
    """

    def __init__(
        self,
        trained: Trained,
        examples: Sequence[Example],
        embedder: Embedder | None,
        first: "EmbeddedReader | None" = None,
    ) -> None:
        self._trained = trained
        self._embedder = embedder
        self._first = first
        self._letters = Letters.of(_shapes(examples))

    def read_intent(self, text: str) -> IntentGuess:
        guess = self._first.read_intent(text) if self._first else None
        if guess and guess.confidence >= SETTLED:
            return guess
        clean = prepared(text)
        if not re.search(r"\w", clean):
            return IntentGuess(Intent.OUT_OF_SCOPE, 0.0)
        probabilities = self._probabilities(clean)
        ranked = np.argsort(-probabilities)[:3]
        guesses = [(Intent(self._trained.intents[at]), float(probabilities[at])) for at in ranked]
        return IntentGuess(guesses[0][0], guesses[0][1], tuple(guesses[1:]))

    def _probabilities(self, clean: str) -> Weights:
        dense = len(self._trained.centre)
        columns, values = self._letters.read(_numberless(clean))
        scores = self._trained.coefficients[:, dense + columns] @ values + self._trained.intercepts
        if self._embedder is not None:
            vector = (self._embedder.embed_query(clean) - self._trained.centre) * SPREAD
            scores = scores + self._trained.coefficients[:, :dense] @ vector
        return _softmax(scores / self._trained.temperature)


def open_reader(
    embedder: Embedder | None,
    cache: Path | None = None,
    *,
    nlu: Path = EXAMPLES,
    progress: Progress | None = None,
) -> EmbeddedReader:
    """The reader of these examples: shipped weights, else cached ones, else trained now and cached.

    Training embeds every example once: under a minute with an embedder, two seconds without.
    """
    examples = read_examples(nlu)
    key = training_key(embedder, nlu)
    cached = cache / f"intents-{key[:16]}.npz" if cache else None
    trained = _load(shipped_path(embedder), key) or (_load(cached, key) if cached else None)
    if trained is None:
        trained = train(examples, embedder, progress=progress)
        if cached:
            save(trained, cached, key)
    letters = _load(shipped_path(None), training_key(None, nlu)) if embedder else None
    first = EmbeddedReader(letters, examples, None) if letters else None
    return EmbeddedReader(trained, examples, embedder, first)


def shipped_path(embedder: Embedder | None) -> Path:
    return SHIPPED / ("reader-vectors.npz" if embedder else "reader-letters.npz")


def save_shipped(embedder: Embedder | None, *, progress: Progress | None = None) -> Path:
    """Train again from the examples and replace the weights that the package ships."""
    path = shipped_path(embedder)
    save(train(read_examples(), embedder, progress=progress), path, training_key(embedder))
    return path


def training_key(embedder: Embedder | None, nlu: Path = EXAMPLES) -> str:
    """The same for the same examples as they are read, recipe and engine: weights fit no other."""
    engine = embedder.fingerprint if embedder else "letters"
    read = [f"{example.intent}\t{prepared(example.text)}" for example in read_examples(nlu)]
    return hashlib.sha256("\n".join([RECIPE, engine, *read]).encode()).hexdigest()


def train(
    examples: Sequence[Example], embedder: Embedder | None, *, progress: Progress | None = None
) -> Trained:
    """Learn the weights, then how sure they may claim to be, on examples held out in turn."""
    from sklearn.model_selection import StratifiedKFold

    letters = Letters.of(_shapes(examples))
    texts = [prepared(example.text) for example in examples]
    labels = np.array([example.intent.value for example in examples])
    features = letters.table([_numberless(text) for text in texts])
    centre = np.zeros(0, dtype=np.float32)
    if embedder is not None:
        vectors = _embed(texts, embedder, progress)
        centre = vectors.mean(axis=0)
        features = np.hstack([(vectors - centre) * SPREAD, features])
    held_out = np.zeros((len(labels), len(set(labels))))
    for learnt, kept in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(features, labels):
        held_out[kept] = _regression(features[learnt], labels[learnt]).decision_function(features[kept])
    whole = _regression(features, labels)
    return Trained(
        coefficients=whole.coef_.astype(np.float32),
        intercepts=whole.intercept_.astype(np.float32),
        centre=centre,
        temperature=_temperature(held_out, np.searchsorted(whole.classes_, labels)),
        intents=tuple(str(name) for name in whole.classes_),
    )


def prepared(text: str) -> str:
    """A message as both training and reading see it: shorthand spelled out, one line, not too long."""
    flat = " ".join(spelled_out(text.replace("\0", " ")).split())
    flat = HELD_DOWN.sub(r"\1", flat)
    flat = _without_courtesy(flat)
    if len(flat) > LONGEST:
        flat = f"{flat[: LONGEST // 2]} {flat[-LONGEST // 2 :]}"
    return flat


def _without_courtesy(flat: str) -> str:
    """Greetings and thanks around a request hide it; alone, they are the message."""
    opening = OPENING.match(flat)
    rest = flat[opening.end() :] if opening else flat
    rest = CLOSING.sub("", rest)
    asks = FIELD.search(fold(rest)) or re.search(r"\d|\?", rest)
    return rest if asks and len(rest.split()) >= FEWEST_WORDS else flat


def _shapes(examples: Sequence[Example]) -> list[str]:
    return [_numberless(prepared(example.text)) for example in examples]


def _numberless(text: str) -> str:
    """Every number alike: which lot it is says nothing of what is wanted."""
    return re.sub(r"\d+", "8", text)


def save(trained: Trained, path: Path, key: str) -> None:
    """Write beside, then rename: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.part")
    with beside.open("wb") as file:
        np.savez_compressed(
            file,
            key=np.array(key),
            coefficients=trained.coefficients.astype(np.float16),
            intercepts=trained.intercepts,
            centre=trained.centre,
            temperature=np.array(trained.temperature),
            intents=np.array(trained.intents),
        )
    beside.replace(path)


def _load(path: Path, key: str) -> Trained | None:
    try:
        # Opened here: numpy leaves open a file that it cannot read.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            if str(stored["key"]) != key:
                return None
            return Trained(
                coefficients=stored["coefficients"].astype(np.float32),
                intercepts=stored["intercepts"],
                centre=stored["centre"],
                temperature=float(stored["temperature"]),
                intents=tuple(str(name) for name in stored["intents"]),
            )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        logger.warning("unreadable intent weights at %s: trained again", path)
        return None


def _embed(texts: Sequence[str], embedder: Embedder, progress: Progress | None) -> Weights:
    # As queries, one by one: the vector of a message then serves the search as well.
    vectors = []
    for done, text in enumerate(texts, start=1):
        vectors.append(embedder.embed_query(text))
        if progress:
            progress(done, len(texts))
    return np.asarray(vectors, dtype=np.float32)


def _regression(features: Any, labels: NDArray[np.str_]) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=INVERSE_PENALTY, max_iter=400, class_weight="balanced").fit(features, labels)


def _temperature(scores: NDArray[np.float64], truth: NDArray[np.intp]) -> float:
    """The one that makes held-out probabilities honest: least negative log-likelihood."""

    def loss(temperature: float) -> float:
        scaled = scores / temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        logs = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return float(-logs[np.arange(len(truth)), truth].mean())

    return float(min(TEMPERATURES, key=loss))


def _softmax(scores: Weights) -> Weights:
    exponentials = np.exp(scores - scores.max())
    return np.asarray(exponentials / exponentials.sum(), dtype=np.float32)
