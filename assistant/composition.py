"""From passages to an answer: exact words, their source, or an honest « aucun texte ne le dit »."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import (
    arithmetic,
    confidence,
    evidence,
    followups,
    framing,
    gate,
    people,
    polarity,
    precision,
    selection,
)
from assistant.answers import RECOGNISED, Act, Action, Answer, Citation, Route, Sentence, Status
from assistant.evidence import Candidate
from assistant.grounds import Grounds, see
from assistant.question import Part, Question, analyse
from assistant.values import NOTE_CALL
from assistant.wanted import Form
from knowledge.asked import asked_about
from knowledge.scope import Scope
from knowledge.search import Hit, SearchIndex, Trace, Unit

Turn = tuple[str, str]  # what the user asked, what was answered
PASSAGES = 10
LABEL_LENGTH = 48  # a source is named, not copied: the link opens it
MOST_WORDS, MOST_QUOTED = 150, 100  # the contract allows 220 and 110: labels and markers take their share
OPEN_TICKET = Action(label="Ouvrir une demande", say="Je souhaite ouvrir une demande")
NOTHING = "Aucun texte consulté ne répond à cette question."
ELSEWHERE = "Un texte traite ce sujet, mais pour une autre session ou une autre académie que celle demandée."
OFFER = "Vous pouvez ouvrir une demande : elle reprendra votre question."
ASK_SOMETHING = "Quelle est votre question ?"


NO_TRACE = Trace((), ())


@dataclass(frozen=True, slots=True)
class Found:
    """What the search gave for a question, ranked part by part."""

    question: Question
    ranked: list[list[Candidate]]
    features: dict[str, float]
    trace: Trace = NO_TRACE

    def hits(self) -> list[Hit]:
        """Passages found for the whole question or for one of its parts."""
        return [candidate.hit for ranked in self.ranked for candidate in ranked]


class Answerer:
    """Answers from one index with one confidence model; keeps no memory between questions."""

    def __init__(self, index: SearchIndex, model: confidence.Model) -> None:
        self._index = index
        self._model = model

    def answer(self, question: str, scope: Scope, context: Sequence[Turn] = ()) -> Answer:
        """An answer with its citations, or a typed abstention; `context` is oldest first."""
        if not question.strip():
            return _said(Act.CLARIFY, Status.CLARIFICATION, ASK_SOMETHING)
        text = followups.resolve(question, [asked for asked, _ in context])
        scope = asked_about(text, scope)
        found = self.look(text, scope)
        probability = self._model.probability(found.features)
        answer = self._decided(found, probability, scope)
        return replace(answer, grounds=self._grounds(text, scope, found, probability, answer))

    def _grounds(self, text: str, scope: Scope, found: Found, probability: float, answer: Answer) -> Grounds:
        return Grounds(
            question=text,
            scope=scope,
            act=answer.act,
            status=answer.status,
            said=plain(answer),
            citations=answer.citations,
            seen=see(found.trace, found.hits()),
            features={name: round(value, 4) for name, value in found.features.items()},
            probability=probability,
            threshold=self._model.threshold,
            model=self._model.trained_on,
            index=found.trace.stamp,
        )

    def _decided(self, found: Found, probability: float, scope: Scope) -> Answer:
        tops = [ranked[0] for ranked in found.ranked if ranked]
        unsaid = precision.needed(found.question, found.ranked[0], scope) if tops else None
        if unsaid:
            return precision.ask(unsaid, probability)
        sure = self._is_sure(found, probability)
        elsewhere = None if sure else self._elsewhere(found, probability)
        if elsewhere is not None:
            return elsewhere
        if not tops:
            return _said(Act.ABSTAIN, Status.NOT_IN_TEXTS, NOTHING, confidence=0.0)
        if any(c.scoped < 0 for c in tops):
            return _abstention(Status.OTHER_SCOPE, ELSEWHERE, tops[0], probability)
        composed = compose(found, probability) if sure else None
        return composed or _abstention(Status.NOT_IN_TEXTS, NOTHING, tops[0], probability)

    def _is_sure(self, found: Found, probability: float) -> bool:
        return probability >= self._model.threshold and not selection.lacks_value(
            found.question.parts, found.ranked
        )

    def _elsewhere(self, found: Found, probability: float) -> Answer | None:
        """An abstention that names the text which would have answered, had the asker been another's."""
        hits = framing.out_of_frame(found.trace.set_aside)
        other = self._weighed(found.question, hits) if hits else None
        if other is None or not self._is_sure(other, self._model.probability(other.features)):
            return None
        top = next(ranked[0] for ranked in other.ranked if ranked)
        said = f"Un texte traite ce sujet, mais pour {framing.whose(top.hit) or 'un autre cadre'}."
        return _abstention(Status.OTHER_SCOPE, said, top, probability)

    def _weighed(self, question: Question, hits: Sequence[Hit]) -> Found:
        terms = evidence.weigh_terms(question, hits)
        ranked = evidence.gather([evidence.rank(question, part, hits, terms) for part in question.parts])
        return Found(question, ranked, confidence.features(question, ranked, terms))

    def look(self, text: str, scope: Scope) -> Found:
        """Search for the whole question and, when it has several, for each part that stands alone."""
        question = analyse(text)
        trace = self._index.search_with_trace(question.text, scope, PASSAGES)
        whole = trace.kept
        terms = evidence.weigh_terms(question, whole)
        ranked = []
        for part in question.parts:
            alone = len(question.parts) > 1 and len(part.topic) > 1
            hits: Sequence[Hit] = self._index.search(part.text, scope, PASSAGES) if alone else whole
            ranked.append(evidence.rank(question, part, hits, terms))
        ranked = evidence.gather(ranked)
        return Found(question, ranked, confidence.features(question, ranked, terms), trace)


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
        lead: str = "",
        condition: bool = False,
    ) -> None:
        text, quote = _readable(unit), NOTE_CALL.sub(people.MASK, people.mask(unit.text))
        self.words += len(text.split())
        self.shown.add((unit.document, unit.ordinal))
        self.citations.append(Citation(*_place(hit, unit), quote, is_recognised=hit.is_recognised(unit.page)))
        shift = len(lead)
        spans = tuple((s + shift, e + shift) for s, e in bold)
        sentence = Sentence(lead + text, spans, len(self.citations) - 1)
        (self.conditions if condition else self.sentences).append(sentence)


def compose(found: Found, probability: float) -> Answer | None:
    """The shortest exact answer to every part; None when the gate leaves nothing."""
    draft = _Draft([], [], [], set())
    chosen: list[Candidate] = []
    for part, ranked in zip(found.question.parts, found.ranked, strict=True):
        picked = selection.choose(part, ranked, draft.shown)
        chosen += picked
        for candidate in picked:
            _show(draft, candidate, found.question, part)
    for hit, unit in selection.conditions(chosen):
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
        citations=tuple(draft.citations),
        actions=(OPEN_TICKET,),
        confidence=round(probability, 3),
    )


def _show(draft: _Draft, candidate: Candidate, question: Question, part: Part) -> None:
    unit = candidate.unit
    length = len(unit.text.split())
    if (unit.document, unit.ordinal) in draft.shown or length > MOST_QUOTED:
        return
    if draft.sentences and draft.words + length > MOST_WORDS:
        return
    lead = ""
    if part.form is Form.YES_NO and not any(s.text.startswith(("Oui", "Non")) for s in draft.sentences):
        said = polarity.verdict(part.text, unit.text) if candidate.own >= polarity.LEAST_SHARED else None
        lead = {True: "Oui : ", False: "Non : "}.get(said, "") if said is not None else ""
        lead = "" if unit.text.lstrip(" «").lower().startswith(("oui", "non")) else lead
    draft.add(candidate.hit, unit, selection.bold(part, _readable(unit)), lead=lead)
    operation = arithmetic.compute(question.text, part, unit.text)
    if operation and gate.passes(operation.text, [unit.text, question.text], operation):
        draft.sentences.append(Sentence(f"{operation.text}.", (), len(draft.citations) - 1))


def _place(hit: Hit, unit: Unit) -> tuple[str, str, str, int, int, int]:
    return unit.document, hit.title, hit.heading_path, unit.page, unit.start, unit.end


def _readable(unit: Unit) -> str:
    """A row with signs between its cells, a sentence as it stands; names masked."""
    text = NOTE_CALL.sub("", people.mask(unit.text))
    return re.sub(r"\s*\t\s*", " · ", text) if unit.kind == "row" else re.sub(r"\s+", " ", text)


def _abstention(status: Status, reason: str, nearest: Candidate, probability: float) -> Answer:
    """Why there is no answer, and where the nearest thing is said; never its values."""
    where = people.mask(_label(nearest.hit.title, nearest.hit.heading_path))
    said = _said(Act.ABSTAIN, status, reason, f"Le passage le plus proche : {where}.", confidence=probability)
    hit, unit = nearest.hit, nearest.unit
    quote = people.mask(unit.text)
    seen = Citation(*_place(hit, unit), quote, is_recognised=hit.is_recognised(unit.page))
    return replace(said, seen=(seen,))


def _said(act: Act, status: Status, *texts: str, confidence: float | None = None) -> Answer:
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
