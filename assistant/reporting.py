""" "Comment je signale une page illisible ?": the rule when a text says it, and the report from here."""

import re
from dataclasses import replace

from assistant.answers import Act, Answer, Sentence
from assistant.decisions import Step
from assistant.french import typeset
from assistant.small_talk import REPORT
from assistant.words import fold, spelled_out

HOW_TO = re.compile(
    r"\b(?:comment|ou|a qui|de quelle (?:maniere|facon)|par quel moyen|faut-il|puis-je|je (?:peux|dois))\b"
    r".{0,40}\b(?:signal\w+|remonter|declarer|prevenir|avertir)\b"
)
A_PAGE = re.compile(r"\b(?:pages?|copies?|scans?|numerisation|feuilles?)\b")
# What a text says when it is about reporting.
SAYS_HOW = re.compile(r"\b(?:signal\w*|messagerie|alert\w*|prevenir|previen\w*|avert\w*|assistance)\b")
FROM_HERE = "Je peux aussi l’envoyer d’ici : dites-moi le lot, la copie et la page."


def asks_how(text: str, *, has_defect: bool) -> bool:
    folded = fold(spelled_out(text))
    return has_defect and bool(HOW_TO.search(folded) and A_PAGE.search(folded))


def with_rule(rule: Answer, form: Step) -> Step:
    """The words of the text when it says how to report; else the report is begun at once."""
    said = " ".join(sentence.text for sentence in rule.sentences)
    if rule.act is not Act.ANSWER or not SAYS_HOW.search(fold(said)):
        return form
    here = Sentence(typeset(FROM_HERE))
    return Step(replace(rule, sentences=(*rule.sentences, here), actions=(REPORT, *rule.actions)))
