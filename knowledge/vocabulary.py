"""The closed vocabularies of the field: académies, examinations, series, roles, and how people write them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Set as AbstractSet

# Arrêté du 18 décembre 2019 and later mergers: Normandie replaces Caen and Rouen, La Réunion and
# Mayotte are académies of their own; the last four are vice-rectorates and services overseas, which
# organise examinations as académies do. The SIEC organises those of three académies.
ACADEMIES = (
    "Aix-Marseille", "Amiens", "Besançon", "Bordeaux", "Clermont-Ferrand", "Corse", "Créteil", "Dijon",
    "Grenoble", "Guadeloupe", "Guyane", "La Réunion", "Lille", "Limoges", "Lyon", "Martinique", "Mayotte",
    "Montpellier", "Nancy-Metz", "Nantes", "Nice", "Normandie", "Orléans-Tours", "Paris", "Poitiers",
    "Reims", "Rennes", "Strasbourg", "Toulouse", "Versailles",
    "Nouvelle-Calédonie", "Polynésie française", "Saint-Pierre-et-Miquelon", "Wallis-et-Futuna",
)  # fmt: skip
_FORMER = {"caen": "Normandie", "rouen": "Normandie"}
FEMININE = ("Guadeloupe", "Guyane", "Martinique", "Nouvelle-Calédonie", "Polynésie française")
SIEC = ("Créteil", "Paris", "Versailles")

# First the longest wordings: a mention is read once, "baccalauréat professionnel" is not "baccalauréat".
_BAC = r"bac(?:calaur[ée]at)?s?"
_GENERAL, _TECHNO = r"g[ée]n[ée]ra(?:l|le|ux)", r"techno(?:logiques?)?"
_PRO = r"pro(?:f|fessionnel(?:le)?s?|s)?"
_DELF = r"(?:\bdipl[oô]mes? d['’][ée]tudes en langue fran[çc]aise\b(?: \(delf\))?|\bdelf\b)"
_PUBLIC = r"tou[ts][ \u00a0-]publics?"
EXAM_WORDINGS = (
    ("bac_general+bac_techno+bac_pro", rf"\b{_BAC} {_GENERAL},? {_TECHNO},? (?:et|ou) {_PRO}\b"),
    ("bac_general+bac_pro", rf"\b{_BAC} {_GENERAL} (?:et|ou) {_PRO}\b"),
    ("bac_techno+bac_pro", rf"\b{_BAC} {_TECHNO} (?:et|ou) {_PRO}\b"),
    ("bac_pro", rf"\b{_BAC}[\s-]?{_PRO}\b"),
    ("bac_general+bac_techno", rf"\b{_BAC} {_GENERAL} (?:et|ou) (?:du |le |au )?(?:{_BAC} )?{_TECHNO}\b"),
    ("bac_general+bac_techno", rf"\b{_BAC} (?:gt|get|g\.?t\.?)\b|\bvoies {_GENERAL}s? et {_TECHNO}\b"),
    ("bac_techno", rf"\b{_BAC} {_TECHNO}\b|\b(?:stmg|sti2d|stl|st2s|std2a|sthr|s2tmd|stav)\b"),
    ("bac_general", rf"\b{_BAC} {_GENERAL}\b"),
    ("bac_general+bac_techno", r"\bgrand oral\b|\b[ée]preuves? anticip[ée]es?\b|\beaf\b"),
    ("bac_general+bac_techno", r"\bbaccalaur[ée]ats?\b|\bbac\b"),
    ("bts", r"\bbrevets? de techniciens? sup[ée]rieurs?\b|\bbts\b"),
    ("bp", r"\bbrevets? professionnels?\b|\bBP\b(?![ \u00a0]?(?:n[°º] ?)?\d)"),
    ("bma", r"\bbrevets? des m[ée]tiers d['’]art\b|\bbma\b"),
    ("bep", r"\bbrevets? d['’][ée]tudes professionnelles\b|\bbep\b"),
    # A "MC" became a "certificat de spécialisation" in 2024.
    ("mc", r"\bmentions? compl[ée]mentaires?\b|\bcertificats? de sp[ée]cialisation\b|(?-i:\bMC\b)(?![.\d])"),
    ("dscg", r"\bdipl[oô]mes? sup[ée]rieurs? de comptabilit[ée] et de gestion\b|\bdscg\b"),
    ("dcg", r"\bdipl[oô]mes? de comptabilit[ée] et de gestion\b|\bdcg\b"),
    ("cfg", r"\bcertificats? de formation g[ée]n[ée]rale\b|\bcfg\b"),
    ("delf_scolaire+delf_prim", rf"{_DELF}[ \u00a0-]?scolaire (?:et|ou) (?:du |le |au )?(?:delf )?prim\b"),
    ("delf_scolaire+delf_tout_public", rf"{_DELF}[ \u00a0-]?scolaire (?:et|ou) {_PUBLIC}\b"),
    ("delf_prim", rf"{_DELF}[ \u00a0-]?prim(?:aire)?\b"),
    ("delf_scolaire", rf"{_DELF}[ \u00a0-]?(?:scolaire|junior)\b"),
    ("delf_tout_public", rf"{_DELF}[ \u00a0-]?{_PUBLIC}\b"),
    ("delf", _DELF),
    ("dalf", r"\bdipl[oô]mes? approfondis? de langue fran[çc]aise\b(?: \(dalf\))?|\bdalf\b"),
    ("cpge", r"\bcpge\b|\bclasses pr[ée]paratoires\b"),
    ("dnb", r"\bdipl[oô]me national du brevet\b|\bdnb\b|\bbrevet des coll[eè]ges\b|\bbrevet\b(?! de| d['’])"),
    (
        "cap",
        r"\bcertificats? d['’]aptitude professionnelle\b"
        r"|(?-i:\bCAP\b)(?! (?:acad[ée]mique|nationale|locale|comp[ée]tente))"
        r"|(?-i:\b[Cc]ap\b)(?! (?:de|sur|vers) )",
    ),
    ("ece", r"\b[ée]valuations? des comp[ée]tences exp[ée]rimentales\b|\bece\b"),
)  # fmt: skip
EXAMS = ("bac_general", "bac_techno", "bac_pro", "bts", "dnb", "cap", "ece")
_DELFS = ("delf_scolaire", "delf_tout_public", "delf_prim")
# Short names, the same on every screen.
OTHER_NAMES = {
    "bp": "brevet professionnel",
    "bma": "BMA",
    "bep": "BEP",
    "mc": "mention complémentaire",
    "cfg": "CFG",
    "delf": "DELF",
    "delf_scolaire": "DELF scolaire",
    "delf_tout_public": "DELF tout public",
    "delf_prim": "DELF Prim",
    "dalf": "DALF",
    "dcg": "DCG",
    "dscg": "DSCG",
    "cpge": "concours des CPGE",
}
OTHER_EXAMS = tuple(OTHER_NAMES)
SHORT_NAMES = {
    "bac": "baccalauréat",
    "bac_general": "bac général",
    "bac_techno": "bac technologique",
    "bac_pro": "bac professionnel",
    "bts": "BTS",
    "dnb": "DNB",
    "cap": "CAP",
    "ece": "ECE",
} | OTHER_NAMES
# What a person means by "le bac", or by the practical papers, which are papers of the bac. What is said of
# "le DELF" holds for each of them.
_FAMILIES = {
    "bac": frozenset({"bac_general", "bac_techno"}),
    "ece": frozenset({"ece", "bac_general", "bac_techno"}),
    "delf": frozenset({"delf", *_DELFS}),
} | {one: frozenset({one, "delf"}) for one in _DELFS}
SERIES = ("STMG", "STI2D", "STL", "ST2S", "STD2A", "STHR", "S2TMD", "SPCL")

_EXAM_PATTERNS = tuple((codes, re.compile(wording, re.IGNORECASE)) for codes, wording in EXAM_WORDINGS)


def fold(text: str) -> str:
    """Lower case without accents, typographic quotes and hyphens made plain: for comparing, never shown.

    Same length as an NFC `text` in French, so that spans found in one hold in the other.
    """
    plain = (_fold_character(character) for character in text)
    return "".join(plain)


def _fold_character(character: str) -> str:
    replaced = _PLAIN.get(character)
    if replaced:
        return replaced
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


_PLAIN = {"’": "'", "ʼ": "'", "`": "'", "‑": "-", "–": "-", "—": "-", "\u00a0": " ", "\u202f": " "}
_ACADEMY_PATTERN = re.compile(
    "|".join(
        r"\b" + re.sub(r"[ -]", "[- ]\\\\s?", fold(name)) + r"s?\b"
        for name in sorted((*ACADEMIES, *_FORMER), key=len, reverse=True)
    )
)
_BY_FOLDED = {fold(name).replace("-", " "): name for name in ACADEMIES} | _FORMER


OVERSEAS = frozenset({"Guadeloupe", "Guyane", "La Réunion", "Martinique", "Mayotte"})


def academies_in(text: str) -> list[tuple[int, int, str]]:
    """Start, end and usual name of each académie named in `text`, in order ("Lilles" is Lille)."""
    return [
        (m.start(), m.end(), _academy(m.group()))
        for m in _ACADEMY_PATTERN.finditer(fold(text))
        if not _is_a_meeting(text[m.start() : m.end()])
    ]


def _is_a_meeting(words: str) -> bool:
    """ "La réunion" is an académie with its capital only."""
    return words.endswith(("réunion", "reunion", "réunions", "reunions"))


def _academy(folded: str) -> str:
    key = " ".join(folded.replace("-", " ").split())
    return _BY_FOLDED.get(key) or _BY_FOLDED[key.removesuffix("s")]


def academy_of(words: str | None) -> str | None:
    """The académie that free words name ("académie de la Réunion"), None when none or several."""
    names = {name for _, _, name in academies_in(words or "")}
    if not names and re.search(r"\breunion\b", fold(words or "")):
        return "La Réunion"
    return names.pop() if len(names) == 1 else None


def exams_in(text: str) -> list[tuple[int, int, str]]:
    """Start, end and code of each examination named in `text`; two codes when a wording covers two."""
    found: list[tuple[int, int, str]] = []
    for codes, pattern in _EXAM_PATTERNS:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end, _ in found):
                found += [(match.start(), match.end(), code) for code in codes.split("+")]
    return sorted(found)


def exams_meant(code: str | None) -> frozenset[str]:
    """The codes of texts that speak to whom gave this one ("bac" is said of two)."""
    return frozenset() if code is None else _FAMILIES.get(code, frozenset({code}))


def exam_within(code: str, within: AbstractSet[str]) -> bool:
    """Whether texts that speak to these examinations all speak to whom gave this code."""
    return code in within or (bool(rest := exams_meant(code) - {code}) and rest <= within)


def session_of(words: str | None) -> str | None:
    """The year of a session as a person writes it ("session 2026"), None when none or several."""
    years = set(re.findall(r"(?<!\d)20\d\d(?!\d)", words or ""))
    return years.pop() if len(years) == 1 else None


def exam_of(words: str | None) -> str | None:
    """The code of an examination as a person writes it in a profile ("BTS - anglais", "bac_general").

    "bac" alone is the code of the two: `exams_meant` says which.
    """
    if not words:
        return None
    cleaned = words.strip().lower().replace("_", " ")
    exact = cleaned.replace(" ", "_")
    if exact in EXAMS or exact in OTHER_EXAMS or exact in _FAMILIES:
        return exact
    codes = Counter(code for _, _, code in exams_in(words.replace("_", " "))).most_common()
    tied = {code for code, count in codes if count == codes[0][1]}
    if tied == _FAMILIES["bac"]:
        return "bac"
    return codes[0][0] if codes else None


def paper_of(words: str | None) -> str | None:
    """What a profile says beyond its examination: "BTS - anglais" is of the paper "anglais"."""
    if not words or words.strip().lower() in {*EXAMS, *OTHER_EXAMS, *_FAMILIES}:
        return None
    rest, end = [], 0
    for start, after, _ in exams_in(words):
        if start >= end:
            rest.append(words[end:start])
            end = after
    return " ".join(" ".join([*rest, words[end:]]).strip(" -–—:,()").split()) or None


_ACTIONS = (
    ("valider_frais", r"[ée]tats? de frais|frais de d[ée]placement|d[ée]clar\w+ \w+ d[ée]placements"),
    (
        "saisir_notes",
        r"saisi\w*\b[^.]{0,40}notes?|notes?\b[^.]{0,40}\bsont saisies|fermeture de la saisie|lotanet",
    ),
    ("reunion", r"r[ée]unions?\b|harmonisation|entente"),
    ("numeriser", r"num[ée]ris"),
    ("verifier_lot", r"v[ée]rifi\w+"),
    ("recevoir_lot", r"lots?\b[^.]{0,40}(?:disponibles?|ouverts?|mis [àa] disposition)"),
    ("corriger", r"correction|corrig"),
    ("conserver", r"conserv\w+"),
    ("detruire", r"d[ée]truit|destruction"),
    ("attester", r"service fait|attest"),
    ("prevenir", r"pr[ée]vien|pr[ée]venir|signal"),
    ("envoyer", r"envo[iy]\w*|adress\w+|transm\w+|d[ée]pos\w+|remis\w*|remet"),
    ("demander", r"demandes?\b"),
    ("epreuve", r"[ée]preuves?\b"),
)  # fmt: skip
_ACTORS = (
    ("candidat", r"\bcandidats?\b|\bfamilles?\b|\b[ée]l[èe]ves?\b"),
    ("chef_de_centre", r"\bchefs? de centre\b|\bcentres? d['’](?:[ée]preuves?|examen)\b"),
    ("chef_etablissement", r"\bchefs? d['’][ée]tablissement\b|\bproviseur"),
    ("charge_numerisation", r"\bcharg[ée]s? de num[ée]risation\b"),
    ("examinateur", r"\bexaminat(?:eur|rice)s?\b|\binterrogat(?:eur|rice)s?\b|\bbin[ôo]me\b"),
    ("correcteur", r"\bcorrect(?:eur|rice)s?\b|\bprofesseurs?\b|\benseignants?\b"),
    ("intervenant", r"\bintervenants?\b"),
    ("jury", r"\bjurys?\b"),
)  # fmt: skip


def action_of(words: str) -> str | None:
    """The act that a deadline is about, as a code that the calendar groups by."""
    return next((code for code, wording in _ACTIONS if re.search(wording, words, re.IGNORECASE)), None)


def actor_of(words: str) -> str | None:
    """Who must act, when the words say so."""
    return next((code for code, wording in _ACTORS if re.search(wording, words, re.IGNORECASE)), None)
