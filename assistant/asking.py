"""How French asks, on folded text: a question, leave, a limit, what follows from something."""

import re

ASKING = re.compile(
    r"\b(?:comment|pourquoi|combien|quand|quoi|qu'est-ce|est-ce|lequel|laquelle|lesquel\w+|auquel"
    r"|auxquels|quels?|quelles?)\b"
    r"|\b(?:a|de|par|sous|pour|vers|avec|chez|prevenir|prevenez|previent|contacter|appeler"
    r"|alerter)\s+(?:qui|quoi|quels?|quelles?)\b"
    r"|^(?:et |bon,? |alors,? |mais )?(?:que|qui|ou|quel|qu')\b|\bou (?:est|sont|se|faut|dois|doit|puis"
    r"|trouver|peut|taper|aller)\b"
    r"|\b(?:faut|peut|doit|puis|dois|est|sont|peuvent|doivent|existe|y a|a|ont|fait|sera|seront|va|vont"
    r"|dit|prevoit|compte|suffit)"
    r"-(?:t-)?(?:il|elle|on|je|ils|elles|ce)\b|\b\w+(?:t|d)-(?:il|elle|on|ils|elles)\b|\w+-(?:je|t-il"
    r"|t-elle|t-on)\b"
)
MAY_I = re.compile(
    r"\bje (?:peux|dois|continue|fais|mets|demande|laisse|corrige quand)\b.*\?|\bje fais (?:quoi"
    r"|comment)|\bque faire|\ba-t-on\b|\bon fait quoi"
    r"|\bqui dois-je|\bdans quel cas|\ben cas d[e']|\bquelle (?:est la )?(?:procedure|demarche|consigne"
    r"|regle|marche)|\bquelle demarche"
)
ASKS_LEAVE = re.compile(r"\b(?:puis-je|peut-on|dois-je|doit-on|faut-il|a(?:i-je|-t-on) (?:le )?droit)\b")
# "Jusqu'à quand valider mon état de frais ?" speaks of hers and asks for the rule.
ASKS_THE_LIMIT = re.compile(
    r"\b(?:dates? limites?|jusqu'a quand|jusqu'a quelle|avant (?:quand|quelle?)|dernier (?:jour|delai)"
    r"|delais?|comment|que faire|renouvel\w+)\b"
)
# "Combien de copies par lot ?", "qui verrouille le lot ?": of any lot, hers or not.
OF_ANY = re.compile(
    r"^\W*qui (?!suis)|\b(?:par|pour un|dans un|d'un|chaque) (?:lots?|paquets?|correct\w+|mission)\b"
)
# The same words may tell where hers stands: they yield to a reader that has no doubt.
RULE_OF_MINE = re.compile(
    r"\b(?:peux|puis|peut|possible|possibilite|droit)\b.*\b(?:corrig|modifi|rectifi|rouvr|valid|declar"
    r"|annul|chang|revenir|deverrouill)"
    r"|\b(?:possible|trop tard)\W*$|\b(?:manipulation|etape|demarche|operation|manoeuvre"
    r"|quelque chose a faire)\b|faire (?:ensuite|apres|de plus)"
)
# Who decides is not asked by when or where.
WHEN_OR_WHERE = re.compile(r"^\W*(?:quand|ou|a quelle heure|quel jour|(?:a |avant )?quelle date)\b")
FORMAL = re.compile(r"\b(?:quels?|quelles?|comment|combien|quand|pourquoi)\b")


# "C'était n'importe quoi", "n'importe comment": an asking word that asks nothing.
NO_ASKING = re.compile(r"\bn'importe (?:quoi|qui|comment|ou|quand|quel\w*|lequel|laquelle)\b")


def is_question(folded: str) -> bool:
    folded = NO_ASKING.sub(" ", folded)
    return bool(ASKING.search(folded) or MAY_I.search(folded) or folded.rstrip().endswith("?"))


def asks_a_rule(folded: str) -> bool:
    """Asks how or whether, in general: "par quel moyen le signaler ?" reports nothing."""
    return bool(ASKING.search(folded) or MAY_I.search(folded))
