"""A question that leans on the one before it, made whole: « et pour les absents ? »."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question import analyse
from assistant.wanted import ASKING_AT, asking
from assistant.words import families, fold, spelled_out, stem, topic, words
from knowledge.asked import brought_nearer, frame_spans, replaced_frame

LEANS = re.compile(
    r"^\W*(?:bon\W+)?(?:et|ok|mais|alors|donc|du coup|sinon|d'accord|merci)\b|^\W*(?:c'est|pareil|meme chose"
    r"|idem)\b"
)
LEADING = re.compile(
    r"^\W*(?:(?:et|ok|bon|bien|mais|alors|donc|du coup|sinon|d'accord|merci|au fait|entre-temps"
    r"|autre (?:question|chose)"
    r"|derniere (?:question|chose)|une question"
    r"|(?:revenons|on revient|retour|reprenons|passons|je reviens) (?:à|a|aux?"
    r"|sur) [^,.;:!?]{1,30}(?=[,.;:!]))\b[ ,.:!]*)+",
    re.I,
)
# "Autre chose : …", "rien à voir : …": what follows leans on nothing.
ANOTHER_MATTER = re.compile(
    r"^\W*(?:(?:et|ok|bon|merci|sinon|alors)\W+)*(?:autre (?:chose|question|sujet)|rien a voir|au fait"
    r"|(?:revenons|on revient|retour|reprenons|passons) (?:a|aux?|sur) [^,.;:!?]{1,30}(?=[,.;:!]))\b\W*"
)
SLOT = re.compile(r"^(?:pour|avec|chez|en|a|au|aux|dans|si|sans|en dehors|les?|la|l'|un|une|des)\b")
# "Et celle d'harmonisation ?": another thing of the same kind, for the question that the thread began with.
THE_ONE = re.compile(r"^(?:celle|celui|celles|ceux)(?:-ci|-la)?\s+", re.I)
MOST_NAMED = 6  # a longer question says what it is about
FILLER = frozenset(
    topic(
        "combien quand quel quelle heure jour date lieu où qui comment code c'est coup autre même pareil"
        " aussi"
    )
)


# "J'ai fait deux trajets, comment je les mets ?": a pronoun stands for what the talk is about.
# Of "il faut la signature" or "pour les absents", the next word tells that nothing is pointed at.
INFINITIVE = (
    r"\w+(?:(?<!i)er|(?:if|if|er)ier|oir|enir|rir|sir|nir|lir|(?:met|ren|pren|attn|atten|enten|appren|join"
    r"|per)[dt]re"
    r"|transmettre|faire|lire|dire|crire|suivre)\b"
)
MUST = r"\b(?:il faut|faut-il|dois-je|puis-je|peut-on|doit-on|pour) (?:ne pas )?"

STANDS_FOR = re.compile(
    r"\b(?:je|on|tu|vous) (?:ne )?(?:les?|la|l'|y|en|lui|leur)\b"
    rf"|{MUST}(?:l'|(?:les?|la|y|en|lui|leur) ){INFINITIVE}"
    r"|\b(?:mets?|fais|faire|remplis|saisis|declare|envoie|valide|note|compte)-(?:je|t-on|on|les?|la)\b"
    r"|\b(?:celui|celle|ceux|celles)(?:-ci|-la| de| du| des|\b)|\b(?:ca|cela)\b(?! va)"
)
# "et après ?", "c'est tout ?", "j'ai fini ?": the end of what is being done.
_THEN = r"(?:apres|ensuite|puis|enfin|pour finir|a la fin|maintenant)"
_I_DO = (
    r"(?:je|j'|on|faut(?:-il)?|il faut|dois-je|que dois-je) ?(?:dois )?(?:fai\w+|appui\w+|cliqu\w+"
    r"|va(?:is)?|valid\w+|envo\w+|transmet\w*)"
)
NEXT = re.compile(
    r"^\W*(?:(?:et|ok|bon|alors|donc|du coup|voila|super|merci"
    r"|(?:c'est|j'ai) (?:tout |bien )?(?:fait|rempli|saisi|bon|mis|enregistre|complete|renseigne"
    r"|note)\w*)\W+)*"
    rf"(?:{_THEN}\b(?:\W*(?:ca|cela|c'est (?:bon|tout|fini)|j'ai (?:fini|termine)|que faire|quoi|comment"
    r"|il (?:me )?reste quoi|qu'est-ce que je (?:fais|dois faire)|qu'est-ce qu'il (?:me )?reste"
    r"|il se passe quoi"
    rf"|{_I_DO}(?: (?:sur )?(?:quoi|ou|comment))?(?: pour que? .{{1,20}})?))?"
    r"|c'est (?:tout|fini|bon|termine)|j'ai (?:fini|termine)|(?:je fais|on fait) quoi (?:apres|ensuite"
    r"|maintenant)"
    r"|(?:c'est quoi |quelle est )?(?:la suite|l'etape suivante|l'etape d'apres)"
    r"|il (?:me )?reste (?:quoi|quelque chose)(?: a faire)?|(?:autre chose"
    r"|quelque chose d'autre)(?: a faire)?"
    r")\W*$"
)
# Two nouns or more beside the asking words make a question whole.
WHOLE = 2
DEFINES = re.compile(r"\b(?:veut dire|veulent dire|signifi\w+|c'est quoi|qu'est-ce qu\w*|designe\w*)\b")
A_THING = re.compile(r"^(?:les?|la|l'|un|une|des|mon|ma|mes)\b")
BARE = re.compile(
    r"^\W*(?:(?:et|ok|mais|alors|donc|du coup|sinon|d'accord|merci|pardon)\W+)*"
    r"(?:(?:c'est|ca|ce sera|sera)\W+)*"
    r"(?P<core>(?:(?:a|de|vers|jusqu'a|avant|dans|en)\W+)?"
    r"(?:quel(?:le)? (?:heure|jour|date|endroit|lieu|salle|ville|adresse)|quand|ou|combien))"
    r"(?:\W+(?:ca|cela|exactement|precisement|deja|donc|alors|est-ce|que?|qu'|c'est|a lieu|sera|svp"
    r"|stp))*\W*$"
)
# "Elle se passe où ?", "ça commence à quelle heure ?": of what was told, in verbs that name nothing.
OF_WHAT_WAS_TOLD = re.compile(
    r"\b(?:elles?|ils?|ca|cela|on)\s+(?:se (?:passe\w*|tien\w*|deroule\w*|fait|font)|a(?:ura)? lieu"
    r"|commence\w*"
    r"|demarre\w*|debute\w*|est prevue?|sera|est)\b|\b(?:se (?:passe|tient|deroule)|commence|est)-t-(?:elle"
    r"|il)\b"
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
    text = _bare(spelled_out(message).strip())
    if not earlier:
        alone = LEADING.sub("", text)
        return Whole(alone if len(topic(alone)) > 1 else text)
    if another := ANOTHER_MATTER.match(fold(text)):
        rest = text[another.end() :].strip()
        if stands_alone(rest):
            return Whole(rest)
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
    if stands_alone(rest):
        return Whole(rest)
    if asked.wants and not _adds_topic(rest):  # « à quelle heure ? »: same subject, another value
        return Whole(f"{rest.rstrip(' ?')} {_subject(previous)} ?")
    if SLOT.search(fold(rest)) or not asked.wants:
        return Whole(_replaced(_slot_emptied(previous, rest), rest), _fresh(rest))
    return Whole(f"{rest.rstrip(' ?')} ({_subject(previous)}) ?")


# « et si le candidat est absent ? », « et en SPCL ? »: what the same word led to gives way.
LEADS = ("si", "en|dans", "avec|sans", "chez", "apres|avant")
# « à Avignon », « dans une plus petite commune »: one place gives way to another.
PLACE = re.compile(
    r"\b(?:[àÀ]|[Aa]|[Aa]u|[Ee]n|[Dd]ans)\s+(?!(?i:santorin|centaurin|lotanet|imag"
    r"|cyclades))(?:[A-ZÉÈ][\w’'-]+"
    r"(?:[ -](?:en|sur|les|le|la|de|du)[ -][A-ZÉÈ][\w-]+)*"
    r"|(?:une?|la|le|l['’]|les|mon|ma) ?(?:\w+ ){0,3}(?:communes?|villes?|villages?|d[ée]partements?"
    r"|centres?|lyc[ée]es?))"
)
SLOTS = tuple(re.compile(rf"\b(?:{lead}) (?!quel)[^,?;:()]+") for lead in LEADS)


def _slot_emptied(previous: str, rest: str) -> str:
    said, before = fold(rest), fold(previous)
    if PLACE.match(rest) and (named := list(PLACE.finditer(previous))):
        return f"{previous[: named[-1].start()]}{previous[named[-1].end() :]}"
    for slot in SLOTS:
        places = list(slot.finditer(before)) if slot.match(said) else []
        if places:
            return previous[: places[-1].start()] + previous[places[-1].end() :]
    return previous


def _fresh(rest: str) -> frozenset[str]:
    return frozenset(topic(rest)) - FILLER - analyse(rest).frame


def stands_alone(rest: str) -> bool:
    """« Que veut dire CB ? », « c'est quoi le code de site ? »: asked whole, whatever leads to it."""
    folded = fold(rest)
    if DEFINES.search(folded) and own_words(rest):
        return True
    return asks(rest) and len(own_words(rest)) >= WHOLE and not (SLOT.search(folded) or points(rest))


def asks(text: str) -> bool:
    return bool(ASKING_AT.search(asking(text)))


def own_words(message: str) -> frozenset[str]:
    """The stems by which a question says what it is about, its frame and its asking left out."""
    return _fresh(THE_ONE.sub("", LEADING.sub("", spelled_out(message).strip()).strip()))


def asks_another_value(message: str) -> bool:
    """« À quelle heure ? », « où ça ? »: of what was just told, and nothing else."""
    return bool(BARE.match(fold(_bare(spelled_out(message).strip()))))


def _bare(text: str) -> str:
    """« où a lieu ? » of « elle se passe où ? »; any other message as it was."""
    places = [match.span() for match in OF_WHAT_WAS_TOLD.finditer(fold(text))]
    if len(places) != 1:
        return text
    start, end = places[0]
    rest = f"{text[:start].rstrip()} {text[end:].lstrip()}".strip()
    asked = BARE.match(fold(rest))
    if not asked:
        return text
    core = rest[asked.start("core") : asked.end("core")]
    return f"{core} a lieu ?" if fold(core) == "ou" else f"{core} ?"


def names_another(message: str, earlier: str) -> bool:
    """« Et les copies blanches ? » after a meeting: a thing of its own, and no rival of what was said."""
    rest = LEADING.sub("", spelled_out(message).strip()).strip()
    new = {stem(w) for w in words(rest)} & set(topic(rest))
    return bool(A_THING.match(fold(rest))) and len(own_words(message)) > 1 and not _rivals(earlier, rest, new)


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
    return re.sub(r"^c['’]est ", "", " ".join(kept).strip(" ,:"), flags=re.I)


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
