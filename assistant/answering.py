"""A question to an answer: what is found, what is likely, and which of six outcomes is honest."""

from collections.abc import Sequence
from dataclasses import replace

from assistant import confidence, conflict, evidence, followups, framing, precision, selection
from assistant.answers import Act, Answer, Status
from assistant.composition import Found, abstention, compose, contradiction, plain, said
from assistant.confidence import Chances
from assistant.grounds import Grounds, see
from assistant.question import Question, analyse
from assistant.words import topic
from knowledge.asked import asked_about, subject
from knowledge.departments import department_names_in
from knowledge.scope import Scope
from knowledge.search import Hit, SearchIndex, Trace
from knowledge.vocabulary import exams_meant

Turn = tuple[str, str]  # what the user asked, what was answered
PASSAGES = 10
LEAST_SOUGHT = 2  # words of meaning
NOTHING = "Aucun texte consulté ne répond à cette question."
ELSEWHERE = "Un texte traite ce sujet, mais pour une autre session ou une autre académie que celle demandée."
ASK_SOMETHING = "Quelle est votre question ?"


class Answerer:
    """Answers from one index with one confidence model; keeps no memory between questions."""

    def __init__(self, index: SearchIndex, model: confidence.Model) -> None:
        self._index = index
        self._model = model

    def answer(self, question: str, scope: Scope, context: Sequence[Turn] = ()) -> Answer:
        """An answer with its citations, or a typed abstention; `context` is oldest first."""
        if not question.strip():
            return said(Act.CLARIFY, Status.CLARIFICATION, ASK_SOMETHING)
        whole = followups.resolve(question, [asked for asked, _ in context])
        text = whole.text
        has_profile = bool(scope.academy or scope.session or scope.exam)
        scope = asked_about(text, scope)
        found = self.look(text, scope, whole.fresh)
        chances = self._model.chances(found.features, has_profile=has_profile)
        answer = self._decided(found, chances, scope)
        return replace(answer, grounds=self._grounds(text, scope, found, chances, answer))

    def look(self, text: str, scope: Scope, fresh: frozenset[str] = frozenset()) -> Found:
        """Search for the whole question and, when it has several, for each part that stands alone."""
        cases = frozenset(topic(" ".join((scope.paper or "", *department_names_in(text)))))
        exams = exams_meant(scope.exam)
        question = replace(analyse(text), fresh=fresh, exams=exams, cases=cases, academy=scope.academy)
        trace = self._index.search_with_trace(_sought(question.text, scope), scope, PASSAGES)
        whole = trace.kept
        terms = evidence.weigh_terms(question, whole)
        ranked = []
        for part in question.parts:
            hits: Sequence[Hit] = whole
            if len(question.parts) > 1 and len(part.topic) > 1:
                own = self._index.search(_sought(part.text, scope), scope, PASSAGES)
                hits = _together(own, whole)
            ranked.append(evidence.rank(question, part, hits, terms))
        ranked = evidence.gather(ranked)
        other = self._out_of_frame(question, trace)
        here = confidence.features(question, ranked, terms)
        there, rivals = (other.features, other.ranked) if other else (None, [])
        features = confidence.beside(here, ranked, there, rivals)
        return Found(question, ranked, features, trace, other)

    def _out_of_frame(self, question: Question, trace: Trace) -> Found | None:
        """What the texts of another académie, session or exam would have answered."""
        hits = framing.out_of_frame(trace.set_aside)
        if not hits:
            return None
        terms = evidence.weigh_terms(question, hits)
        each = [evidence.rank(question, part, hits, terms, to_quote=False) for part in question.parts]
        ranked = evidence.gather(each)
        if not any(ranked):
            return None
        return Found(question, ranked, confidence.features(question, ranked, terms))

    def _decided(self, found: Found, chances: Chances, scope: Scope) -> Answer:
        tops = [ranked[0] for ranked in found.ranked if ranked]
        if not tops:
            return self._elsewhere(found, chances) or said(
                Act.ABSTAIN, Status.NOT_IN_TEXTS, NOTHING, confidence=0.0
            )
        unsaid = precision.needed(found.question, found.ranked[0], scope)
        if unsaid:
            return precision.ask(unsaid, chances.answer)
        against = conflict.found(found.question, found.ranked[0])
        if against and chances.answer >= chances.threshold:  # else neither speaks of what is asked
            return contradiction(against, chances.answer)
        if any(c.scoped < 0 for c in tops):
            return abstention(Status.OTHER_SCOPE, ELSEWHERE, tops[0], chances.answer)
        sure = chances.answer >= chances.threshold and not _lacks_value(found)
        composed = compose(found, chances.answer) if sure else self._elsewhere(found, chances)
        return composed or abstention(Status.NOT_IN_TEXTS, NOTHING, tops[0], chances.answer)

    def _elsewhere(self, found: Found, chances: Chances) -> Answer | None:
        """An abstention that names the text which would have answered, had the asker been another's."""
        other = found.elsewhere
        if other is None or not self._model.points_elsewhere(chances) or _lacks_value(other):
            return None
        top = next(ranked[0] for ranked in other.ranked if ranked)
        reason = f"Un texte traite ce sujet, mais pour {framing.whose(top.hit) or 'un autre cadre'}."
        return abstention(Status.OTHER_SCOPE, reason, top, chances.answer)

    def _grounds(self, text: str, scope: Scope, found: Found, chances: Chances, answer: Answer) -> Grounds:
        return Grounds(
            question=text,
            scope=scope,
            act=answer.act,
            status=answer.status,
            said=plain(answer),
            citations=answer.citations,
            seen=see(found.trace, found.hits()),
            features={name: round(value, 4) for name, value in found.features.items()},
            probability=chances.answer,
            threshold=chances.threshold,
            model=self._model.trained_on,
            index=found.trace.stamp,
        )


def _together(own: Sequence[Hit], whole: Sequence[Hit]) -> Sequence[Hit]:
    """What a part finds, then what its question finds: a part often leaves its subject to the others.

    Scores of two searches do not compare: each is read as a share of its best.
    """
    if not own or not whole:
        return own or whole
    known = {(hit.document, hit.start) for hit in own}
    scale = own[0].score / whole[0].score if whole[0].score > 0 else 1.0
    others = [hit for hit in whole if (hit.document, hit.start) not in known]
    return [*own, *(replace(hit, score=hit.score * scale) for hit in others)]


def _sought(text: str, scope: Scope) -> str:
    """What to search for; a question that is little more than its frame is searched for whole."""
    bare = subject(text, scope)
    return bare if len(topic(bare)) >= LEAST_SOUGHT else text


def _lacks_value(found: Found) -> bool:
    return selection.lacks_value(found.question.parts, found.ranked)
