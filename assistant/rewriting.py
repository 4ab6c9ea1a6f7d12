"""An optional last step: words between the quotations from elsewhere, taken only when they change nothing.

See docs/decisions/0014. What is sent holds no question, quotation, figure or link: a token stands for each.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from text_to_num import alpha2digit

from assistant import gate
from assistant.answers import Act, Answer, Sentence
from assistant.composition import plain
from assistant.polarity import NEGATION, PERMISSION, RESTRICTION
from assistant.values import find
from assistant.words import fold

MOST_WORDS = 16  # before a quotation: it introduces, and says nothing of its own
MOST_LETTERS = 4000
_TOKEN = re.compile(r"\[\[(\d{1,3})\]\]")
_FIGURE = re.compile(r"\S*\d\S*")
_OPENING = re.compile(r"(?:oui|non)\b")
_STRANGE = re.compile(r"[<>\[\]{}|\\@#*_`\d%€$=]|https?:|www\.|\b[A-ZÀ-Ý]{2,}\b")
# What could turn, widen or narrow what is quoted, or date it.
_WEIGHTY = re.compile(
    r"\b(?:oui|non|sauf|except\w*|hormis|hors|toutefois|cependant|faux|fausse\w*|inexact\w*|erreur\w*|erron\w*|"
    r"annul\w*|abrog\w*|remplac\w*|seul\w*|uniquement|toujours|jamais|tou(?:s|t|te|tes)|chaque|obligatoire\w*|"
    r"facultati\w*|interdit\w*|doit|doivent|devez|faut|peu(?:t|vent)|pouvez|avant|apres|depuis|jusqu\w*|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|hier|aujourd\w*|janvier|fevrier|mars|avril|"
    r"mai|juin|juillet|aout|septembre|octobre|novembre|decembre|heure\w*|jour\w*|semaine\w*|mois|an|ans|annee\w*|"
    r"demi\w*|moitie|double\w*|tiers|quart\w*|dizaine\w*|douzaine\w*|quinzaine\w*|centaine\w*)\b"
)


class RewriterUnavailable(Exception):
    """Nothing usable came back in time; `why` is for the log, without any content."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Rewriter(Protocol):
    """Gives one line back for each line, every token where it was; raises `RewriterUnavailable` otherwise.

    Nothing is taken on trust: whatever comes back is checked here.
    """

    def rewrite(self, lines: Sequence[str]) -> str: ...


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence as it is sent, with what its tokens stand for."""

    sentence: Sentence
    sent: str
    held: dict[str, str]

    @property
    def is_quoted(self) -> bool:
        return self.sentence.citation is not None


def rewritten(answer: Answer, rewriter: Rewriter | None) -> Answer:
    """The answer with the words of a rewriter between its quotations; as it was when they fail any check."""
    if rewriter is None or answer.act is not Act.ANSWER or answer.situation or not answer.citations:
        return answer
    lines = _masked((*answer.sentences, *answer.conditions))
    try:
        said = rewriter.rewrite([line.sent for line in lines])
    except RewriterUnavailable:
        return answer
    parts = _checked(lines, said, answer)
    if parts is None:
        return answer
    first = len(answer.sentences)
    made = replace(
        answer,
        sentences=tuple(one for part in parts[:first] for one in part),
        conditions=tuple(one for part in parts[first:] for one in part),
    )
    grounds = answer.grounds and replace(answer.grounds, said=plain(made))
    return replace(made, grounds=grounds)


def _masked(sentences: Sequence[Sentence]) -> list[_Line]:
    lines, count = [], 0
    for sentence in sentences:
        held: dict[str, str] = {}
        sent = sentence.text
        for part in _to_hide(sentence):
            count += 1
            held[str(count)] = part
            sent = sent.replace(part, f"[[{count}]]", 1)
        lines.append(_Line(sentence, sent, held))
    return lines


def _to_hide(sentence: Sentence) -> list[str]:
    """Whole quotations, and a yes or a no; of our own words, their figures, codes and addresses."""
    if sentence.citation is not None or _OPENING.match(fold(sentence.text)):
        return [sentence.text]
    found = {match.group() for match in _FIGURE.finditer(sentence.text)}
    found |= {value.text for value in find(sentence.text)}
    alone = [one for one in found if not any(one != other and one in other for other in found)]
    return sorted(alone, key=sentence.text.index)


def _checked(lines: Sequence[_Line], said: str, answer: Answer) -> list[list[Sentence]] | None:
    """Sentences for each line; None as soon as one is not what was sent, otherwise worded."""
    given = [line.strip() for line in said[: MOST_LETTERS + 1].strip().splitlines()]
    if len(said) > MOST_LETTERS or len(given) != len(lines):
        return None
    parts = [_sentences(line, words) for line, words in zip(lines, given, strict=True)]
    if any(part is None for part in parts):
        return None
    sources = [*(cited.quote for cited in answer.citations), *(line.sentence.text for line in lines)]
    kept = [part for part in parts if part is not None]
    return kept if all(gate.passes(one.text, sources) for part in kept for one in part) else None


def _sentences(line: _Line, words: str) -> list[Sentence] | None:
    if _TOKEN.findall(words) != list(line.held):
        return None
    own = _TOKEN.sub(" ", words)
    if not _is_light(own):
        return None
    if not line.is_quoted:
        text = _TOKEN.sub(lambda token: line.held[token.group(1)], words)
        return [replace(line.sentence, text=text, bold=())] if text.strip() else None
    before, _, after = _TOKEN.split(words)
    if after.strip(" .") or len(before.split()) > MOST_WORDS:
        return None
    return [Sentence(before.strip()), line.sentence] if before.strip() else [line.sentence]


def _is_light(words: str) -> bool:
    """Whether these words carry no value, no rule and no doubt of their own."""
    plain_words = fold(words)
    heavy = (_WEIGHTY, NEGATION, RESTRICTION, PERMISSION)
    if _STRANGE.search(words) or any(pattern.search(plain_words) for pattern in heavy):
        return False
    return not any(sign.isdigit() for sign in alpha2digit(words, "fr"))
