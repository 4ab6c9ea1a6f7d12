"""« Je corrige le bac à Lyon »: the frame that somebody gives for all that follows, until it is forgotten."""

import re
from dataclasses import asdict, dataclass, replace

from assistant import framing
from assistant.answers import Act, Action, Answer, Route, Status
from assistant.asking import is_question
from assistant.replies import say
from assistant.words import fold, spelled_out, topic
from knowledge.asked import asked_about, frame_spans
from knowledge.scope import Scope

DECLARES = re.compile(
    r"\bje (?:suis|corrige|travaille|interroge|surveille|enseigne|depends|releve|note)\b"
    r"|\b(?:moi,? c'est|mon academie|ma session|mon examen|pour moi|mettons|disons)\b"
)
# "Je suis convoquée à Lyon" says where a mission is, "je suis logé à Lyon" where one sleeps.
OF_ONE_DAY = re.compile(
    r"\bje suis (?:convoqu|log|heberg|alle|bloqu|attendu|envoy|malade|en (?:train|retard))\w*"
)
# What such a sentence is made of besides the frame.
SAYING = frozenset(
    topic(
        "je suis corrige correcteur correctrice travaille interroge surveille enseigne dépends relève note"
        " moi mon ma académie session examen épreuve copies ici dans professeur prof enseignant"
        " jury cette année"
    )
)


@dataclass(frozen=True, slots=True)
class Declared:
    """What was said of the frame, normalised as texts are filed; None for what was not."""

    academy: str | None = None
    exam: str | None = None
    session: str | None = None

    def over(self, scope: Scope) -> Scope:
        """What is said comes before the profile, and the question itself before both."""
        return replace(
            scope,
            academy=self.academy or scope.academy,
            exam=self.exam or scope.exam,
            session=self.session or scope.session,
        )


NOTHING = Declared()
FORGET = Action(label="Oublier", say="oubliez ça")


def read(text: str, before: Declared = NOTHING) -> Declared:
    """What holds after this message: a part that is said again replaces the one before."""
    folded = fold(spelled_out(text))
    if not DECLARES.search(folded) or OF_ONE_DAY.search(folded):
        return before
    named = asked_about(text, Scope())
    return Declared(
        named.academy or before.academy, named.exam or before.exam, named.session or before.session
    )


def only_declares(text: str) -> bool:
    """Whether the message gives a frame and nothing else."""
    if is_question(fold(spelled_out(text))) or read(text) == NOTHING:
        return False
    rest = text
    for start, end in reversed(frame_spans(text)):
        rest = f"{rest[:start]} {rest[end:]}"
    return set(topic(rest)) <= SAYING


def noted(kept: Declared) -> Answer:
    return say(
        Act.ACK,
        Route.SMALLTALK,
        Status.ANSWERED,
        f"C’est noté pour la suite : {', '.join(_words(kept))}.",
        actions=(FORGET,),
    )


def _words(kept: Declared) -> list[str]:
    academy = f"académie {framing.of(kept.academy)}" if kept.academy else ""
    exam = framing.exam_name(kept.exam) if kept.exam else ""
    return [part for part in (academy, exam, f"session {kept.session}" if kept.session else "") if part]


def dump(kept: Declared) -> dict[str, str | None]:
    return asdict(kept)


def load(data: dict[str, str | None] | None) -> Declared:
    return Declared(**data) if data else NOTHING
