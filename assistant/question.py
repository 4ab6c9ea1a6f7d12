"""What a question asks: its parts, the type of value each one wants, its topic, the scope it names."""

import re
from dataclasses import dataclass

from assistant import naming
from assistant.values import YEAR
from assistant.wanted import ASKING_AT, Form, Want, asking, form, wants
from assistant.words import fold, spelled_out, topic
from knowledge.asked import frame_spans

LONGEST = 2000  # characters read of a message; a question never needs more


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    form: Form
    wants: tuple[Want, ...]
    topic: tuple[str, ...]  # stems of this part alone
    strict: bool  # a unit without the wanted value does not answer
    alternatives: frozenset[str] = frozenset()  # "brut ou net ?": stems of which one must be said
    terse: bool = False  # what it wants is told by a noun alone, and less surely
    names: frozenset[str] = frozenset()  # stems written with a capital or a digit: they must be said


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    parts: tuple[Part, ...]
    topic: tuple[str, ...]
    nouns: frozenset[str]  # stems that name something: they must be said, a verb may be said otherwise
    years: frozenset[str]
    academies: frozenset[str]
    frame: frozenset[str] = frozenset()  # stems that name the académie, the examination or the session
    fresh: frozenset[str] = frozenset()  # stems by which it differs from the question before it
    academy: str | None = None  # that it is about, named or the asker's
    cases: frozenset[str] = frozenset()  # stems of the asker's speciality, of the département named
    exams: frozenset[str] = frozenset()  # codes of the examination that it is about, named or the asker's


ACADEMIES = (
    "Aix-Marseille", "Amiens", "Besançon", "Bordeaux", "Clermont-Ferrand", "Corse", "Créteil", "Dijon",
    "Grenoble", "Guadeloupe", "Guyane", "Lille", "Limoges", "Lyon", "Martinique", "Mayotte", "Montpellier",
    "Nancy-Metz", "Nantes", "Nice", "Normandie", "Orléans-Tours", "Paris", "Poitiers", "Reims", "Rennes",
    "Réunion", "Strasbourg", "Toulouse", "Versailles",
)  # fmt: skip
ACADEMY = re.compile(r"\b(" + "|".join(fold(name) for name in ACADEMIES) + r")\b")
# Words that only introduce a frame.
FRAMES = frozenset(topic("académie session examen épreuve rectorat"))
CUT = re.compile(rf"(?:,? (?:et|puis|mais|ensuite)|,| \+)\s+(?=(?:{ASKING_AT.pattern}))")
# « … et la note est-elle définitive ? », « … et la DEC le remplace comment ? »: the subject comes first.
CUT_AGAIN = re.compile(
    r",? et\s+(?=(?:l[ea]s?|l'|une?|cette?|ces|mon|ma|mes|son|sa|"
    r"leur)\b[^,?]{2,70}?(?:[a-z]+-(?:t-)?(?:il|elle|on|ils|elles)\b"
    r"|(?:comment|quand|combien|quoi|qui)\b(?: [^ ?]+){0,3}\s*\??$))"
)


def analyse(message: str) -> Question:
    """Read a message as a question; a message that asks nothing is one part, its own topic."""
    text = " ".join(spelled_out(message[:LONGEST]).replace("\0", " ").split())
    parts = tuple(_part(piece) for piece in _whole(_pieces(text))) or (_part(text),)
    years = frozenset(match.group() for match in YEAR.finditer(text))
    academies = frozenset(match.group() for match in ACADEMY.finditer(fold(text)))
    framing = frozenset(t for start, end in frame_spans(text) for t in topic(text[start:end]))
    return Question(text, parts, tuple(topic(text)), naming.nouns(text), years, academies, framing | FRAMES)


def _pieces(text: str) -> list[str]:
    """The questions of a message; what only sets the scene is read with the one that follows it."""
    pieces: list[str] = []
    scene = ""
    for sentence in re.split(r"(?<=[?;!])\s+|(?<=[a-zà-ÿ)]\.)\s+(?=[A-ZÀ-Ý])", text):
        for piece in _cut(sentence):
            if ASKING_AT.search(asking(piece)) or piece.endswith("?"):
                pieces.append(f"{scene} {piece}".strip())
                scene = ""
            else:
                scene = f"{scene} {piece}".strip()
    if scene and pieces and len(topic(scene)) > 0:
        pieces[-1] = f"{pieces[-1]} {scene}"
    elif scene and not pieces:
        pieces.append(scene)
    return pieces


# « à quelle heure et quel jour ouvrent les lots » is one question with two wanted values.
BARE = frozenset(
    topic(
        "heure heures horaire horaires date dates jour jours délai téléphone numéro bureau application "
        "adresse mail courriel lieu service outil limite numéros centre salle endroit référence "
        "appelle appeler prévenir"
    )
)


def _whole(pieces: list[str]) -> list[str]:
    """Pieces that only name a kind of value joined to the piece that says of what."""
    joined: list[str] = []
    waiting = ""
    for piece in pieces:
        if BARE.issuperset(topic(piece)):
            if joined:
                joined[-1] = f"{joined[-1].rstrip(' ?')} et {piece}"
            else:
                waiting = f"{waiting} {piece} et".strip()
        else:
            joined.append(f"{waiting} {piece}".strip())
            waiting = ""
    return joined or ([waiting] if waiting else [])


def _cut(sentence: str) -> list[str]:
    said = asking(sentence)
    cuts = sorted({m.span() for pattern in (CUT, CUT_AGAIN) for m in pattern.finditer(said)})
    pieces, start = [], 0
    for end, after in cuts:
        if end > start and (ASKING_AT.search(said[start:end]) or len(topic(sentence[start:end])) > 1):
            pieces.append(sentence[start:end])
            start = after
    pieces.append(sentence[start:])
    return [stripped for piece in pieces if (stripped := piece.strip(" ,+"))]


def _part(text: str) -> Part:
    said = asking(text)
    kinds, strict, terse = wants(said)
    own = tuple(topic(text))
    return Part(
        text=text,
        form=form(said, kinds),
        wants=kinds,
        topic=own,
        strict=strict,
        terse=terse,
        alternatives=naming.alternatives(text),
        names=naming.names(text),
    )
