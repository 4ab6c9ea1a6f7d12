"""A question that may lean on the one before it: asked with it, alone, or of the words that answered."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Protocol

from assistant import followups, values
from assistant.answers import Act, Answer
from assistant.question import analyse
from assistant.understanding import Exchange
from assistant.words import likeness, spelled_out, stems

NEAR = 0.7  # a near synonym says it too


class Ask(Protocol):
    def __call__(self, question: str, *, context: Sequence[Exchange]) -> Answer: ...


def answer(ask: Ask, text: str, context: Sequence[Exchange]) -> Answer:
    """What the texts say; what was said before is not added to a question that has its own subject."""
    earlier = [asked for asked, _ in context]
    whole = followups.resolve(text, earlier).text if earlier else text
    if not earlier or whole.split() == spelled_out(text).split():
        return ask(text, context=context)
    if followups.asks_another_value(text):
        return _same_subject(ask, text, context)
    own = followups.own_words(text)
    if not own or followups.goes_on(text):
        return ask(text, context=context)
    leaning, alone = context, ()
    first, then = (alone, leaning) if followups.names_another(text, earlier[-1]) else (leaning, alone)
    told = ask(text, context=first)
    if _speaks_of(told, own):
        return told
    other = ask(text, context=then)
    # "Et pour les certifiés ?" says too little to be asked alone; "que mettre pour les absents ?" does not.
    return other if _speaks_of(other, own) or then or followups.asks(text) else told


def _same_subject(ask: Ask, text: str, context: Sequence[Exchange]) -> Answer:
    """Another value of what was told; the words that told it often hold it too."""
    told = ask(text, context=context)
    if told.act is not Act.ABSTAIN:
        return told
    wanted = [kind for want in analyse(text).parts[0].wants for kind in want]
    for before, _ in reversed(context):
        again = ask(before, context=())
        if again.act is Act.ANSWER and values.kinds(again.sentences[0].text) & set(wanted):
            return again
    return told


def _speaks_of(told: Answer, own: frozenset[str]) -> bool:
    """Whether what answers first names what was asked; a question back is about it by construction."""
    if told.act is Act.CLARIFY:
        return True
    if told.act is not Act.ANSWER:
        return False
    ours = sum(1 for _ in takewhile(lambda sentence: sentence.citation is None, told.sentences))
    cited = told.sentences[ours : ours + 1]
    said = " ".join([*(one.text for one in cited), *(one.heading for one in told.citations[:1])])
    return any(likeness(stem, stems(said)) >= NEAR for stem in own)
