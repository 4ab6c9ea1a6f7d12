"""The questions written for training, looked up: their features, and whether the passages were found."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assistant import composition, confidence
from assistant.composition import Answerer, Found
from knowledge.library import memory_index
from knowledge.scope import Scope
from knowledge.search import Embedder

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "training" / "questions.txt"


@dataclass(frozen=True)
class Example:
    group: str
    question: str
    gold: tuple[str, ...]  # none: no text answers
    found: Found
    right: bool  # the composed answer cites every expected passage


@dataclass(frozen=True)
class Group:
    name: str
    files: tuple[Path, ...]
    lines: tuple[str, ...]


def groups(path: Path = QUESTIONS) -> Iterator[Group]:
    """One set of circulars and its questions at a time."""
    current: Group | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if head := re.match(r"\[(\w+)\] (.+)", line):
            if current:
                yield current
            current = Group(head.group(1), tuple(ROOT / name for name in head.group(2).split()), ())
        elif current and "|" in line and not line.startswith("#"):
            current = replace(current, lines=(*current.lines, line))
    if current:
        yield current


def examples(embedder: Embedder, path: Path = QUESTIONS) -> list[Example]:
    """Every question looked up among the texts of its set."""
    made: list[Example] = []
    for group in groups(path):
        with tempfile.TemporaryDirectory() as folder:
            for file in group.files:
                (Path(folder) / file.name).write_bytes(file.read_bytes())
            answerer = Answerer(memory_index(Path(folder), embedder), confidence.load())
        made += [_example(group.name, answerer, line) for line in group.lines]
    return made


def _example(group: str, answerer: Answerer, line: str) -> Example:
    question, _, expected = line.partition("|")
    gold = tuple(flat(g) for g in expected.split(";;") if g.strip())
    found = answerer.look(question.strip(), Scope())
    answer = composition.compose(found, 1.0)
    cited = [flat(c.quote) for c in answer.citations] if answer else []
    right = bool(gold) and all(any(g in quote for quote in cited) for g in gold)
    return Example(group, question.strip(), gold, found, right)


def flat(text: str) -> str:
    return " ".join(text.replace("’", "'").lower().split())
