"""A message that seems to ask no rule, and may: the texts are asked before it is led away."""

import re

from assistant import hearsay, matters, referrals
from assistant.answers import Act, Answer, Status
from assistant.asking import is_question
from assistant.intents import MY_DATA, REPLIES, Intent
from assistant.understanding import Understood
from assistant.words import fold, spelled_out

# Up to this sureness of the reader, a text that answers wins over what the reader made of a question.
# Not here: injection, somebody else, abuse. Those never reach the texts.
YIELDS: dict[Intent, float] = {
    Intent.OUT_OF_SCOPE: 0.85,
    Intent.REFERRAL: 0.65,
    Intent.HUMAN: 0.7,
    Intent.FEEDBACK: 0.75,
    Intent.REPORT_CONNECTIVITY: 0.75,
    Intent.REPORT_SCAN: 0.75,
    Intent.GREET: 0.6,
    Intent.THANKS: 0.6,
    **dict.fromkeys(MY_DATA - {Intent.TICKETS, Intent.DEADLINES}, 0.8),
    **dict.fromkeys(REPLIES, 0.6),
}
# Told rather than asked, it must be far from sure.
TOLD_SHARE = 0.6
# The nouns of a question that no passage found says, by weight: there is no text about the last metro.
STRANGE = 0.35
DOUBTFUL = 0.5  # sureness of the reader below which « not my field » is not said
# What holds, what one may, what follows: the rule of what is hers. "Est-il verrouillé ?" only reads it.
WHAT_HOLDS = re.compile(
    r"\b(?:trop tard|encore (?:le temps|possible|valable|recevable|validable)|oblige\w*|droit (?:a|de|d')"
    r"|normal|grave|autant (?:ne pas|que)|bonne idee|faut|dois|doit|devoir|doivent|devrai\w*|puis[- ]je"
    r"|je peux|peut|consequences?|(?:il|on|je) risque|se passe|devien\w+|fais quoi|que faire|pour quand"
    r"|maximum|minimum|au plus|au moins|sous combien|en combien|combien de (?:temps|jours|copies dans)"
    r"|delais?|plafond|dernier carat|avant quand|qui (?:tranche|decide|verrouille|valide|signe|paie|previent)"
    r"|c'est (?:a )?(?:moi|qui)|par quel\w*|a quelle adresse|(?:ca|il|elle) compte|paye\w*|vraiment"
    r"|recommenc\w+|demander|changer)\b"
)


def may_ask_a_rule(understood: Understood) -> bool:
    """Whether the texts are worth asking before the message is taken as it was read."""
    intent, limit = understood.intent, YIELDS.get(understood.intent)
    if limit is None or understood.entities.references:
        return False
    if matters.asks_of_absence(understood.text):
        return True
    folded = fold(spelled_out(understood.text))
    if intent in MY_DATA:
        # What somebody else holds to be so is a rule, even of what is hers.
        quoted = hearsay.without_source(understood.text) != understood.text.strip()
        return (quoted or understood.confidence < limit) and bool(WHAT_HOLDS.search(folded))
    if intent is Intent.REFERRAL and not referrals.is_named(understood.text):
        return True  # nothing in it says who would decide: « puis-je corriger sur mon téléphone ? »
    asks = intent in (Intent.OUT_OF_SCOPE, Intent.REFERRAL) or is_question(folded)
    return understood.confidence < (limit if asks else limit * TOLD_SHARE)


def settles(rule: Answer, understood: Understood) -> bool:
    """Whether the texts had something to say: an answer, a question back, or whose text it is."""
    found = rule.grounds.features if rule.grounds else {}
    if understood.intent is Intent.OUT_OF_SCOPE and found.get("unnamed", 0.0) > STRANGE:
        return False
    if _is_loosely_led_away(understood):
        return True  # an honest « aucun texte » rather than turned away
    told = (Status.OTHER_SCOPE, Status.CONFLICTING_TEXTS)
    return rule.act in (Act.ANSWER, Act.CLARIFY) or rule.status in told


def _is_loosely_led_away(understood: Understood) -> bool:
    """Whether it was taken for another field without sureness, or for a matter that it does not name."""
    if understood.intent is Intent.REFERRAL:
        return not referrals.is_named(understood.text)
    return understood.intent is Intent.OUT_OF_SCOPE and understood.confidence < DOUBTFUL
