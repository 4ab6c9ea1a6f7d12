"""The words by which circulars say that a date is a limit, an opening, or no time to keep at all."""

import re

LIMIT_BEFORE = re.compile(
    r"(?:au plus tard|avant|jusqu['’](?:au|à|a|en)|d['’]ici|dernier d[ée]lai|(?:date|heure"
    r"|jour) limite|limite"
    r"|date butoir|imp[ée]rativement|pass[ée](?: la date du)?|au-del[àa] d[ue]|pour)"
    r"(?:\s*:)?(?:\s+(?:est|reste|demeure))?(?:\s+(?:le|au|la|du|fix[ée]e?s?(?: au| le)?))?\s*[«\"(]?\s*$",
    re.IGNORECASE,
)
LIMIT_AFTER = re.compile(
    r"[\s,;(–-]*(?:inclus\w*[\s,(]*)?(?:au plus tard|derni(?:er|ère) (?:d[ée]lai|limite)|d[ée]lai de rigueur"
    r"|terme de rigueur|date limite|date butoir)\b",
    re.IGNORECASE,
)
STRICTLY_BEFORE = re.compile(r"(?<!plus tard )\bavant(?:\s+(?:le|la date du))?\s*$", re.IGNORECASE)
OPENING_BEFORE = re.compile(
    r"(?:[àa] compter d[ue]|[àa] partir d[ue]|d[èe]s|depuis|[àa] dater d[ue])(?:\s+le)?\s*$", re.IGNORECASE
)
OPENING_VERB = re.compile(
    r"\b(?:ouvert[es]*|ouvre(?:nt)?|ouverture|disponibles?|mis(?:es?)? (?:[àa] (?:la "
    r"|leur )?disposition|en ligne)"
    r"|mise en ligne|accessibles?|t[ée]l[ée]chargeables?|commence(?:nt|ra|ront)?|d[ée]bute(?:nt|ra|ront)?"
    r"|d[ée]marre(?:nt|ra|ront)?|dispos(?:e|ent|eront) de (?:leurs?|ses|son)"
    r"|entre(?:nt)? en (?:vigueur|application))\b",
    re.IGNORECASE,
)
OPENING_LABEL = re.compile(
    r"\b(?:d[ée]buts?|ouvertures?|[àa] partir|mises? [àa] disposition|mises? en ligne"
    r"|entr[ée]e en vigueur)\b",
    re.IGNORECASE,
)
LIMIT_LABEL = re.compile(
    r"\b(?:fins?|fermeture|cl[ôo]ture|limites?|achev[ée]e?s?|termin[ée]e?s?|retour|dernier|derni[èe]re"
    r"|avant|au plus tard|remise|validation|[ée]ch[ée]ances?|butoir)\b",
    re.IGNORECASE,
)
LIMIT_VERB = re.compile(
    r"\b(?:est|sont|sera|seront|doit [êe]tre|doivent [êe]tre) (?:\w+ment )?"
    r"(?:clos|close|closes|cl[ôo]tur[ée]e?s?|achev[ée]e?s?|ferm[ée]e?s?|termin[ée]e?s?)\b"
    r"|\bse termin(?:e|ent|era|eront)\b"
    r"|\bfini(?:t|ssent|ra|ront)\b|\bpren(?:d|nent|dra|dront) fin\b|\bs['’]ach[èe]v\w+"
    r"|\bexpir(?:e|ent|era)\b"
    r"|\bferm(?:e|ent|era|eront)\b|\b(?:doivent|doit) (?:avoir )?(?:[êe]tre )?(?:\w+ment )?"
    r"(?:rendu|remis|d[ée]pos[ée]|transmis|saisi|valid[ée]|retourn[ée]|rest[ée]|envoy[ée]|parvenir)\w*",
    re.IGNORECASE,
)
# "débutent le 22 juin et prennent fin le 1er juillet": what stands between the two days of one window.
ENDS_A_WINDOW = re.compile(
    r"^[\s,;]*(?:(?:et|puis|pour)\s+)?(?:elles?\s+|ils?\s+)?(?:jusqu['’]au|s['’]ach[èe]v\w+"
    r"|ferm\w+|pren\w+ fin"
    r"|se termin\w+|(?:est|sont) (?:clos|ferm)\w+|finissent|finit)\s*(?:le|au)?\s*$",
    re.IGNORECASE,
)
# A date that names another text, or the day on which this one was signed, is not a deadline.
REFERENCE_BEFORE = re.compile(
    r"(?:(?:n[°º]\s*)?[A-Z]*[\d/._-]+(?: bis| ter)?\s+(?:du|en date du)"
    r"|(?:circulaires?|notes?|arr[êe]t[ée]s?|d[ée]crets?|textes?|bulletins?|BO(?:EN)?|JO|charte|lois?|courriers?"
    r"|celles?|ceux|rectificatifs?|instructions?|m[ée]mentos?|messages?|versions?)"
    r"[^.;\n]{0,40}?\s(?:du|en date du|(?:diffus|publi|envoy|sign|adress|transmis|communiqu)\w* le)"
    r"|^\W*[A-ZÀ-Ý][\w’']*(?:[ -][\w’']+){0,4},\s*le|mise [àa] jour\s*:?|parue? (?:au|le)"
    r"|dat[ée]e?s? du|session d[ue'’]\w*)\s*$",
    re.IGNORECASE,
)
_NUMBERED = (
    r"(?:\d+|un[e]?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt(?:-quatre)?|trente"
    r"|quarante-huit|soixante(?:-douze)?|quatre-vingt-seize)"
)
_UNIT = (
    r"(?:h(?:eures?)?|jours?(?: (?:ouvr(?:[ée]s|ables)|francs?|calendaires?))?|journ[ée]es?"
    r"|semaines?|quinzaines?"
    r"|mois|ans?|ann[ée]es?)\b"
)
_SPAN = rf"{_NUMBERED}[\s\u00a0]*{_UNIT}"
DURATION = re.compile(
    rf"\b(?:conserv\w+|gard[ée]\w*|archiv\w+|valables?|valide|tenu\w*|consultables?)\b[^.;]{{0,60}}?\b(?:{_SPAN})",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    rf"\bsous[\s\u00a0]+(?:un d[ée]lai (?:de |d['’]))?{_SPAN}"
    rf"|\bdans (?:les (?:premi[èe]res? )?|(?:un|le) d[ée]lai (?:maximal |maximum )?(?:de |d['’])"
    rf"|la limite (?:de |d['’]))"
    rf"[\s\u00a0]*{_SPAN}"
    rf"|\b{_SPAN}[\s\u00a0]+(?:au (?:plus tard|moins|plus|maximum)[\s\u00a0]+)?"
    r"(?:apr[èe]s|avant|suivant|[àa] compter|[àa] partir|[àa] l['’]avance)\b"
    rf"|\bdispos\w+ (?:\w+ )?(?:de |d['’]un d[ée]lai (?:de |d['’]))[\s\u00a0]*{_SPAN}"
    r"|\b(?:le|du) jour m[êe]me\b|\ble soir m[êe]me\b|\ble dernier jour (?:d|avant)|\bdans la journ[ée]e\b"
    r"|\b(?:le (?:sur)?lendemain|la veille|l['’]avant-veille) (?:d|avant|au plus tard)"
    r"|\b(?:saisi|report|transmi|remi|envoy|d[ée]pos|valid|sign"
    r"|rend)\w*\b[^.;]{0,60}\ble jour d[eu] (?:l['’])?\w"
    r"|\bde l['’]ann[ée]e suivante\b"
    rf"|\bchaque (?:soir|jour|matin)[^.;]{{0,20}} avant\b|\bd[ée]lai de rigueur\b|\bJ\s?[+-]\s?\d+\b",
    re.IGNORECASE,
)
DURATION_HEADER = re.compile(r"\bdur[ée]e|\btemps\b|\bd[ée]lai|nombre d[’']heures", re.IGNORECASE)
# Its hour is that of the relative day: "le jour même, avant 22 h".
WITH_AN_HOUR = re.compile(r"m[êe]me$|chaque|dernier jour|lendemain|veille", re.IGNORECASE)
# The hours and days on which somebody answers the telephone bind nobody.
TELEPHONE = re.compile(r"\b0\d(?:[\s\u00a0.]\d\d){4}\b")
AT_THE_LATEST = re.compile(r"\bau plus tard\b|\bjusqu['’]", re.IGNORECASE)
SAME_DAY = re.compile(r"\b(?:jour|soir) m[êe]me\b", re.IGNORECASE)
# What someone may obtain "sous cinq jours" is a promise of the office, not a time to keep.
PROMISE = re.compile(r"\bpeu(?:t|vent)\b.*\bsous$", re.IGNORECASE)
PAPER_HEADER = re.compile(r"[ée]preuves?\b", re.IGNORECASE)
DATE_HEADER = re.compile(r"(?:dates?|jours?|horaires?)\b", re.IGNORECASE)
# An hypothesis ("si la panne dure plus de deux heures") or a rule told again is no deadline of this text.
# "jusqu'au 31 août de l'année suivante": of which year, the event says.
OF_ANOTHER_YEAR = re.compile(
    r"\s+(?:de l['’]ann[ée]e (?:suivante|d['’]apr[èe]s)|de chaque ann[ée]e)", re.IGNORECASE
)
HYPOTHESIS = re.compile(r"^\s*(?:si|lorsque|quand|en cas de)\b[^,]*$", re.IGNORECASE)
RECALLED = re.compile(r"d[ée]lai[^.;]{0,40}(?:fix[ée]|pr[ée]vu|d[ée]compt)", re.IGNORECASE)
