"""From ranked units to what is said: exact words and their source, two that disagree, or a refusal."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import arithmetic, framing, gate, own_questions, people, polarity, selection, sums
from assistant.answers import RECOGNISED, Act, Action, Answer, Citation, Route, Sentence, Status
from assistant.arithmetic import Operation
from assistant.corrections import Rewording
from assistant.evidence import Candidate
from assistant.question import Part, Question
from assistant.values import NOTE_CALL
from assistant.wanted import Form
from knowledge.search import Hit, Trace, Unit

LABEL_LENGTH = 48  # a source is named, not copied: the link opens it
MOST_WORDS, MOST_QUOTED = 150, 100  # the contract allows 220 and 110: labels and markers take their share
OPEN_TICKET = Action(label="Ouvrir une demande", say="Je souhaite ouvrir une demande")
CONFLICTING = "Deux textes qui vous concernent ne disent pas la même chose."
DECIDES = "Le service des examens dira lequel s’applique."
OFFER = "Vous pouvez ouvrir une demande : elle reprendra votre question."


VERDICTS = {True: "Oui.", False: "Non."}
NO_TRACE = Trace((), ())


@dataclass(frozen=True, slots=True)
class Found:
    """What the search gave for a question, ranked part by part."""

    question: Question
    ranked: list[list[Candidate]]
    features: dict[str, float]
    trace: Trace = NO_TRACE
    elsewhere: "Found | None" = None  # the same in the texts that only the asker's frame sets aside

    def hits(self) -> list[Hit]:
        """Passages found for the whole question or for one of its parts."""
        return [candidate.hit for ranked in self.ranked for candidate in ranked]


@dataclass
class _Draft:
    """Sentences and citations being gathered; a span is cited once."""

    sentences: list[Sentence]
    conditions: list[Sentence]
    citations: list[Citation]
    shown: set[tuple[str, int]]
    words: int = 0

    def add(
        self,
        hit: Hit,
        unit: Unit,
        bold: tuple[tuple[int, int], ...],
        *,
        condition: bool = False,
    ) -> None:
        text, quote = _readable(unit), NOTE_CALL.sub(people.MASK, people.mask(unit.text))
        self.words += len(text.split())
        self.shown.add((unit.document, unit.ordinal))
        self.citations.append(Citation(*_place(hit, unit), quote, is_recognised=hit.is_recognised(unit.page)))
        sentence = Sentence(text, bold, len(self.citations) - 1)
        (self.conditions if condition else self.sentences).append(sentence)

    def add_reworded(self, reworded: Rewording, giving: Candidate, part: Part) -> None:
        """The sentence as it now reads, then who changed it; both texts are cited."""
        self.add(giving.hit, giving.unit, ())
        text = _readable(reworded.now)
        self.sentences[-1] = Sentence(text, selection.bold(part, text), len(self.citations) - 1)
        quote = NOTE_CALL.sub(people.MASK, people.mask(reworded.former.text))
        former = Citation(*_place(reworded.hit, reworded.former), quote)
        self.citations.append(former)
        self.shown.add((reworded.former.document, reworded.former.ordinal))
        self.sentences.append(Sentence(f"Rectifié par {reworded.by}."))  # our words: no quotation

    def add_operation(self, operation: Operation, operands: list[str], question: Question) -> None:
        """Once; dropped when an operand stands neither in what is cited nor in the question."""
        said = f"{operation.text}."
        known = any(sentence.text == said for sentence in self.sentences)
        if not known and gate.passes(operation.text, [*operands, question.text], operation):
            self.sentences.append(Sentence(said, (), len(self.citations) - 1))


def compose(found: Found, probability: float) -> Answer | None:
    """The shortest exact answer to every part; None when the gate leaves nothing."""
    draft = _Draft([], [], [], set())
    chosen: list[Candidate] = []
    for part, ranked in zip(found.question.parts, found.ranked, strict=True):
        picked = selection.choose(part, ranked, draft.shown)
        owed = sums.owed(found.question, part, picked, ranked)
        if owed:
            picked = list(dict.fromkeys((picked[0], *owed.used)))
        chosen += picked
        for candidate in picked:
            _show(draft, candidate, found.question, part)
        if owed:
            draft.add_operation(owed.operation, [c.unit.text for c in owed.used], found.question)
    for hit, unit in selection.conditions(chosen, found.question):
        if (
            draft.words + len(unit.text.split()) <= MOST_WORDS
            and (unit.document, unit.ordinal) not in draft.shown
        ):
            draft.add(hit, unit, (), condition=True)
    if not draft.sentences:
        return None
    return Answer(
        act=Act.ANSWER,
        route=Route.PROCEDURE,
        status=Status.ANSWERED,
        sentences=tuple(draft.sentences),
        conditions=tuple(draft.conditions),
        applies=framing.holds_for(chosen[0].hit),
        citations=tuple(draft.citations),
        actions=(OPEN_TICKET,),
        confidence=round(probability, 3),
    )


def contradiction(against: tuple[Candidate, Candidate], probability: float) -> Answer:
    """Both wordings with their sources; nobody but the exam office says which one holds."""
    draft = _Draft([], [], [], set())
    for candidate in against:
        draft.add(candidate.hit, candidate.unit, ())
    refused = said(Act.ABSTAIN, Status.CONFLICTING_TEXTS, CONFLICTING, confidence=probability)
    return replace(
        refused,
        sentences=(*refused.sentences, *draft.sentences, Sentence(DECIDES)),
        citations=tuple(draft.citations),
    )


def _show(draft: _Draft, candidate: Candidate, question: Question, part: Part) -> None:
    unit = candidate.unit
    length = len(unit.text.split())
    if (unit.document, unit.ordinal) in draft.shown or length > MOST_QUOTED:
        return
    if draft.sentences and draft.words + length > MOST_WORDS:
        return
    _announce(draft, candidate, part)
    if candidate.reworded:
        draft.add_reworded(candidate.reworded, candidate, part)
    else:
        draft.add(candidate.hit, unit, selection.bold(part, _readable(unit)))
    operation = arithmetic.compute(question.text, part, unit.text)
    if operation:
        draft.add_operation(operation, [unit.text], question)


def _announce(draft: _Draft, candidate: Candidate, part: Part) -> None:
    """What is said before a quotation, in our own words: the question that it replies to, or yes, or no."""
    hit, unit = candidate.hit, candidate.unit
    if not own_questions.stands_alone(hit, unit):
        draft.sentences.append(Sentence(own_questions.introduction(hit, unit)))
        return
    reply = own_questions.before(part.text, hit, unit)
    if reply is not None and (reply.document, reply.ordinal) not in draft.shown:
        draft.sentences.append(Sentence(own_questions.introduction(hit, reply)))
        draft.add(hit, reply, ())
        return
    if part.form is not Form.YES_NO or any(one.text in VERDICTS.values() for one in draft.sentences):
        return
    said = polarity.verdict(part.text, unit.text) if candidate.own >= polarity.LEAST_SHARED else None
    if said is not None:
        draft.sentences.append(Sentence(VERDICTS[said]))


def _place(hit: Hit, unit: Unit) -> tuple[str, str, str, int, int, int]:
    return unit.document, hit.title, hit.heading_path, unit.page, unit.start, unit.end


def _readable(unit: Unit) -> str:
    """A row with signs between its cells, a sentence as it stands; names masked."""
    text = NOTE_CALL.sub("", people.mask(unit.text))
    return re.sub(r"\s*\t\s*", " · ", text) if unit.kind == "row" else re.sub(r"\s+", " ", text)


def abstention(status: Status, reason: str, nearest: Candidate, probability: float) -> Answer:
    """Why there is no answer, and where the nearest thing is said; never its values."""
    where = people.mask(_label(nearest.hit.title, nearest.hit.heading_path))
    refused = said(
        Act.ABSTAIN, status, reason, f"Le passage le plus proche : {where}.", confidence=probability
    )
    hit, unit = nearest.hit, nearest.unit
    quote = people.mask(unit.text)
    seen = Citation(*_place(hit, unit), quote, is_recognised=hit.is_recognised(unit.page))
    return replace(refused, seen=(seen,))


def said(act: Act, status: Status, *texts: str, confidence: float | None = None) -> Answer:
    return Answer(
        act=act,
        route=Route.PROCEDURE,
        status=status,
        sentences=tuple(Sentence(text) for text in texts),
        actions=(OPEN_TICKET,) if act is Act.ABSTAIN else (),
        confidence=None if confidence is None else round(confidence, 3),
    )


def _label(title: str, heading: str) -> str:
    last, short = _cut(heading.rsplit("›", maxsplit=1)[-1].strip()), _cut(title)
    return f"{short}, « {last} »" if last and last != short else short


def _cut(text: str) -> str:
    return text if len(text) <= LABEL_LENGTH else text[:LABEL_LENGTH].rsplit(" ", 1)[0] + "…"


def plain(answer: Answer) -> str:
    """The answer as one text: sentences, conditions, applicability, sources, what one can do next."""
    lines = [s.text for s in (*answer.sentences, *answer.conditions)]
    if answer.applies:
        lines.append(answer.applies)
    if answer.citations:
        lines.append("Source : " + " ; ".join(_sources(answer.citations)))
    if any(citation.is_recognised for citation in answer.citations):
        lines.append(f"{RECOGNISED}.")
    if answer.act is Act.ABSTAIN:
        lines.append(OFFER)
    return "\n".join(lines)


def _sources(citations: Sequence[Citation]) -> list[str]:
    """Each text once, with the sections that are quoted."""
    headings: dict[str, list[str]] = {}
    for citation in citations:
        known = headings.setdefault(_cut(citation.title or citation.document), [])
        heading = _cut(citation.heading.split("›")[-1].strip())
        if heading and heading not in known:
            known.append(heading)
    return [
        people.mask(", ".join([title, *(f"« {h} »" for h in found)])) for title, found in headings.items()
    ]
