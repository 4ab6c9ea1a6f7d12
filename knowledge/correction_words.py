"""How texts word a correction: "au lieu de … lire …", "la section 3 est remplacée par …"."""

import re

QUOTED_SUBJECT = re.compile(
    r"[«\"“][\s\u00a0]*(?P<old>[^»\"”]{2,300}?)[\s\u00a0]*[»\"”]"
    r"[^.;«»]{0,80}?\b(?:est|sont) remplac[ée]e?s? par[^.;«»]{0,60}?"
    r"[«\"“][\s\u00a0]*(?P<new>[^»\"”]{2,300}?)[\s\u00a0]*[»\"”]",
    re.IGNORECASE,
)
INSTEAD = re.compile(
    r"au lieu de[\s\u00a0]*:?[\s\u00a0]*[«\"“][\s\u00a0]*(?P<old>[^»\"”]{2,300}?)[\s\u00a0]*[»\"”]"
    r"[^«»\"“”]{0,40}?\b(?:lire|lisez)[\s\u00a0]*:?"
    r"[\s\u00a0]*[«\"“][\s\u00a0]*(?P<new>[^»\"”]{2,300}?)[\s\u00a0]*[»\"”]",
    re.IGNORECASE,
)
# "Lire « … » au lieu de « … »": the new words come first.
REVERSED = re.compile(
    r"\b(?:lire|lisez)[\s\u00a0]*:?[\s\u00a0]*[«\"“][\s\u00a0]*(?P<new>[^»\"”]{2,300}?)[\s\u00a0]*[»\"”]"
    r"[\s\u00a0,]*(?:au lieu de|et non(?: pas)?|[àa] la place de)[\s\u00a0]*:?[\s\u00a0]*"
    r"[«\"“][\s\u00a0]*(?P<old>[^»\"”]{2,300}?)[\s\u00a0]*[»\"”]",
    re.IGNORECASE,
)
# "Remplacer « … » par « … »"
ORDERED = re.compile(
    r"\bremplacer[\s\u00a0]*:?[^«»\"“”.;]{0,40}[«\"“][\s\u00a0]*(?P<old>[^»\"”]{2,300}?)[\s\u00a0]*[»\"”]"
    r"[\s\u00a0,]*par[\s\u00a0]*:?[^«»\"“”.;]{0,40}[«\"“][\s\u00a0]*(?P<new>[^»\"”]{2,300}?)[\s\u00a0]*[»\"”]",
    re.IGNORECASE,
)
REPLACED = re.compile(
    r"\W*(?:\d+[.)]\s*)?(?:les (?:dispositions|termes|alin[ée]as) (?:de |des |du )?)?(?:la |les? |l['’])?"
    r"(?P<kind>sections?|points?|articles?|paragraphes?|chapitres?|§|annexes?)[\s\u00a0]+(?:n[°º]\s*)?"
    r"(?P<names>(?:\d+(?:\.\d+)*|[A-Z]\b)(?:(?:\s*,\s*|\s+et\s+)(?:\d+(?:\.\d+)*|[A-Z]\b))*)"
    r"[^.;«]{0,160}?\b(?:est|sont)(?: [\w’']+ment)? (?:annul|remplac|abrog|supprim)\w+",
    re.IGNORECASE,
)
