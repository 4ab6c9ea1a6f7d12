"""What kind of answer a question wants: a value of some type, yes or no, a way to do, a list."""

import re
from enum import StrEnum

from assistant.values import Kind
from assistant.words import fold


class Form(StrEnum):
    VALUE = "value"
    YES_NO = "yes_no"
    CHOICE = "choice"  # "EN ou CMEN ?": one of the two must be said
    HOW = "how"
    LIST = "list"
    DEFINITION = "definition"
    OPEN = "open"


Want = frozenset[Kind]  # kinds that satisfy it, any of them


ASKING = (
    r"\b(?:(?:(?:a|de|par|sur|sous|dans|avec|pour|en|vers|avant|apres|depuis|jusqu'a|au bout de|chez|"
    r"selon|sous couvert de) |d'))?"
    r"(?:quel(?:le)?s?|qui|que|quoi|qu'|ou|combien|comment|quand|pourquoi|(?:la|le|les|du|au)quel(?:le)?s?)\b"
    r"|\b(?:est-ce|y a-t-il|reste-t-il)\b|\b(?!celui|celle|ceux)[a-z]+-(?:t-)?(?:il|elle|on|je|ils|elles|"
    r"vous)\b"
)
# "ou" without its accent is the conjunction: only "où" asks for a place, so it is protected before folding.
WHERE = "zq"  # as long as what it stands for: offsets hold
ASKING_AT = re.compile(ASKING.replace("|ou|", f"|{WHERE}|"))
YES_NO = re.compile(
    rf"^(?:\W*(?:et|mais|donc|alors|bonjour|est-ce qu\w*|dans ce cas|du coup),? )*(?!quel|qui |que |qu'|"
    rf"a qu|comment|combien|quand|{WHERE})"
    r"(?:[a-z0-9',:-]+ ){0,16}?(?:[a-z]')?(?:[a-z]+-(?:t-)?(?:il|elle|on|je|ils|elles|vous|ce)\b)|"
    r"\best-ce qu|\b(?:on|je|j'|tu|vous) ?(?:peu[xt]?|pouvons|doi[st]?|"
    r"dois|doit|ai le droit|a le droit)\b|\bj'?peu|\bc'est (?:grave|normal|encore|obligatoire|possible|"
    r"bon|fini|trop)|\bon a droit|\bfaut (?:le|la|que|y|\w+er)\b"
)
CHOICE = re.compile(
    r"\b(\w[\w'’-]*)(?: \w+){0,3} ou (?:bien )?(?:(?:l|d)[e'as]{0,3} ?|un |une |sur |a |en |au |pas "
    r")*(\w[\w'’-]*)"
)
DATE_ASKED = (
    r"quel(?:le)?s? (?:\w+ )?(?:jours?|dates?)|dates? (?:d|pour|et)|date\b.{0,12}\?|\bjours? et heures?|"
    r"heures? et jours?|"
    r"dernier jour|^dates?\b|\bdeadline|date\b|(?<!un )\bjour(?: |,)*(?:et|,|\?) ?heure|quels jours"
)
WANTED: tuple[tuple[str, tuple[Kind, ...], bool], ...] = (
    (
        r"jusqu'a quand|avant quand|dernier delai|date butoir|dates? limites?",
        (Kind.DATE, Kind.DURATION),
        True,
    ),
    (DATE_ASKED, (Kind.DATE,), True),
    (
        r"(?:^|[,:] |c'est |(?<!a )\b[a-z]+ent |ouvre |lieu |sont |est )quand\b|\bquand(?: ca)? ?(?:\?|$)|"
        r"^\W*(?:et |mais )?quand\b|a partir de quand|a quel moment",
        (Kind.DATE, Kind.TIME, Kind.DURATION, Kind.MOMENT),
        False,
    ),
    (
        r"quelles? heures?|heures? limite|(?:et|,) heures?\b|^heures?\b|horaires?|heure (?:et|de|du|d')|"
        r"quelle plage horaire",
        (Kind.TIME,),
        True,
    ),
    (
        r"combien (?:de|d') ?(?:temps|heures?|jours?|minutes?|mois|semaines?|annees?)|quels? (?:est le "
        r")?delais?|sous quel delai|^delais?\b|"
        r"(?:et|,) delais?|duree|quelle periode|dure(?:nt)?\b.*combien|combien.*\bdure",
        (Kind.DURATION, Kind.TIME),
        True,
    ),
    (
        r"montants?|tarifs?|quels? (?:\w+ )*taux|\btaux (?:de|d'|du|pour)|prix|combien (?:est|sont|coute|"
        r"touche|gagne|je touche|suis-je|on est|c'est|"
        r"pour|le|la|va|serai)|combien.*(?:pa[iy]e|rembours|indemni|touche|coute|remuner)|(?:pa[iy]e|rembours|"
        r"indemni|remuner|touche|coute)"
        r".{0,40}combien|bareme kilometrique|a combien|combien d'euros",
        (Kind.AMOUNT,),
        True,
    ),
    (
        r"combien (?:de|d') ?(?!temps|heures?|jours?|minutes?|mois|semaines?|annees?|euros?)[a-z]{2,}|quel "
        r"nombre|nombre (?:de|d'|max)|^nombre",
        (Kind.COUNT, Kind.PERCENT),
        True,
    ),
    (
        r"quels? codes?|quelle mention|quel site|site a (?:saisir|taper)|quelle valeur",
        (Kind.CODE, Kind.COUNT),
        True,
    ),
    (
        r"(?:sais\w+|mets?|mettre|mettons|ecri\w+|entre|rentre|taper?|note|porte)(?: [a-z]+){0,2} quoi|"
        r"(?:que|quoi) (?:saisir|mettre|ecrire|"
        r"rentrer|taper|noter)|quel(?:le)? note\b(?! de| minist)|qu'est-ce que je (?:saisis|mets|note|"
        r"rentre|ecris)",
        (Kind.CODE, Kind.COUNT),
        False,
    ),
    (
        r"quels? numeros? (?:de telephone|appeler|si|en cas|pour|et|joindre|dois)|telephone|numero "
        r"d[ue'] ?(?:la |l')?(?:pole|bureau|cellule|"
        r"assistance|service|support)|: numero|numero a (?:appeler|composer)|quel numero$|quel numero \?",
        (Kind.PHONE,),
        True,
    ),
    (r"\bmails?\b|courriel|adresse electronique|email", (Kind.EMAIL,), True),
    (
        r"quelle adresse|adresse (?:internet|web|du site|du portail)|\burl\b|quel lien",
        (Kind.URL, Kind.EMAIL, Kind.PLACE),
        True,
    ),
    (r"adresse d'envoi|adresse postale", (Kind.PLACE,), True),
    (
        rf"{WHERE}|quels? lieux?|(?:et|,) lieux?\b|dans quel (?:lycee|centre|etablissement|batiment)|"
        rf"quelle salle|a quel endroit|quels? centres?",
        (Kind.PLACE, Kind.TOOL, Kind.SERVICE, Kind.URL),
        False,
    ),
    (
        r"(?:^|[,:] |et |\b(?:a|par|de|chez|vers|avec|previent|appelle|contacte|couvert de) )qui\b|"
        r"\bqui (?:appeler|j'appelle|contacter|joindre|prevenir|tranche|decide)\b|\bqui ?\??$"
        r"|quels? (?:bureaux?|services?|interlocuteurs?|personnes?)|par qui|a qui",
        (Kind.SERVICE,),
        False,
    ),
    (r"quels? (?:outils?|applications?|logiciels?|menus?|portail|interface|support)", (Kind.TOOL,), False),
    (
        r"quelle (?:est la )?reference|quel bulletin|quelle (?:note de service|circulaire|note "
        r"ministerielle)|quel texte|quelles annexes|"
        r"quel arrete|quel decret",
        (Kind.REFERENCE, Kind.DATE),
        False,
    ),
    (
        r"pourcentage|quelle majoration|majoration .{0,12}exacte|quelle proportion",
        (Kind.PERCENT, Kind.DURATION),
        True,
    ),
    (r"quelle (?:taille|resolution)|taille max|poids max|quel poids", (Kind.SIZE,), True),
)
# Read only when none of these fits: « clôture des lots de philo », « 8 copies, ça fait combien au total ».
TERSELY = (
    (
        r"combien\b.*(?:brut|net|euros|total|en tout|additionne)|quelle somme|\btaux\b|\btarif"
        r"|(?:ca (?:me |en )?(?:fait|ferait)|j'aurai|je gagne|je touche|on me rend|je recois)\b.{0,25}"
        r"(?:combien|quoi)"
        r"|combien\b.{0,20}(?:on me rend|je (?:gagne|touche))|qu'est-ce que je touche"
        r"|^\W*(?:un |une |le |la )?(?:repas|nuit|nuitee|km|kilometres?)\b|\bremboursement d",
        (Kind.AMOUNT,),
    ),
    (
        r"\b(?:echeance|cloture|fermeture|ouverture|rattrapage)\b"
        r"|(?<!a la )(?<!en )\b(?:fin|debut|limite) (?:de|des|du|d'|pour)\b"
        r"|\bpour quand\b|quel mois|quelle paye|\bles jours\b|\b(?:on est|nous sommes) le (?:[a-z]+ )?\d",
        (Kind.DATE, Kind.TIME, Kind.DURATION),
    ),
    (
        r"\bnum(?:ero)?s?\b(?! (?:de |du |d')(?:lot|copie|candidat|anonymat|page|serie))|\bdecroche\b",
        (Kind.PHONE,),
    ),
    (r"\bcodes?\b|\bsite (?:lotanet|\d)", (Kind.CODE, Kind.COUNT)),
    (
        r"\bplafond|\bnombre\b|\bmaxi?(?:mum)?\b|quel(?:le)? (?:ecart|moyenne|part|seuil)\b|\blongueur",
        (Kind.COUNT, Kind.PERCENT),
    ),
    (r"\bdelai|\bsous combien|\bduree\b", (Kind.DURATION, Kind.TIME)),
    (r"^(?!.*(?:sous|delai)).*\bcombien\b", (Kind.AMOUNT, Kind.COUNT, Kind.DURATION, Kind.PERCENT)),
)
# An amount alone answers « ça fait combien ? »; other values may be said in words.
TERSE = tuple((re.compile(pattern), frozenset(kinds), kinds == (Kind.AMOUNT,)) for pattern, kinds in TERSELY)
WANTS = tuple((re.compile(pattern), frozenset(kinds), strict) for pattern, kinds, strict in WANTED)
LISTED = re.compile(
    r"\b(?:quel(?:le)?s sont|liste|lesquel(?:le)?s|quels (?!jours|numero|delais?)|quelles (?!dates|"
    r"heures)|etapes|pieces|conditions|(?:donnez?|cite[zr]?|enumere[zr]?)\b.{0,12}\btou(?:te)?s les)\b"
)
HOW = re.compile(
    r"\bcomment\b|que (?:dois|doit|doivent|faire|fait|font|faut)|(?:fais|faire|fait|font|faites) quoi|"
    r"quoi faire|procedure|demarche|etapes|"
    r"qu'est-ce qu'(?:on|il) (?:fait|faut)|que devi"
)
INTERROGATIVE = re.compile(rf"\b(?:quel(?:le)?s?|combien|quand|comment|qui|{WHERE})\b")
DEFINED = re.compile(
    r"\bc'est quoi|qu'est-ce qu(?:e c'est|'un|e l)|que (?:signifie|veut dire)|definition|a quoi (?:sert|"
    r"servir)|en quoi consiste"
)


# In haste the accent goes: « c'est ou », « ça se passe ou ? » choose between nothing.
WHERE_IN_HASTE = re.compile(
    r"\bou(?=\s*(?:\?|$))|(?<=\bc'est )ou\b(?= |$)(?! (?:pas|non|bien|alors|plutot)\b)"
    r"|^\W*ou(?= (?:est|sont|se|a lieu|ont lieu|faut|dois|doit|aller|trouver|ca)\b)"
)


def asking(text: str) -> str:
    """The text folded, « où » kept apart from « ou »."""
    folded = fold(re.sub(r"\b[oO]ù\b", WHERE, text))
    return WHERE_IN_HASTE.sub(lambda match: match.group()[:-2] + WHERE, folded)


def wants(said: str) -> tuple[tuple[Want, ...], bool, bool]:
    """Kinds wanted by a folded question, each once; whether it needs them; whether only a noun tells them."""
    found = [(kinds, strict) for pattern, kinds, strict in WANTS if pattern.search(said)]
    terse = not found and not any(shape.search(said) for shape in (LISTED, HOW, DEFINED, CHOICE))
    if terse:
        found = [(kinds, strict) for pattern, kinds, strict in TERSE if pattern.search(said)][:1]
    kinds = tuple(dict.fromkeys(kinds for kinds, _ in found))
    return kinds, any(strict for _, strict in found), terse


def form(said: str, kinds: tuple[Want, ...]) -> Form:
    """The first that fits; a wanted type of value decides before the shape of the sentence."""
    fits = (
        (Form.DEFINITION, bool(DEFINED.search(said))),
        (Form.CHOICE, _offers_a_choice(said) and not INTERROGATIVE.search(said)),
        (Form.VALUE, bool(kinds)),
        (Form.LIST, bool(LISTED.search(said))),
        (Form.HOW, bool(HOW.search(said))),
        (Form.CHOICE, _offers_a_choice(said)),
        (
            Form.YES_NO,
            bool(YES_NO.search(said)) or (said.rstrip().endswith("?") and not ASKING_AT.search(said)),
        ),
    )
    return next((found for found, fit in fits if fit), Form.OPEN)


def _offers_a_choice(said: str) -> bool:
    if not CHOICE.search(said) or re.search(r"\bou (?:pas|non)\b", said):
        return False
    return "?" in said or bool(YES_NO.search(said))
