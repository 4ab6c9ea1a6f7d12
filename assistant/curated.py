"""A curated answer comes first when its question is the one asked, and dies with the words it is bound to."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from threading import Lock

from sqlmodel import Session

from assistant import confidence, followups, people, written
from assistant.answering import Answerer, Turn
from assistant.answers import Act, Answer, Citation, Route, Sentence, Status
from assistant.composition import plain
from assistant.grounds import Seen, digest
from assistant.polarity import NEGATION
from assistant.question import Question, analyse
from assistant.values import NOTE_CALL
from assistant.words import fold
from assistant.written import Bound, Written
from knowledge.applicability import Verdict
from knowledge.asked import asked_about
from knowledge.scope import Scope
from knowledge.search import Embedder, Hit, SearchIndex

# Cosine of two wordings that name the same things, for multilingual-e5-small: see docs/quality.md.
SAME_QUESTION = 0.9
CHECKED = "Réponse vérifiée par le bureau des textes."
_LOOKED_AT = 20  # passages among which the bound words are found again: they are asked for to the word

Place = tuple[Hit, int, int]


class CuratedAnswers:
    """Fulfils `Answers` over another: what curators wrote when it holds, else what the texts give."""

    def __init__(
        self,
        make: Callable[[SearchIndex], Answerer],
        index: SearchIndex,
        embedder: Embedder | None,
        reading: Callable[[], AbstractContextManager[Session]],
    ) -> None:
        self._make = make
        self.answers = make(index)
        self._index = index
        self._embedder = embedder
        self._reading = reading
        self._known: tuple[object, list[tuple[Written, list[Question]]]] = (None, [])
        self._lock = Lock()

    def over(self, index: SearchIndex) -> "CuratedAnswers":
        """The same over other texts: what would be answered if they were those published."""
        return CuratedAnswers(self._make, index, self._embedder, self._reading)

    def answer(self, question: str, scope: Scope, context: Sequence[Turn] = ()) -> Answer:
        """The same promise as `Answerer.answer`."""
        found = self.answers.answer(question, scope, context)
        if not question.strip():
            return found
        text = followups.resolve(question, [asked for asked, _ in context]).text
        scope = asked_about(text, scope)
        for one in self._asked(text, scope):
            places = living(self._index, one, scope)
            if places:
                return _given(one, places, found)
        return found

    def _asked(self, text: str, scope: Scope) -> list[Written]:
        """Those whose question this is, within the frame of the asker; the newest first."""
        asked = analyse(text)
        return [
            one
            for one, wordings in self._all()
            if one.suits(scope)
            and one.was_known(scope.as_known_on)
            and any(self._is_same(asked, wording) for wording in wordings)
        ]

    def _is_same(self, one: Question, other: Question) -> bool:
        if _plain(one.text) == _plain(other.text):
            return True
        if self._embedder is None or not _names_the_same(one, other):
            return False
        vectors = self._embedder.embed_query(one.text), self._embedder.embed_query(other.text)
        return float(vectors[0] @ vectors[1]) >= SAME_QUESTION

    def _all(self) -> list[tuple[Written, list[Question]]]:
        with self._reading() as session:
            state = written.state(session)
            if self._known[0] == state:
                return self._known[1]
            rows = written.everything(session)
        read = [(one, [analyse(wording) for wording in one.questions]) for one in rows]
        with self._lock:
            self._known = (state, read)
        return read


def answerer_of(model: confidence.Model) -> Callable[[SearchIndex], Answerer]:
    """What answers from any index with one confidence model."""
    return lambda index: Answerer(index, model)


def living(index: SearchIndex, one: Written, scope: Scope) -> list[Place]:
    """Where the bound words stand today for this asker; nothing as soon as one of them no longer holds."""
    places = [stand(index, bound, scope) for bound in one.draft.passages]
    return [place for place in places if place] if all(places) else []


def stand(index: SearchIndex, bound: Bound, scope: Scope) -> Place | None:
    """Where these words stand for this asker; nothing when they no longer hold."""
    for hit in index.search(bound.quote, scope, _LOOKED_AT):
        at = hit.text.find(bound.quote) if hit.document == bound.document else -1
        start, end = hit.start + at, hit.start + at + len(bound.quote)
        if at >= 0 and not any(gone.start < end and start < gone.end for gone in hit.withdrawn):
            return hit, start, end
    return None


def _names_the_same(one: Question, other: Question) -> bool:
    """Same things, figures, kinds of value and sense: a date of another meeting is another question."""
    return (
        one.nouns - one.frame == other.nouns - other.frame
        and [set(part.wants) for part in one.parts] == [set(part.wants) for part in other.parts]
        and bool(NEGATION.search(fold(one.text))) == bool(NEGATION.search(fold(other.text)))
    )


def _given(one: Written, places: Sequence[Place], found: Answer) -> Answer:
    citations = tuple(_citation(*place) for place in places)
    lead = (Sentence(one.draft.lead),) if one.draft.lead else ()
    quoted = (Sentence(" ".join(cited.quote.split()), (), rank) for rank, cited in enumerate(citations))
    answer = Answer(
        act=Act.ANSWER,
        route=Route.PROCEDURE,
        status=Status.ANSWERED,
        sentences=(*lead, *quoted),
        applies=CHECKED,
        citations=citations,
    )
    if found.grounds is None:
        return answer
    bound = tuple(_seen(*place) for place in places)
    others = tuple(seen for seen in found.grounds.seen if seen.place not in {one.place for one in bound})
    grounds = replace(
        found.grounds,
        act=answer.act,
        status=answer.status,
        said=plain(answer),
        citations=citations,
        seen=(*bound, *others),
        written=one.id,
    )
    return replace(answer, grounds=grounds)


def _citation(hit: Hit, start: int, end: int) -> Citation:
    quote = NOTE_CALL.sub(people.MASK, people.mask(hit.text[start - hit.start : end - hit.start]))
    page = next((unit.page for unit in hit.units if unit.start <= start < unit.end), hit.page)
    place = (hit.document, hit.title, hit.heading_path, page, start, end)
    return Citation(*place, quote, is_recognised=hit.is_recognised(page))


def _seen(hit: Hit, start: int, end: int) -> Seen:
    is_scale = hit.standing is not None and hit.standing.frame.is_scale
    place = (hit.circular_id, hit.document, hit.title, hit.heading_path, hit.page, hit.start, hit.end)
    return Seen(*place, digest(hit.text), round(hit.score, 4), Verdict.KEPT, is_scale)


def _plain(words: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(words)).split())
