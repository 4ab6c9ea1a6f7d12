"""The grammar of « qu’est-ce que j’ai à faire ? »: all that is due in some days, or the date of one thing."""

import re

# "Qu'est-ce que j'ai à faire cette semaine ?", "mes échéances", "suis-je en retard ?": all that is due.
DUE = re.compile(
    r"\b(?:que|quoi|qu'est-ce qu\w*|ce qu\w*)\b.*\b(?:a faire|a rendre|m'attend|est prevu)\b"
    r".*\b(?:semaine|aujourd'hui|demain|mois|jours?|week-end)\b"
    r"|\b(?:mes|prochaines?|quelles?(?: sont)?(?: mes| les| les prochaines)?) (?:echeances?|deadlines?)\b"
    r"|^\W*(?:(?:mes|les|et|mon) )?(?:prochaines? )?(?:echeances?|deadlines?|agenda|echeancier)"
    r"(?: (?:a venir|de la semaine|cette semaine|du mois))?\W*$"
    r"|\b(?:qu'est-ce qu\w*|que|quoi|ce qu\w*)\b.{0,12}\bj'ai (?:\w+ ){0,2}(?:en retard|oublie|rate|manque)\b"
    r"|\b(?:suis-je|je suis|ai-je|j'ai)(?: \w+){0,3} (?:en retard)\W*$"
)
# One thing whose date is asked: the texts answer, sentence by sentence.
ONE_THING = re.compile(
    r"\b(?:saisi\w*|notes?|frais|harmonisation|entente|numeris\w*|epreuves?|lotanet|santorin|imagin|imag'in"
    r"|bordereaux?|resultats?|jurys?|deliberation|inscription\w*|verrouill\w*|signalements?|tickets?|copies?"
    r"|lots?|paquets?|appel|recours|surveillance|convocations?|etats?|certificat|remplac\w+|centre|scan\w*)\b"
)
WHAT_IF = re.compile(
    r"\bque faire\b(?! (?:cette|la) semaine| aujourd'hui| demain| ce mois)|\bque se passe"
    r"|\b(?:si|quand|lorsqu)(?:e | |')(?:un|une|le|la|les|on|il|elle)\b"
)
DAYS_ONLY = re.compile(
    r"^\W*(?:et|ok|bon|d'accord|alors|pour)?\W*(?:(?:pour|d'ici|avant) )?(?:la |ce |le )?"
    r"(?:semaine (?:prochaine|suivante|qui vient|d'apres)|cette semaine|aujourd'hui|demain|mois(?:-ci)?"
    r"|apres|ensuite|plus tard|en retard)\W*$"
)


def asks_all(folded: str) -> bool:
    """All that is to be done in some days, said plainly enough to need no reader."""
    return bool(DUE.search(folded)) and not ONE_THING.search(folded)


def names_days(folded: str) -> bool:
    """Other days and nothing else: "et la semaine prochaine ?"."""
    return bool(DAYS_ONLY.match(folded))


def names_one_thing(folded: str) -> bool:
    return bool(ONE_THING.search(folded))


def supposes(folded: str) -> bool:
    """ "Si le lot arrive en retard", "que faire d'une copie en retard" ask for a rule."""
    return bool(WHAT_IF.search(folded))
