"""The département that a question names, and the académie that it belongs to.

Code de l’éducation, article R. 222-2: the districts of the académies.
"""

import re

from knowledge.vocabulary import fold

_OF = {
    "Aix-Marseille": "04 Alpes-de-Haute-Provence, 05 Hautes-Alpes, 13 Bouches-du-Rhône, 84 Vaucluse",
    "Amiens": "02 Aisne, 60 Oise, 80 Somme",
    "Besançon": "25 Doubs, 39 Jura, 70 Haute-Saône, 90 Territoire de Belfort",
    "Bordeaux": "24 Dordogne, 33 Gironde, 40 Landes, 47 Lot-et-Garonne, 64 Pyrénées-Atlantiques",
    "Clermont-Ferrand": "03 Allier, 15 Cantal, 43 Haute-Loire, 63 Puy-de-Dôme",
    "Corse": "2a Corse-du-Sud, 2b Haute-Corse",
    "Créteil": "77 Seine-et-Marne, 93 Seine-Saint-Denis, 94 Val-de-Marne",
    "Dijon": "21 Côte-d'Or, 58 Nièvre, 71 Saône-et-Loire, 89 Yonne",
    "Grenoble": "07 Ardèche, 26 Drôme, 38 Isère, 73 Savoie, 74 Haute-Savoie",
    "Lille": "59 Nord, 62 Pas-de-Calais",
    "Limoges": "19 Corrèze, 23 Creuse, 87 Haute-Vienne",
    "Lyon": "01 Ain, 42 Loire, 69 Rhône",
    "Montpellier": "11 Aude, 30 Gard, 34 Hérault, 48 Lozère, 66 Pyrénées-Orientales",
    "Nancy-Metz": "54 Meurthe-et-Moselle, 55 Meuse, 57 Moselle, 88 Vosges",
    "Nantes": "44 Loire-Atlantique, 49 Maine-et-Loire, 53 Mayenne, 72 Sarthe, 85 Vendée",
    "Nice": "06 Alpes-Maritimes, 83 Var",
    "Normandie": "14 Calvados, 27 Eure, 50 Manche, 61 Orne, 76 Seine-Maritime",
    "Orléans-Tours": "18 Cher, 28 Eure-et-Loir, 36 Indre, 37 Indre-et-Loire, 41 Loir-et-Cher, 45 Loiret",
    "Poitiers": "16 Charente, 17 Charente-Maritime, 79 Deux-Sèvres, 86 Vienne",
    "Reims": "08 Ardennes, 10 Aube, 51 Marne, 52 Haute-Marne",
    "Rennes": "22 Côtes-d'Armor, 29 Finistère, 35 Ille-et-Vilaine, 56 Morbihan",
    "Strasbourg": "67 Bas-Rhin, 68 Haut-Rhin",
    "Toulouse": (
        "09 Ariège, 12 Aveyron, 31 Haute-Garonne, 32 Gers, 46 Lot, 65 Hautes-Pyrénées, 81 Tarn, "
        "82 Tarn-et-Garonne"
    ),
    "Versailles": "78 Yvelines, 91 Essonne, 92 Hauts-de-Seine, 95 Val-d'Oise",
}
_PAIRS = tuple(
    (number, name, academy)
    for academy, listed in _OF.items()
    for number, name in (one.split(" ", 1) for one in listed.split(", "))
)
_BY_NAME = {fold(name).replace("-", " "): academy for _, name, academy in _PAIRS}
_NAMES = {number: name for number, name, _ in _PAIRS}
_BY_NUMBER = {number: academy for number, _, academy in _PAIRS} | {
    "75": "Paris", "971": "Guadeloupe", "972": "Martinique", "973": "Guyane", "974": "La Réunion",
    "976": "Mayotte",
}  # fmt: skip
# Also ordinary words: they name a département with their capital only.
_ORDINARY = frozenset({"nord", "lot", "manche", "loire", "somme", "cher", "var", "creuse", "landes", "orne"})
_NAMED = re.compile(
    r"(?:\b(?:dans|pour|de|a|en)(?: l[ae]s?)? |\bdu |\bdes |\bl')(?P<name>"
    + "|".join(
        re.sub(r"[ -]", "[- ]", re.escape(fold(name)).replace(r"\-", "-").replace(r"\ ", " "))
        for _, name, _ in sorted(_PAIRS, key=lambda pair: -len(pair[1]))
    )
    + r")\b(?![- ]\d)"
)
# From 32 on, a number cannot be a day: « dans le 92 », « (92) ».
_NUMBERED = re.compile(
    r"(?:\bdepartement (?:du |de la |de l')?(?P<any>\d\d|2[ab]|97[1-6])"
    r"|\b(?:dans|pour) le (?P<high>3[2-9]|[4-9]\d|97[1-6]))\b"
    r"(?! ?(?:%|€|copies?|eleves?|candidats?|e\b))"
)


def department_names_in(question: str) -> list[str]:
    """The name of each département that a question gives by its number: its rows have the name."""
    numbers = (match["any"] or match["high"] for match in _NUMBERED.finditer(fold(question)))
    return [_NAMES[number] for number in numbers if number in _NAMES]


def departments_in(question: str) -> list[tuple[int, int, str]]:
    """Start, end and académie of each département that a question names, in order."""
    folded = fold(question)
    found = []
    for match in _NAMED.finditer(folded):
        start, end = match.span("name")
        name = match["name"].replace("-", " ")
        if name not in _ORDINARY or question[start].isupper():
            found.append((start, end, _BY_NAME[name]))
    for match in _NUMBERED.finditer(folded):
        group = "any" if match["any"] else "high"
        if match[group] in _BY_NUMBER:
            found.append((*match.span(group), _BY_NUMBER[match[group]]))
    return sorted(found)
