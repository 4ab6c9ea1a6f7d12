"""What is refused however it is read: playing a part, the name or the mark of a candidate."""

import re

from assistant.intents import Intent

PLAYS_A_PART = re.compile(
    r"\bjou(?:e|es|ez|ons) (?:le|un) role\b|(?:^|[.,;:!?] ?)fai(?:s|tes|sons) (?:semblant|comme si)\b"
    r"|\b(?:tu es|vous etes) (?:maintenant|desormais)\b"
    r"|\b(?:agis|agissez|comporte-toi) comme (?:le|la|un|une)\b"
    r"|\b(?:ignor|oubli)\w+ (?:toutes )?(?:tes|vos) (?:\w+ )?(?:consignes|instructions|regles|directives)\b"
    r"|\b(?:repet\w+|recopi\w+|affich\w+|montr\w+|donn\w+|imprim\w+|revel\w+|tradui\w+)\b.{0,40}"
    r"(?:\bmot pour mot\b.{0,30}\b(?:au-?dessus|ci-dessus|conversation|message)|\b(?:tes|vos|ton|votre|ta)\b"
    r" (?:instructions?|consignes?|directives?|configuration|parametres?|code source|reglages?))\b"
    r"|\b(?:prompt|instructions?|consignes?) (?:systeme|internes?|cachees?)\b"
)
NUMBERED = r"(?:copie|candidate?|eleve) (?:n°? ?|numero )?\d"
OF_A_CANDIDATE = re.compile(
    rf"\b(?:note|moyenne|mention|combien)\b.{{0,12}}\b(?:eue?s?|obtenue?s?|recue?s?)\b.{{0,40}}\b{NUMBERED}"
    rf"|\b(?:notes?|noms?|identite|prenoms?|mentions?) (?:de la|du|de l'|obtenue par l[ae]) ?{NUMBERED}"
    rf"|\b{NUMBERED}\d*\b.{{0,20}}\ba(?:vait|-t-(?:il|elle))? (?:eue?|obtenue?|recue?|prise?|fait) (?:combien"
    r"|quelle? (?:note|moyenne|mention))"
    rf"|\b(?:qui est|qui se cache derriere|comment s'appelle) (?:le |la |l')?{NUMBERED}"
)


def read(folded: str) -> Intent | None:
    if PLAYS_A_PART.search(folded):
        return Intent.INJECTION
    return Intent.OTHER_PERSON if OF_A_CANDIDATE.search(folded) else None
