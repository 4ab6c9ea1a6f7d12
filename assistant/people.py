"""Names of people and their direct lines, masked: a circular outlives the person it names."""

import re

MASK = "[…]"
UPPER = "A-ZÀ-ÖØ-Þ"
LOWER = "a-zà-öø-ÿ"
NAME = rf"(?:[{UPPER}][{LOWER}]+(?:[-’'][{UPPER}][{LOWER}]+)*|[{UPPER}]{{2,}}(?:[-’'][{UPPER}]{{2,}})*|[{UPPER}]\.)"
PARTICLE = r"(?:d[eu]s?|d[’']|le|la|van|von|el|ben|di) ?"
FULL = rf"{NAME}(?:[ \u00a0]+(?:{PARTICLE})?{NAME}){{0,3}}"
# A function or a body is not a name: « Mme la rectrice », « Monsieur le directeur », « M. l'inspecteur ».
TITLED = re.compile(
    rf"\b(?:M\.|MM\.|Mr\.?|Mme|Mmes|Mlle|Monsieur|Madame|Mademoiselle|Dr|Docteur|Maître)[ \u00a0]+(?P<name>{FULL})"
)
INTRODUCED = re.compile(
    r"(?:[Aa]ffaire suivie par|[Dd]ossier suivi par|[Ss]uivi(?:e)? par|[Ss]igné|[Ss]ignature|[Ss]ignataire|[Cc]ontact|[Rr]éférente?|[Rr]esponsable|[Gg]estionnaire)"
    rf"[ \u00a0]*:?\s+(?:(?:M\.|Mme|Monsieur|Madame)[ \u00a0]+)?(?P<name>{NAME}(?:[ \u00a0]+(?:{PARTICLE})?{NAME}){{1,3}})"
)
SIGNED = re.compile(
    rf"(?:par délégation,?|empêchée?,?|[Rr]ecteur,|[Rr]ectrice,)\s+(?P<name>[{UPPER}][{LOWER}]+(?:-[{UPPER}][{LOWER}]+)?[ \u00a0]+{NAME})(?=\s*(?:,|$))"
)
GIVEN = (
    "Adrien|Agnès|Alain|Alexandre|Alice|Amandine|Anaïs|André|Anne|Annie|Antoine|Arnaud|Aurélie|Béatrice|Benjamin|Benoît|Bernard|Bertrand|"
    "Brigitte|Bruno|Camille|Carole|Caroline|Catherine|Cécile|Céline|Chantal|Charles|Christelle|Christian|Christine|Christophe|Claire|Claude|"
    "Clément|Corinne|Cyril|Daniel|Danielle|David|Delphine|Denis|Didier|Dominique|Édouard|Élisabeth|Élise|Émilie|Emmanuel|Emmanuelle|Éric|Fabien|"
    "Fabrice|Fatima|Florence|Florian|Franck|François|Françoise|Frédéric|Gabriel|Geneviève|Georges|Gérard|Ghislaine|Gilles|Ginette|Grégory|"
    "Guillaume|Guy|Hélène|Henri|Hervé|Hugo|Hugues|Isabelle|Jacques|Jean|Jeanne|Jérôme|Joël|Josiane|Julie|Julien|Juliette|Karim|Karine|Laetitia|"
    "Laure|Laurence|Laurent|Léa|Lionel|Louis|Louise|Luc|Lucie|Ludovic|Magali|Marc|Marcel|Marie|Marine|Marion|Martin|Martine|Mathieu|Maxime|"
    "Michel|Michèle|Mireille|Mohamed|Monique|Muriel|Nadia|Nathalie|Nicolas|Nicole|Noël|Odile|Olivia|Olivier|Pascal|Pascale|Patrice|Patricia|"
    "Patrick|Paul|Pauline|Philippe|Pierre|Quentin|Raphaël|Raymond|Régis|Rémi|Renaud|René|Richard|Robert|Roger|Roland|Romain|Sabine|Samuel|"
    "Sandra|Sandrine|Sébastien|Serge|Séverine|Simon|Solange|Sophie|Stéphane|Stéphanie|Sylvain|Sylvie|Thérèse|Thierry|Thomas|Valérie|Vanessa|"
    "Véronique|Victor|Vincent|Virginie|Viviane|Xavier|Yann|Yannick|Yves|Yvette|Yvonne|Zoé"
)
# Prénom NOM, the way letters write it; a capitalised word before an acronym is a title, not a name.
FORMAL = re.compile(rf"\b(?P<name>(?:{GIVEN})(?:-[{UPPER}][{LOWER}]+)?[ \u00a0]+[{UPPER}]{{2,}}(?:-[{UPPER}]{{2,}})*)\b")
MAILBOX = re.compile(r"(?P<name>\b[\w]+[._-][\w.-]*)@(?:[\w-]+ ?\.)+[a-zA-Z]{2,}")
SERVICE_BOX = re.compile(
    r"^(?:ce|dec|diec|siec|dsi|bureau|service|contact|secretariat|assistance|examens?|concours|cellule|pole|rectorat|accueil|"
    r"aide|support|info|division|numerisation|frais|bac|bts|dnb|cap)\d*(?:[._-]|$)|\d",
    re.I,
)
PHONE = re.compile(r"(?:\+33[ .]?\d|0\d)(?:[ .]?\d{2}){4}")
NOT_NAMES = re.compile(
    r"\b(?:BTS|BAC|DNB|CAP|BEP|ECE|STL|STMG|STI2D|DEC|DIEC|SIEC|CEDEX|EN|CMEN|AB|CB|IMAG|IMAGIN|SANTORIN|LOTANET|CYCLADES|CENTAURIN|ARENA|FAQ|PDF|"
    r"SNALC|CFA|SES|SVT|EPS|EMC|MCO|CGE|IPR|IEN|BOEN|JO|PV|RIB|PJ|RGPD|URL|USB|HG|NSI|LLCER|SPCL|EAF|PFMP|CCF|VAE|GRETA|CNED|DSI|DSDEN|DGESCO)\b"
)


def mask(text: str) -> str:
    """The text with names, direct lines and personal mailboxes replaced; services and functions stay."""
    return "".join(MASK if hidden else piece for piece, hidden in _pieces(text))


def _pieces(text: str) -> list[tuple[str, bool]]:
    pieces, at = [], 0
    for start, end in spans(text):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [*pieces, (text[at:], False)]


def spans(text: str) -> list[tuple[int, int]]:
    """What `mask` hides, in order, never overlapping."""
    found = [m.span("name") for pattern in (TITLED, INTRODUCED, SIGNED, FORMAL) for m in pattern.finditer(text)]
    found = [(s, e) for s, e in found if not NOT_NAMES.search(text[s:e])]
    found += [m.span() for m in MAILBOX.finditer(text) if not SERVICE_BOX.search(m.group("name"))]
    found += [m.span() for m in PHONE.finditer(text) if _direct(text, m.start(), found)]
    return _merged(sorted(found))


def _direct(text: str, at: int, people: list[tuple[int, int]]) -> bool:
    """A phone that follows a name within the same breath is that person's line."""
    before = [end for _, end in people if end <= at]
    if not before or at - max(before) > 120:
        return False
    between = text[max(before) : at]
    return not re.search(r"[.;]\s+[A-ZÉ]|\n\n", between)


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
