"""What is wrong with a scan or with a connection, as people say it."""

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from assistant.words import fold
from ticketing.defect_words import TROUBLES, of_defect
from ticketing.vocabulary import Defect, Trouble

# The first that matches wins: "coupée en bas, on ne lit pas la fin" is cut, not unreadable.
# Patterns are read on folded text (no case, no accent).
SCAN: tuple[tuple[Defect, str], ...] = (
    (
        Defect.NAME_VISIBLE,
        r"\b(?:pre)?noms?\b(?!bre).{0,40}\b(?:visibles?|apparai\w*|apparents?|lisibles?|li[ts]|voi[ts]"
        r"|affich\w*|masque\w*|cache\w*|figure\w*)"
        r"|\b(?:voi[ts]|lis|lit|lire|apercoi[ts]|distingue)\b.{0,25}\b(?:(?:pre)?noms?|identite|signature)\b"
        r"|\bnom (?:du|de la|de l'|d'un) ?(?:candidat|eleve)|identite (?:du|de l'|d'un)|\bnon anonym"
        r"|pas (?:ete )?anonym|anonymat"
        r"|\b(?:ecri[ts]|inscri[ts]|note|marque|mis|laisse|signe|apercu|vu|lu|mentionne)\b (?:\w+ ){0,2}?"
        r"(?:son|sa|ses|leurs?|le|un|des|les) (?:nom (?:et|ou) (?:son |le )?)?(?:(?:pre)?noms?|signature"
        r"|identite)\b(?!bre)|\ba signe (?:sa|la|sur la) copie"
        r"|\bnom visible|en-?tete.{0,20}pas (?:ete )?masque",
    ),
    (
        Defect.OTHER_COPY,
        r"(?:d'un|de l'|un|d'une|a un|a une|une) ?autre (?:candidat|eleve|copie|personne)"
        r"|quelqu'un d'autre|autre ecriture|ecritures? (?:est |sont )?(?:tres |tout a fait )?(?:differ|chang)"
        r"|pas la meme ecriture|change d'ecriture|(?:deux|2) ecritures"
        r"|(?:deux|2|plusieurs) (?:candidats|eleves|copies) (?:melang|differ|dans)|pas (?:le"
        r"|la) bon(?:ne)? (?:candidat|eleve|copie)"
        r"|mauvais(?:e)? (?:candidat|copie)|n'appartient pas a|n'est pas (?:la bonne copie"
        r"|le bon candidat)"
        r"|copies? (?:sont )?melangees?",
    ),
    (
        Defect.OVERLAID,
        r"superpos|collees?\b|l'une (?:sur|contre) l'autre|transparai|par transparence|passees? ensemble"
        r"|chevauch|par-?dessus"
        r"|voi\w* (?:l'encre|le verso|le texte|le dos|l'autre (?:cote|page))"
        r".{0,25}(?:a travers|transparen|derriere)",
    ),
    (
        Defect.OUT_OF_ORDER,
        r"desordre|melang|(?:pas|plus) dans (?:le bon|l')? ?ordre|mauvais ordre|ordre des pages"
        r"|dans le mauvais sens de lecture"
        r"|recto.{0,12}verso.{0,15}(?:invers|echang)|pages? (?:ont ete |sont )?(?:inversees"
        r"|interverties)|commence par la fin"
        r"|page \w+ (?:est |vient |arrive |passe )?(?:avant|apres) la (?:page )?"
        r"(?:\d|une|deux|trois|quatre|prem)",
    ),
    (
        Defect.DUPLICATE,
        r"doublon|en double|(?:deux|2) fois (?:la|le|les) meme"
        r"|(?:est|apparait|figure|presente?|scannee?|revient|vois) (?:\w+ )?(?:deux"
        r"|2) fois|dupliqu",
    ),
    (
        Defect.ROTATED,
        r"l'envers|a lenvers|tournee?s?\b|retournee?s?\b|de travers|penchee?s?\b|pivot|tete en bas"
        r"|\b(?:90|180) ?(?:degres|°)"
        r"|mode paysage|inclinee?|rotation|mauvaise orientation|mal orient|sens dessus",
    ),
    (
        Defect.NOT_DISPLAYED,
        r"s'?(?:affiche|ouvre)(?:nt)? (?:pas|plus|jamais|mal)|refuse(?:nt)? de s'(?:ouvrir|afficher)"
        r"|impossible (?:d'|a |de l')(?:ouvrir|afficher)"
        r"|peux pas (?:l')?(?:ouvrir|afficher)|n'apparai(?:t|ssent) pas|reste (?:vide|blanc|grise?)"
        r"|ecran (?:reste )?(?:blanc|vide)"
        r"|(?:image|copie|page|fichier|document)(?: \w{1,6})? (?:ne )?(?:se )?charge(?:nt)? pas"
        r"|arrive pas a (?:l')?(?:ouvrir"
        r"|afficher)|probleme d'affichage",
    ),
    (
        Defect.CUT,
        r"coupe|rogne|tronqu|\bmang[e]e? (?:le|la|une|par)|mordu? (?:le|la|sur)"
        r"|massicot|mal cadre|hors (?:du )?cadre|marge.{0,15}(?:coup|manqu|absent)"
        r"|que la moitie|(?:manque|perd\w*|voi[ts] pas) (?:le|la|l[e'] ?) ?(?:bas|haut|fin d|fin des"
        r"|moitie|bord|marge|cote|partie)"
        r"|moitie de (?:la )?(?:page|feuille) (?:est )?(?:absente|manqu|coup)|pas entiere",
    ),
    (
        Defect.MISSING_PAGE,
        r"manqu|mank|abs[ea]nte?s?\b|introuvable|disparu|n'y a (?:pas|plus) (?:de|la|le)|n'a(?:i|vons"
        r"|ont)? (?:ete )?pas ete (?:numeris|scann)"
        r"|pas (?:ete )?(?:numeris|scann)|n'ai que|que \w+ pages? sur"
        r"|passe (?:directement )?de la (?:page )?\w+ a|oubliee?s?\b|il en manque",
    ),
    (
        Defect.BLACK_PAGE,
        r"(?<!trait )(?<!traits )(?<!ligne )(?<!encre )(?<!stylo )(?<!tache )(?<!taches )"
        r"\bnoire?s?\b|\bgrise?s?\b|trop (?:sombre|foncee?)|(?:tres|toute?|bien) sombre|\bsombres?\b"
        r"|noirci|bande noire",
    ),
    (
        Defect.BLANK_PAGE,
        r"\bblanc(?:he)?s?\b|\bvides?\b|rien (?:du tout )?(?:dessus|sur la page)|\bvierge",
    ),
    (
        Defect.STAINED,
        r"\btach|\btraces?\b|bavure|souill|coulure|\bsalie?s?\b|cafe\b|rayures?\b|traits? noirs?",
    ),
    (
        Defect.TOO_PALE,
        r"\bpales?\b|\bpalies?\b|delave|effac|decolor|(?:trop|tro|tres|si|tellement|bien) clair"
        r"|\bclaire?s?\b|a peine (?:visible|lisible)|(?:distingue|voi[ts]|devine) a peine|presque invisible"
        r"|manque de contraste|(?:stylo|encre) (?:trop )?(?:bleu |turquoise)?clair",
    ),
    (
        Defect.BLURRED,
        r"\bflou|pas nette?s?\b|pixell?is|brouille|baveu|\btrouble\b|mauvaise (?:nettete|resolution)",
    ),
    (
        Defect.UNREADABLE,
        r"i?ll?isible|pas lisible|peu lisible|(?:lis|lit|lire|voit|vois|voi|distingue"
        r"|comprends?) (?:absolument |vraiment )?(?:pas|rien|plus)\b"
        r"|(?:arr?ive|parviens|reussis) (?:pas?|plus|meme pas) a (?:la |le |les )?(?:lire|dechiffrer)"
        r"|impossible (?:de|a) (?:la |le |les )?(?:lire|dechiffrer)"
        r"|peux pas (?:la |le |les )?(?:lire|dechiffrer)|indechiffr|inexploitable|dechiffrer"
        r"|mal (?:scann|numeris)|mauvaise qualite",
    ),
)

CONNECTION: tuple[tuple[Trouble, str], ...] = (
    (
        Trouble.REFUSED_CREDENTIALS,
        r"(?:mots? de passe|mdp|identifiants?|login|\bcodes?|compte|numero d'intervenant|numen)"
        r".{0,45}(?:refus|incorrect|invalide|pas (?:reconnu|accepte|valable)|(?:passe|marche"
        r"|fonctionne)(?:nt)? (?:pas|plus)|errone|bloque|expire|rejet|inconnu|faux)"
        r"|refuse.{0,25}(?:mot de passe|mdp|identifiant|login|numero|code)|acces (?:est )?bloque apres"
        r"|mauvais (?:mot de passe|identifiant)",
    ),
    (
        Trouble.NETWORK_DOWN,
        r"(?:wi-?fi|internet|reseau|fibre|\bbox\b|\b4g\b|connexion du lycee).{0,35}(?:tomb|coup|panne"
        r"|\bhs\b|mort|capte|plus|disparu|saute)"
        r"|(?:plus?|pas) (?:d'|de |du )?(?:internet|wi-?fi|reseau)|coupure (?:d'|de )?(?:internet|reseau"
        r"|wi-?fi)|capte (?:plus|pas|rien)|ne capte"
        r"|panne (?:de |d')(?:reseau|internet|wi-?fi)|hors ligne malgre",
    ),
    (
        Trouble.CUT_OFF,
        r"deconn?e[ct]|\bdecos?\b|eject|met(?:s|tent)? dehors|session.{0,20}(?:ferme|expire|coupe)"
        r"|perds? (?:sans cesse |toujours )?la connexion"
        r"|(?:connexion|ca|tout) (?:saute|coupe|se coupe)|microcoupure|coupures? (?:repet|incess)"
        r"|vire (?:de|toutes)|jete dehors",
    ),
    (
        Trouble.SERVER_ERROR,
        r"erreur (?:du |de |cote )?(?:serveur|interne|technique|\d{3})|\b50[0-9]\b|bad gateway|gateway"
        r"|service (?:temporairement )?indisponible|time ?out"
        r"|delai d'attente|page blanche|ecran (?:d'accueil )?(?:reste )?(?:blanc|vide)|\bplante|\bcrash"
        r"|message d'(?:erreur|echec)|erreur serveur"
        r"|affiche une erreur|(?:s'enregistre|enregistrent?|enregistrer)(?:nt)? (?:pas|plus|mes notes)"
        r"|renvoie (?:toujours )?(?:a|vers) l'accueil|erreur \d{3}",
    ),
    (
        Trouble.SLOW,
        r"\brames?\b|\brament\b|\bramer?\b|\blente?s?\b|\blents\b|lenteurs?|mouline|debit"
        r"|\bmet(?:tent)?\b.{0,30}(?:minutes?|secondes?|temps|plombe|heure|siecle)"
        r"|temps fou|temps infini|\bfige|interminable|\blag|sablier|s'eternise|dix minutes pour",
    ),
    (
        Trouble.NO_CONNECTION,
        r"impossible|(?:arrive|parviens|parvient|reussis|arrivons) (?:pas|plus)|(?:peux|peut|peu"
        r"|pouvons) (?:plus|pas|pa)|plus moyen|repond (?:plus|pas)"
        r"|inaccessible|acces (?:refuse|impossible|bloque)|en panne|\bpanne\b|\bbloque|tourne"
        r"|demarre (?:plus|pas)|(?:est )?tombee?\b|charge (?:pas|plus|rien|dans)"
        r"|fonctionne (?:pas|plus)|marche (?:pas|plus)|\bh\.?s\b|connexion|connecter|bug",
    ),
)

SCAN_PATTERNS = tuple((value, re.compile(pattern)) for value, pattern in SCAN)
CONNECTION_PATTERNS = tuple((value, re.compile(pattern)) for value, pattern in CONNECTION)
DENIED = re.compile(r"\b(?:pas|plutot que|non pas|que) (?:si |tres |trop |vraiment |du tout )?$")

# Common words of a report and what they mean, for a misspelt one; long words only.
SPELLINGS: tuple[tuple[str, Defect], ...] = (
    ("illisible", Defect.UNREADABLE),
    ("manquante", Defect.MISSING_PAGE),
    ("desordre", Defect.OUT_OF_ORDER),
    ("superposees", Defect.OVERLAID),
    ("tronquee", Defect.CUT),
    ("coupee", Defect.CUT),
    ("blanche", Defect.BLANK_PAGE),
    ("doublon", Defect.DUPLICATE),
)

LABELS: dict[str, str] = {defect.value: of_defect(defect) for defect in Defect} | {
    trouble.value: name for trouble, name in TROUBLES.items()
}


def read_defect(text: str) -> Defect | None:
    """What the sentence says is wrong with a scan; the most telling word wins."""
    folded = fold(text)
    found = _first(SCAN_PATTERNS, folded)
    return Defect(found) if found else _misspelt(folded)


def read_trouble(text: str) -> Trouble | None:
    """What the sentence says is wrong with a connection."""
    found = _first(CONNECTION_PATTERNS, fold(text))
    return Trouble(found) if found else None


def _first(patterns: Sequence[tuple[str, re.Pattern[str]]], folded: str) -> str | None:
    for value, pattern in patterns:
        if any(not DENIED.search(folded[: match.start()]) for match in pattern.finditer(folded)):
            return value
    return None


def _misspelt(folded: str) -> Defect | None:
    for word in re.findall(r"[a-z]{6,}", folded):
        for spelling, defect in SPELLINGS:
            if abs(len(word) - len(spelling)) <= 2 and OSA.distance(word, spelling, score_cutoff=2) <= 2:
                return defect
    return None
