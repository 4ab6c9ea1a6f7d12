"""What is never answered, and who decides instead."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import matters
from assistant.answers import Act, Action, Answer, Route, Status
from assistant.replies import SOMEBODY, say
from assistant.understanding import Exchange
from assistant.words import fold, spelled_out
from ticketing.vocabulary import Kind

# The first that matches speaks. Roles only: names and lines are the business of the directory.
TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"\bgrev\w*|debray\w*|preavis|boycott\w*|retrait sur salaire|retenue sur salaire|droit de retrait",
        (
            "Je ne conseille pas sur la grève ni sur ses suites.",
            "Votre chef d’établissement, le rectorat ou une organisation syndicale peuvent vous répondre.",
        ),
    ),
    (
        r"\bsanction\w*|\bblame\b|avertissement|disciplinaire|plainte|menac\w*|poursui\w*"
        r"|\b(?:je|on|qu'on|que) risque\w*|\brisque-t-(?:on|il)|\brefus\w* (?:de|d'aller) (?:corriger"
        r"|venir|convoc\w*)",
        (
            "Je ne me prononce pas sur les sanctions.",
            "Seule l’autorité académique en décide. Vous pouvez saisir le rectorat ou un syndicat.",
        ),
    ),
    (
        r"\btendinite|\bmalad\w*|\bdispens\w*|\bmedec\w*|docteur|medical\w*|enceinte|migraine\w*"
        r"|ophtalmo\w*|\barret\b|handicap\w*|sante"
        r"|ecrans?\b|mal au|douleur\w*",
        (
            "Je ne donne pas d’avis médical.",
            "Voyez votre médecin, puis prévenez votre chef d’établissement. Seul le recteur dispense de"
            " corriger.",
        ),
    ),
    (
        r"contest\w*|\brecours\b|\bappel\b|revis\w*|nouvelle correction|deuxieme correction|relecture"
        r"|renot\w*|remonter la note|changer (?:ma|sa|la) note",
        (
            "Je ne me prononce pas sur une note : le jury est souverain.",
            "Le candidat s’adresse au service des examens, pour une erreur matérielle seulement.",
        ),
    ),
)
MARKING = (
    "Je ne note pas et je ne dis pas comment noter une réponse.",
    "Le barème et les consignes de correction s’appliquent. En cas de doute, voyez votre coordonnateur"
    " ou l’IA-IPR.",
)
ASK_INSPECTION = Action(label="Demander à l’inspection", say=SOMEBODY.say)
# Without one of these, a question is not of how to mark.
OF_MARKING = re.compile(
    r"\b(?:not(?:er?|es|ez|ee?s?|ations?)|points?|baremes?|reponses?|(?:vaut|merit\w+|accept\w+|penalis\w*"
    r"|bonus|malus|orthographe|syntaxe|paraphras\w*)|fautes?|justes?|fauss?e?s?"
    r"|hors[ -]sujet|plagi\w+|trich\w+|je (?:lui )?(?:mets?|donne|enleve|retire)|devoirs?)\b"
)
# What no text about something else may seem to answer.
NEVER_IMPROVISED = tuple(re.compile(pattern) for pattern, _ in TOPICS[:2])
# Somebody decides, and often a text says who: it is asked first.
DECIDED = re.compile(
    r"\b(?:tendinite|malad\w*|medec\w*|medical\w*|arret (?:de travail|maladie)|enceinte|dispens\w*"
    r"|contest\w*|recours)\b"
)
PATTERNS = tuple((re.compile(pattern), texts) for pattern, texts in TOPICS)


ABSENCE = (
    "Prévenez votre chef d’établissement dès que possible : le bureau des examens cherche qui vous remplace.",
    "Je peux lui transmettre votre absence d’ici.",
)
SAYS_ABSENCE = re.compile(
    r"\b(?:malad\w*|empech\w*|absen\w*|indisponib\w*|remplac\w*|arret (?:de|maladie))\b"
)


def of_absence(rule: Answer) -> Answer | None:
    """The rule with the way to tell an absence from here; None when it speaks of something else."""
    if rule.act is not Act.ANSWER or not SAYS_ABSENCE.search(fold(rule.sentences[0].text)):
        return None
    return replace(rule, actions=(matters.ABSENT, *rule.actions))


def instead_of(text: str, rule: Answer) -> Answer | None:
    """Who decides, when the texts do not say it of this very thing; None when nothing is referred."""
    if matters.asks_of_absence(text):
        return of_absence(rule) or refer(text)
    folded, said = fold(spelled_out(text)), fold(" ".join(one.text for one in rule.sentences))
    for pattern in NEVER_IMPROVISED:
        if pattern.search(folded):
            return None if rule.act is Act.ANSWER and pattern.search(said) else refer(text)
    return refer(text) if rule.act is Act.ABSTAIN and DECIDED.search(folded) else None


def is_named(text: str) -> bool:
    """Whether a message says of itself what is not answered here: marking, health, a sanction, a contest."""
    folded = fold(spelled_out(text))
    return bool(OF_MARKING.search(folded)) or any(pattern.search(folded) for pattern, _ in PATTERNS)


def refer(text: str) -> Answer:
    """Who decides; marking a given answer when nothing else is recognised."""
    if matters.asks_of_absence(text):
        either = (matters.ABSENT, SOMEBODY)
        return say(Act.HANDOFF, Route.REFERRAL, Status.ESCALATED, *ABSENCE, actions=either)
    folded = fold(spelled_out(text))
    texts = next((texts for pattern, texts in PATTERNS if pattern.search(folded)), MARKING)
    actions = (ASK_INSPECTION if texts is MARKING else SOMEBODY,)
    return say(Act.HANDOFF, Route.REFERRAL, Status.ESCALATED, *texts, actions=actions)


def matter(exchanges: Sequence[Exchange]) -> Kind | None:
    """What the last word of the assistant sent her to somebody for, when that decides who reads it."""
    return Kind.MARKING if exchanges and MARKING[0] in exchanges[-1][1] else None
