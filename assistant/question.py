"""What a question asks: its parts, the type of value each one wants, its topic, the scope it names."""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.values import YEAR, Kind
from assistant.words import fold, spelled_out, topic

LONGEST = 2000  # characters read of a message; a question never needs more


class Form(StrEnum):
    VALUE = "value"
    YES_NO = "yes_no"
    CHOICE = "choice"  # "EN ou CMEN ?": one of the two must be said
    HOW = "how"
    LIST = "list"
    DEFINITION = "definition"
    OPEN = "open"


Want = frozenset[Kind]  # kinds that satisfy it, any of them


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    form: Form
    wants: tuple[Want, ...]
    topic: tuple[str, ...]  # stems of this part alone
    elliptical: bool  # makes no sense without the rest of the question
    strict: bool  # a unit without the wanted value does not answer
    alternatives: frozenset[str] = frozenset()  # "brut ou net ?": stems of which one must be said
    names: frozenset[str] = frozenset()  # stems written with a capital or a digit: they must be said


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    parts: tuple[Part, ...]
    topic: tuple[str, ...]
    nouns: frozenset[str]  # stems that name something: they must be said, a verb may be said otherwise
    years: frozenset[str]
    academies: frozenset[str]


ACADEMIES = (
    "Aix-Marseille", "Amiens", "Besançon", "Bordeaux", "Clermont-Ferrand", "Corse", "Créteil", "Dijon", "Grenoble",
    "Guadeloupe", "Guyane", "Lille", "Limoges", "Lyon", "Martinique", "Mayotte", "Montpellier", "Nancy-Metz", "Nantes",
    "Nice", "Normandie", "Orléans-Tours", "Paris", "Poitiers", "Reims", "Rennes", "Réunion", "Strasbourg", "Toulouse",
    "Versailles",
)  # fmt: skip
ACADEMY = re.compile(r"\b(" + "|".join(fold(name) for name in ACADEMIES) + r")\b")

ASKING = (
    r"\b(?:(?:(?:a|de|par|sur|sous|dans|avec|pour|en|vers|avant|apres|depuis|jusqu'a|au bout de|chez|selon|sous couvert de) |d'))?"
    r"(?:quel(?:le)?s?|qui|que|quoi|qu'|ou|combien|comment|quand|pourquoi|(?:la|le|les|du|au)quel(?:le)?s?)\b"
    r"|\b(?:est-ce|y a-t-il|reste-t-il)\b|\b(?!celui|celle|ceux)[a-z]+-(?:t-)?(?:il|elle|on|je|ils|elles|vous)\b"
)
# "ou" without its accent is the conjunction: only "où" asks for a place, so it is protected before folding.
WHERE = "zq"  # as long as what it stands for: offsets hold
ASKING_AT = re.compile(ASKING.replace("|ou|", f"|{WHERE}|"))
CUT = re.compile(rf"(?:,? (?:et|puis|mais|ensuite)|,| \+)\s+(?=(?:{ASKING_AT.pattern}))")
# « … et la note est-elle définitive ? », « … et la DEC le remplace comment ? »: the subject comes first.
CUT_AGAIN = re.compile(
    r",? et\s+(?=(?:l[ea]s?|l'|une?|cette?|ces|mon|ma|mes|son|sa|leur)\b[^,?]{2,70}?(?:[a-z]+-(?:t-)?(?:il|elle|on|ils|elles)\b"
    r"|(?:comment|quand|combien|quoi|qui)\s*\??$))"
)
YES_NO = re.compile(
    rf"^(?:\W*(?:et|mais|donc|alors|bonjour|est-ce qu\w*|dans ce cas|du coup),? )*(?!quel|qui |que |qu'|a qu|comment|combien|quand|{WHERE})"
    r"(?:[a-z0-9',:-]+ ){0,16}?(?:[a-z]')?(?:[a-z]+-(?:t-)?(?:il|elle|on|je|ils|elles|vous|ce)\b)|\best-ce qu|\b(?:on|je|j'|tu|vous) ?(?:peu[xt]?|pouvons|doi[st]?|"
    r"dois|doit|ai le droit|a le droit)\b|\bj'?peu|\bc'est (?:grave|normal|encore|obligatoire|possible|bon|fini|trop)|\bon a droit|\bfaut (?:le|la|que|y|\w+er)\b"
)
CHOICE = re.compile(r"\b(\w[\w'’-]*)(?: \w+){0,3} ou (?:bien )?(?:(?:l|d)[e'as]{0,3} ?|un |une |sur |a |en |au |pas )*(\w[\w'’-]*)")
DATE_ASKED = (
    r"quel(?:le)?s? (?:\w+ )?(?:jours?|dates?)|dates? (?:d|pour|et)|date\b.{0,12}\?|\bjours? et heures?|heures? et jours?|"
    r"dernier jour|^dates?\b|\bdeadline|date\b|(?<!un )\bjour(?: |,)*(?:et|,|\?) ?heure|quels jours"
)
WANTED: tuple[tuple[str, tuple[Kind, ...], bool], ...] = (
    (r"jusqu'a quand|avant quand|dernier delai|date butoir|dates? limites?", (Kind.DATE, Kind.DURATION), True),
    (DATE_ASKED, (Kind.DATE,), True),
    (r"(?:^|[,:] |c'est |(?<!a )\b[a-z]+ent |ouvre |lieu |sont |est )quand\b|\bquand(?: ca)? ?\??$|^\W*(?:et |mais )?quand\b|a partir de quand|a quel moment", (Kind.DATE, Kind.TIME, Kind.DURATION, Kind.MOMENT), False),
    (
        r"quelles? heures?|heures? limite|(?:et|,) heures?\b|^heures?\b|horaires?|heure (?:et|de|du|d')|quelle plage horaire",
        (Kind.TIME,),
        True,
    ),
    (
        r"combien (?:de|d') ?(?:temps|heures?|jours?|minutes?|mois|semaines?|annees?)|quels? (?:est le )?delais?|sous quel delai|^delais?\b|"
        r"(?:et|,) delais?|duree|quelle periode|dure(?:nt)?\b.*combien|combien.*\bdure",
        (Kind.DURATION, Kind.TIME),
        True,
    ),
    (
        r"montants?|tarifs?|quels? (?:\w+ )*taux|\btaux (?:de|d'|du|pour)|prix|combien (?:est|sont|coute|touche|gagne|je touche|suis-je|on est|c'est|"
        r"pour|le|la|va|serai)|combien.*(?:paye|rembours|indemni|touche|coute|remuner)|(?:paye|rembours|indemni|remuner|touche|coute)"
        r".{0,40}combien|bareme kilometrique|a combien",
        (Kind.AMOUNT,),
        True,
    ),
    (
        r"combien (?:de|d') ?(?!temps|heures?|jours?|minutes?|mois|semaines?|annees?)[a-z]{2,}|quel nombre|nombre (?:de|d'|max)|^nombre",
        (Kind.COUNT, Kind.PERCENT),
        True,
    ),
    (r"quels? codes?|quelle mention|quel site|site a (?:saisir|taper)|quelle valeur", (Kind.CODE, Kind.COUNT), True),
    (
        r"(?:sais\w+|mets?|mettre|mettons|ecri\w+|entre|rentre|taper?|note|porte)(?: [a-z]+){0,2} quoi|(?:que|quoi) (?:saisir|mettre|ecrire|"
        r"rentrer|taper|noter)|quel(?:le)? note\b(?! de| minist)|qu'est-ce que je (?:saisis|mets|note|rentre|ecris)",
        (Kind.CODE, Kind.COUNT),
        False,
    ),
    (
        r"quels? numeros? (?:de telephone|appeler|si|en cas|pour|et|joindre|dois)|telephone|numero d[ue'] ?(?:la |l')?(?:pole|bureau|cellule|"
        r"assistance|service|support)|: numero|numero a (?:appeler|composer)|quel numero$|quel numero \?",
        (Kind.PHONE,),
        True,
    ),
    (r"\bmails?\b|courriel|adresse electronique|email", (Kind.EMAIL,), True),
    (r"quelle adresse|adresse (?:internet|web|du site|du portail)|\burl\b|quel lien", (Kind.URL, Kind.EMAIL, Kind.PLACE), True),
    (r"adresse d'envoi|adresse postale", (Kind.PLACE,), True),
    (
        rf"{WHERE}|quels? lieux?|(?:et|,) lieux?\b|dans quel (?:lycee|centre|etablissement|batiment)|quelle salle|a quel endroit|quels? centres?",
        (Kind.PLACE, Kind.TOOL, Kind.SERVICE, Kind.URL),
        False,
    ),
    (r"(?:^|[,:] |et |\b(?:a|par|de|chez|vers|avec|previent|appelle|contacte|couvert de) )qui\b|\bqui ?\??$|quels? (?:bureaux?|services?|interlocuteurs?|personnes?)|par qui|a qui", (Kind.SERVICE,), False),
    (r"quels? (?:outils?|applications?|logiciels?|menus?|portail|interface|support)", (Kind.TOOL,), False),
    (
        r"quelle (?:est la )?reference|quel bulletin|quelle (?:note de service|circulaire|note ministerielle)|quel texte|quelles annexes|"
        r"quel arrete|quel decret",
        (Kind.REFERENCE, Kind.DATE),
        False,
    ),
    (r"pourcentage|quelle majoration|majoration .{0,12}exacte|quelle proportion", (Kind.PERCENT, Kind.DURATION), True),
    (r"quelle (?:taille|resolution)|taille max|poids max|quel poids", (Kind.SIZE,), True),
)
WANTS = tuple((re.compile(pattern), frozenset(kinds), strict) for pattern, kinds, strict in WANTED)
LISTED = re.compile(
    r"\b(?:quel(?:le)?s sont|liste|lesquel(?:le)?s|quels (?!jours|numero|delais?)|quelles (?!dates|heures)|etapes|pieces|conditions)\b"
)
HOW = re.compile(
    r"\bcomment\b|que (?:dois|doit|doivent|faire|fait|font|faut)|(?:fais|faire|fait|font|faites) quoi|quoi faire|procedure|demarche|etapes|"
    r"qu'est-ce qu'(?:on|il) (?:fait|faut)|que devi"
)
DEFINED = re.compile(r"\bc'est quoi|qu'est-ce qu(?:e c'est|'un|e l)|que (?:signifie|veut dire)|definition|a quoi (?:sert|servir)|en quoi consiste")
PRONOUN = re.compile(r"\b(?:ca|cela|le faire|les? (?:meme|deux)|ceux-ci|celle-ci|en (?:faut|faire))\b|-(?:il|elle|ils|elles)\b|\b(?:elle|il|elles|ils)\b")


def analyse(message: str) -> Question:
    """Read a message as a question; a message that asks nothing is one part, its own topic."""
    text = " ".join(spelled_out(message[:LONGEST]).replace("\0", " ").split())
    parts = tuple(_part(piece) for piece in _whole(_pieces(text))) or (_part(text),)
    years = frozenset(match.group() for match in YEAR.finditer(text))
    academies = frozenset(match.group() for match in ACADEMY.finditer(fold(text)))
    return Question(text, parts, tuple(topic(text)), nouns(text), years, academies)


# What stands before a noun; verbs and adverbs do not follow these words.
DETERMINER = frozenset(
    "le la les l un une des du de d au aux mon ma mes son sa ses ce cet cette ces leur leurs notre votre nos vos en par pour sans "
    "avec chaque tout toute tous toutes quel quelle quels quelles aucun aucune deux trois chez dans sur sous et ou".split()
)


def nouns(text: str) -> frozenset[str]:
    """Stems of the words that follow a determiner, are written with a capital, or are all there is."""
    found: set[str] = set()
    before = ""
    for match in re.finditer(r"[^\W_]+'?", fold(text)):
        word = match.group()
        written = text[match.start() : match.end()]
        named = match.start() > 0 and written[:1].isupper()
        if (before in DETERMINER or named or any(c.isdigit() for c in word)) and not word.endswith("'"):
            found |= set(topic(written))
        before = word.rstrip("'")
    return frozenset(found)


def _asking(text: str) -> str:
    return fold(re.sub(r"\b[oO]ù\b", WHERE, text))


def _pieces(text: str) -> list[str]:
    """The questions of a message; what only sets the scene is read with the one that follows it."""
    pieces: list[str] = []
    scene = ""
    for sentence in re.split(r"(?<=[?;!])\s+|(?<=[a-zà-ÿ)]\.)\s+(?=[A-ZÀ-Ý])", text):
        for piece in _cut(sentence):
            if ASKING_AT.search(_asking(piece)) or piece.endswith("?"):
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
        "heure heures horaire horaires date dates jour jours délai téléphone numéro bureau application adresse mail courriel lieu "
        "service outil limite numéros centre salle endroit référence appelle appeler prévenir"
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
    asking = _asking(sentence)
    cuts = sorted({m.span() for pattern in (CUT, CUT_AGAIN) for m in pattern.finditer(asking)})
    pieces, start = [], 0
    for end, after in cuts:
        if end > start and (ASKING_AT.search(asking[start:end]) or len(topic(sentence[start:end])) > 1):
            pieces.append(sentence[start:end])
            start = after
    pieces.append(sentence[start:])
    return [stripped for piece in pieces if (stripped := piece.strip(" ,+"))]


def _part(text: str) -> Part:
    asking = _asking(text)
    found = [(kinds, strict) for pattern, kinds, strict in WANTS if pattern.search(asking)]
    wants = tuple(dict.fromkeys(kinds for kinds, _ in found))
    own = tuple(topic(text))
    elliptical = len(own) < 2 or bool(PRONOUN.search(asking))
    strict = any(strict for _, strict in found)
    return Part(text, _form(asking, wants), wants, own, elliptical, strict, _alternatives(text), _names(text))


def _alternatives(text: str) -> frozenset[str]:
    """The nearest word of meaning on each side of « ou »."""
    found: set[str] = set()
    for match in re.finditer(r"\bou (?!non\b|pas\b)", text):
        left, right = topic(text[: match.start()]), topic(text[match.end() :])
        found |= set(left[-1:]) | set(right[:1])
    return frozenset(found)


NAMED = re.compile(r"(?<=[a-zà-ÿ,:('’] )[A-ZÀ-Ý][\w-]+|(?<=[dlDL]['’])[A-ZÀ-Ý][\w-]+|\b[A-ZÀ-Ý]{2,}\w*\b|\b[A-Z]+\d+\b|\b(?:19|20)\d\d\b")


def _names(text: str) -> frozenset[str]:
    return frozenset(t for match in NAMED.finditer(text) for t in topic(match.group()))


def _form(asking: str, wants: tuple[Want, ...]) -> Form:
    if DEFINED.search(asking):
        return Form.DEFINITION
    if wants:
        return Form.VALUE
    if LISTED.search(asking):
        return Form.LIST
    if HOW.search(asking):
        return Form.HOW
    if CHOICE.search(asking) and ("?" in asking or YES_NO.search(asking)):
        return Form.CHOICE
    if YES_NO.search(asking) or (asking.rstrip().endswith("?") and not ASKING_AT.search(asking)):
        return Form.YES_NO
    return Form.OPEN
