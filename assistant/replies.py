"""Our own sentences as answers: typeset, with their buttons."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.answers import Act, Action, Answer, Route, Sentence, Status
from assistant.french import typeset

YES = Action(label="Envoyer", say="oui")
CANCEL = Action(label="Annuler", say="annuler")
RETRY = Action(label="Réessayer", say="réessayer")
SOMEBODY = Action(label="Parler à quelqu’un", say="Je veux parler à quelqu’un")
MY_REPORTS = Action(label="Mes signalements", href="/my-reports")


def say(act: Act, route: Route, status: Status, *texts: str, **fields: Any) -> Answer:
    """An answer made of our own words; `fields` are those of `Answer`."""
    sentences = tuple(Sentence(typeset(text)) for text in texts if text)
    return Answer(act=act, route=route, status=status, sentences=sentences, **fields)


def saying(*words: str) -> tuple[Action, ...]:
    """One button a word, each saying itself."""
    return tuple(Action(label=word, say=word) for word in words)


def followed_by(answer: Answer, texts: Sequence[str], actions: tuple[Action, ...]) -> Answer:
    """The same answer, then a word to come back to the form."""
    added = tuple(Sentence(typeset(text)) for text in texts)
    return replace(answer, sentences=(*answer.sentences, *added), actions=actions)


def preceded_by(answer: Answer, *texts: str) -> Answer:
    """The same answer, after a word on what comes before it."""
    before = tuple(Sentence(typeset(text)) for text in texts if text)
    return replace(answer, sentences=(*before, *answer.sentences))
