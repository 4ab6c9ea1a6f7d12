"""What somebody asks a person for, when it decides who that person is: an absence, a subject, a mark."""

import re

from assistant.answers import Action
from assistant.words import fold, spelled_out
from ticketing.vocabulary import Kind

# Told, not asked: "que faire si je suis malade ?" is a question about a rule.
ASKS = re.compile(
    r"\?|\b(?:que(?:l\w*)? |qui |quoi|comment|combien|ou |quand|est-ce|faut-il|doit-on|peut-on|puis-je"
    r"|si (?:je|on|un)|en cas d)"
)
CANNOT_MARK = re.compile(
    r"\b(?:(?:ne )?(?:pourrai?s?|peux|serai) (?:donc |malheureusement )?(?:pas|plus)|ne suis (?:pas|plus)"
    r"|(?:dois|vais) (?:etre |m'absenter|etre absente?)|serai absente?"
    r"|suis (?:absente?|empeche\w*|hospitalise\w*))"
)
HER_WORK = re.compile(
    r"\b(?:corrig\w+|corrections?|copies|lots?|venir|assurer|jury|epreuves?|oral|oraux|absente?s?|presente?"
    r"|disponible|interroger|surveiller)\b"
)
ILL = re.compile(
    r"\bje suis (?:tres |bien )?(?:malade|souffrante?|hospitalise\w*|en arret)"
    r"|\b(?:mon|ma|mes) (?:fil\w+|enfants?|petite?s?|bebe|mari|femme|conjointe?|compagn\w+|mere|pere) "
    r"(?:est|sont) (?:\w+ )?(?:malades?|hospitalise\w*)"
)
HERS = re.compile(r"\b(?:absente?|m'absenter|empeche\w*|hospitalise\w*|indisponible|imprevu|accident)\b")
SUBJECT = re.compile(r"\b(?:sujets?|enonces?)\b")
WRONG = re.compile(
    r"\b(?:erreurs?|coquilles?|fautes?|fuites?|fuite\w*|divulgu\w*|manqu\w*|illisible|incident|probleme|faux"
    r"|fausse|anomalie)\b"
)
NOW = re.compile(
    r"\b(?:pendant (?:l'|une |les )?epreuves?|en (?:cours|pleine?) (?:d')?(?:epreuve|composition)"
    r"|candidats? (?:compos\w+|sont en|planchent)|en ce moment|en salle|epreuve (?:en cours|a commence))"
)
# "Qui prévenir si je suis malade ?": asked before it happens, or as it does.
ASKS_ABSENCE = re.compile(
    r"\b(?:malade|souffrante?|hospitalise\w*|empeche\w*|arret (?:maladie|de travail)|absente?|m'absenter"
    r"|empechement|accident\w*|grippee?|covid|indisponible)\b"
    r"|\b(?:je (?:ne )?(?:peux|pourrai) (?:pas|plus)|impossible de) (?:venir|etre la|assurer|y aller)\b"
)
ASKS_WHOM = re.compile(
    r"\b(?:prevenir|previen\w+|preven\w+|avert\w+|contacter|joindre|appeler|telephoner|ecrire|remplac\w+"
    r"|a qui (?:faut-il |dois-je |est-ce que |je |on |ca )*(?:l'|le |la |en )?"
    r"(?:dis|dit|dire|parle|parler|annonce\w*|signale\w*|adresse\w*|declare\w*|envoie|envoyer|previens?)\b"
    r"|(?:dis|dit|previens|annonce|declare|signale|appelle|contacte) (?:ca |cela )?(?:a )?qui\b"
    r"|que faire|(?:je|dois-je|faut-il) (?:fais|faire|dois faire)|comment (?:faire|je fais))\b"
)
OF_SOMEBODY_ELSE = re.compile(r"\b(?:candidate?s?|eleves?|copies?|etudiante?s?)\b")
ABSENT = Action(
    label="Signaler mon absence", say="Je suis malade et je ne pourrai pas assurer mes corrections"
)
# What a button of the form says, and what it means.
CHOICES: tuple[tuple[str, str, Kind], ...] = (
    ("Incident de sujet", "C’est un incident de sujet", Kind.SUBJECT_INCIDENT),
    ("Absence d’un correcteur", "C’est l’absence d’un correcteur", Kind.ABSENCE),
    ("Question sur la notation", "C’est une question sur la notation", Kind.MARKING),
)
ACTIONS = tuple(Action(label=label, say=said) for label, said, _ in CHOICES)
# For who was sent to one reader and prefers another.
ANY_AGENT = Action(label="Plutôt un agent", say="Je préfère un agent de l’assistance")
# In every answer on the way to the alert cell: what leads there is told to nobody else.
RESERVED = "cellule d’alerte"
# Who reads it, said before it leaves and once it has left.
READERS: dict[Kind, str] = {
    Kind.SUBJECT_INCIDENT: f"à la {RESERVED} des examens, seule à la lire",
    Kind.ABSENCE: "au bureau des examens, qui cherche qui remplace",
    Kind.MARKING: "à l’inspection",
}


def chosen(text: str) -> Kind | None:
    """A button of the form, as it is sent or nearly."""
    folded = fold(text).strip(" .!")
    if folded in (fold(ANY_AGENT.label), fold(ANY_AGENT.say or "")):
        return Kind.HUMAN
    return next((kind for label, said, kind in CHOICES if folded in (fold(label), fold(said))), None)


def announced(text: str) -> Kind | None:
    """ "Je suis malade, je ne peux pas corriger demain": said plainly enough to need no other question."""
    folded = fold(spelled_out(text))
    if ASKS.search(folded):
        return None
    if SUBJECT.search(folded) and WRONG.search(folded) and NOW.search(folded):
        return Kind.SUBJECT_INCIDENT
    if CANNOT_MARK.search(folded) and HER_WORK.search(folded) and (ILL.search(folded) or _is_hers(folded)):
        return Kind.ABSENCE
    return None


def asks_of_absence(text: str) -> bool:
    """What to do, or whom to tell, when one cannot come: there is a rule for it, and a way from here."""
    folded = fold(spelled_out(text))
    asked = ASKS_ABSENCE.search(folded) and ASKS_WHOM.search(folded)
    return bool(asked) and not OF_SOMEBODY_ELSE.search(folded)


def is_now(text: str) -> bool:
    """The candidates are writing."""
    return bool(NOW.search(fold(spelled_out(text))))


def _is_hers(folded: str) -> bool:
    return bool(HERS.search(folded))
