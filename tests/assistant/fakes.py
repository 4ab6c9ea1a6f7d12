"""Fakes of what the dialogue is given: the texts, and an intent reader that never thinks."""

from dataclasses import dataclass, field

from assistant.answers import Act, Action, Answer, Citation, Route, Sentence, Status
from assistant.intents import Intent, IntentGuess

CITATION = Citation(
    document="exemple.txt", title="Circulaire d’exemple", heading="3. Saisie", page=1, start=10, end=42,
    quote="Un candidat absent est saisi AB.",
)  # fmt: skip


@dataclass
class FakeAnswers:
    """Knows one sentence; `silent` makes it say that no text does."""

    silent: bool = False
    asked: list[tuple] = field(default_factory=list)

    def answer(self, question, scope, context=()):
        self.asked.append((question, scope, tuple(context)))
        if self.silent:
            return Answer(
                Act.ABSTAIN, Route.PROCEDURE, Status.NOT_IN_TEXTS,
                (Sentence("Aucun texte consulté ne répond à cette question."),),
                seen=(CITATION,),
                actions=(Action("Ouvrir une demande", say="Je souhaite ouvrir une demande"),),
            )  # fmt: skip
        said = Sentence("Un candidat absent est saisi AB.", ((29, 31),), 0)
        return Answer(
            Act.ANSWER, Route.PROCEDURE, Status.ANSWERED, (said,), citations=(CITATION,), confidence=0.9
        )


@dataclass(frozen=True)
class FixedReader:
    """Names the same intent whatever is said."""

    intent: Intent
    confidence: float = 0.9

    def read_intent(self, text):
        return IntentGuess(self.intent, self.confidence)


class CountingEmbedder:
    """Three dimensions, the same for the same text; counts what it is asked."""

    fingerprint = "counting-3"
    dimension = 3

    def __init__(self):
        self.queries = 0

    def embed_query(self, text):
        import numpy as np

        self.queries += 1
        return np.array([len(text) % 7, text.count("e"), text.count("?")], dtype=np.float32)

    def embed_passages(self, texts):
        import numpy as np

        return np.array([self.embed_query(text) for text in texts], dtype=np.float32)
