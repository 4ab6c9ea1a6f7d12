"""A question that leans on the one before it, made whole: « et pour les absents ? »."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question import analyse
from assistant.words import families, fold, spelled_out, stem, topic, words
from knowledge.asked import brought_nearer, frame_spans, replaced_frame

LEANS = re.compile(
    r"^\W*(?:et|ok|mais|alors|donc|du coup|sinon|d'accord|merci)\b|^\W*(?:c'est|pareil|meme chose|idem)\b"
)
LEADING = re.compile(
    r"^\W*(?:(?:et|ok|bon|bien|mais|alors|donc|du coup|sinon|d'accord|merci|au fait|entre-temps"
    r"|autre (?:question|chose)"
    r"|derniere (?:question|chose)|une question)\b[ ,.:!]*)+",
    re.I,
)
SLOT = re.compile(r"^(?:pour|avec|chez|en|a|au|aux|dans|si|sans|en dehors|les?|la|l'|un|une|des)\b")
# "Et celle d'harmonisation ?": another thing of the same kind, for the question that the thread began with.
THE_ONE = re.compile(r"^(?:celle|celui|celles|ceux)(?:-ci|-la)?\s+", re.I)
MOST_NAMED = 6  # a longer question says what it is about
FILLER = frozenset(
    topic("combien quand quel quelle heure jour date où qui comment code c'est coup autre même pareil aussi")
)


# "J'ai fait deux trajets, comment je les mets ?": a pronoun stands for what the talk is about.
STANDS_FOR = re.compile(
    r"\b(?:je|on|il faut|faut-il|tu|vous|dois-je|puis-je|peut-on|doit-on|pour) (?:ne )?(?:les?|la|l'|y"
    r"|en|lui|leur)\b"
    r"|\b(?:mets?|fais|faire|remplis|saisis|declare|envoie|valide|note|compte)-(?:je|t-on|on|les?|la)\b"
    r"|\b(?:celui|celle|ceux|celles)(?:-ci|-la| de| du| des|\b)|\b(?:ca|cela)\b(?! va)"
)
# "et après ?", "c'est tout ?", "j'ai fini ?": the end of what is being done.
NEXT = re.compile(
    r"^\W*(?:(?:et|ok|bon|alors|donc|du coup|voila|c'est fait)\W+)*(?:(?:apres|ensuite|puis|enfin"
    r"|pour finir|a la fin)\b"
    r"(?:\W*(?:ca|cela|c'est (?:bon|tout|fini)|j'ai (?:fini|termine)|je fais quoi|que faire|quoi"
    r"|il (?:me )?reste quoi"
    r"|qu'est-ce que je (?:fais|dois faire)|qu'est-ce qu'il (?:me )?reste))?"
    r"|c'est (?:tout|fini|bon|termine)|j'ai (?:fini|termine)|je fais quoi (?:apres|ensuite)"
    r"|il (?:me )?reste (?:quoi|quelque chose)(?: a faire)?|(?:autre chose"
    r"|quelque chose d'autre)(?: a faire)?)\W*$"
)
AT_THE_END = "Que faut-il faire pour terminer et valider"


@dataclass(frozen=True, slots=True)
class Whole:
    """A question that stands alone; `fresh` are the stems by which it differs from the one before."""

    text: str
    fresh: frozenset[str] = frozenset()


def resolve(message: str, earlier: Sequence[str]) -> Whole:
    """The message itself, or a question of `earlier` with what the message changes in it.

    `earlier` is oldest first: the last one is leaned on, the first is what the thread is about.
    """
    text = spelled_out(message).strip()
    if not earlier:
        alone = LEADING.sub("", text)
        return Whole(alone if len(topic(alone)) > 1 else text)
    if _only_frames(text):
        return Whole(_replaced(*brought_nearer(spelled_out(earlier[-1]).strip(), text)))
    about, folded = _subject(spelled_out(earlier[0]).strip()), fold(text)
    if NEXT.match(folded):
        return Whole(f"{AT_THE_END} ({about}) ?")
    if points(text) and not LEANS.search(folded):
        return Whole(f"{text.rstrip(' ?')} ({about}) ?")
    another = THE_ONE.match(LEADING.sub("", text).strip())
    leaned_on = earlier[0] if another else earlier[-1]
    return _leaning(text, spelled_out(leaned_on).strip()) if _leans(text) else Whole(text)


def _leaning(text: str, previous: str) -> Whole:
    rest = THE_ONE.sub("", LEADING.sub("", text).strip())
    asked = analyse(rest).parts[0]
    if asked.wants and not _adds_topic(rest):  # « à quelle heure ? »: same subject, another value
        return Whole(f"{rest.rstrip(' ?')} {_subject(previous)} ?")
    if SLOT.search(fold(rest)) or not asked.wants:
        return Whole(_replaced(_slot_emptied(previous, rest), rest), _fresh(rest))
    return Whole(f"{rest.rstrip(' ?')} ({_subject(previous)}) ?")


# « et si le candidat est absent ? », « et en SPCL ? »: what the same word led to gives way.
LEADS = ("si", "en|dans", "avec|sans", "chez", "apres|avant")
SLOTS = tuple(re.compile(rf"\b(?:{lead}) (?!quel)[^,?;:()]+") for lead in LEADS)


def _slot_emptied(previous: str, rest: str) -> str:
    said, before = fold(rest), fold(previous)
    for slot in SLOTS:
        places = list(slot.finditer(before)) if slot.match(said) else []
        if places:
            return previous[: places[-1].start()] + previous[places[-1].end() :]
    return previous


def _fresh(rest: str) -> frozenset[str]:
    return frozenset(topic(rest)) - FILLER - analyse(rest).frame


def goes_on(message: str) -> bool:
    """ "C'est tout ?": it asks for the end of what is being done, and nothing else."""
    return bool(NEXT.match(fold(spelled_out(message).strip())))


def _leans(text: str) -> bool:
    return bool(LEANS.search(fold(text))) or len(topic(text)) < 2 or _only_frames(text)


def _only_frames(text: str) -> bool:
    """« Académie de Lille », « session 2026 »: what was asked back, and nothing more."""
    return bool(frame_spans(text)) and analyse(text).frame >= set(topic(text))


def points(text: str) -> bool:
    """A question that names little and points at something said before."""
    folded = fold(text)
    return bool(STANDS_FOR.search(folded)) and len(topic(text)) <= MOST_NAMED


def _adds_topic(text: str) -> bool:
    return bool(set(topic(text)) - FILLER)


def _subject(question: str) -> str:
    """The question without its interrogative words: what it was about."""
    kept = [w for w in re.findall(r"[^\s?]+", question) if not _interrogative(w)]
    return " ".join(kept).strip(" ,:")


def _interrogative(word: str) -> bool:
    return bool(
        re.match(r"(?:quel\w*|combien|quand|comment|qui|que|quoi|où|jour|heure|date|est-ce)$", word, re.I)
    )


def _replaced(previous: str, rest: str) -> str:
    """The previous question, the rival of the new slot taken out."""
    previous = replaced_frame(previous, rest)
    new = {stem(w) for w in words(rest)} & set(topic(rest))
    rivals = _rivals(previous, rest, new)
    kept = " ".join(w for w in previous.rstrip(" ?").split() if not ({stem(x) for x in words(w)} & rivals))
    return f"{kept} {rest.rstrip(' ?')} ?"


# One of a line takes the place of another: an absent candidate is not a blank copy.
RIVALS = (
    "absent absence blanche vierge fraude zero",
    "biotechnologie physique chimie svt science laboratoire specialite",
    "philosophie francais mathematiques histoire anglais",
    "oral ecrit pratique",
    "repas nuitee kilometre train",
    "bac bts dnb cap brevet",
    "entente harmonisation deliberation preparatoire",
)


def _rivals(previous: str, rest: str, new: set[str]) -> set[str]:
    before = set(topic(previous))
    found: set[str] = set()
    for line in RIVALS:
        group = {stem(w) for w in line.split()}
        if new & group:
            found |= (before & group) - new
    if "blanch" in found or stem("blanche") in found:
        found |= {stem("copie")}
    same = {t for t in before if any(t != n and t in families().get(n, frozenset()) for n in new)}
    return found | same
