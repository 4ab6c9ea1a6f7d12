"""What is said without a text, a form or a backend: greetings, refusals, calm."""

import re
from collections.abc import Callable

from assistant import about_us, hearsay, people, sighs
from assistant.answers import Act, Action, Answer, Route, Status
from assistant.intents import MY_DATA, Intent
from assistant.replies import SOMEBODY, say
from assistant.understanding import SURE_ENOUGH, Understood
from assistant.words import fold, spelled_out

# What is known of a person here, asked of somebody who is named.
OF_SOMEBODY = re.compile(
    r"\b(?:combien|ou en (?:est|sont)|avance\w*|retard|reste\w*|quels?|quelles?|quoi|fini\w*|corrig\w*"
    r"|liste\w*)\b"
    r".*\b(?:lots?|paquets?|copies?|missions?|frais|notes?)\b"
    r"|\b(?:lots?|paquets?|copies?|missions?|frais|notes?)\b.*\b(?:combien|ou en|avance\w*|retard"
    r"|reste\w*|fini\w*)\b"
)
# « Bonjour Mme Martin, quel code… » : who is greeted is not who is asked about.
ADDRESSED = re.compile(
    r"^\W*(?:bonjour|bonsoir|salut|merci|ch[eè]re?)\W+(?:mme|mlle|m\.|madame|monsieur|mr)\s+[\w’'-]+", re.I
)
FORGET = re.compile(
    r"^\W*(?:(?:bon|non|ok|finalement)\W+)*(?:oubli(?:ez|e|er|ons)\b(?: (?:ca|cela|tout|tout ca"
    r"|ce que j'ai dit|ma question"
    r"|cette question))?|(?:on )?repart\w* (?:de zero|a zero)|changeons de sujet|on change de sujet)\W*$"
)
REPORT = Action(label="Signaler une page", say="Je veux signaler une page mal numérisée")


def greet() -> Answer:
    return _small(
        Act.GREET,
        "Bonjour. Je suis l’assistant automatique de la correction des examens.",
        "Je réponds avec les circulaires, je lis vos lots et je transmets vos signalements.",
    )


def thank() -> Answer:
    return _small(Act.ACK, "Avec plaisir. Je reste à votre disposition.")


def nothing_open(intent: Intent) -> Answer:
    """A yes, a no, a correction, when nothing was asked."""
    if intent in (Intent.DENY, Intent.CANCEL):
        return _small(Act.ACK, "C’est entendu : rien n’est en cours.")
    return say(
        Act.CLARIFY,
        Route.SMALLTALK,
        Status.CLARIFICATION,
        "Rien n’est en cours. Posez votre question, ou décrivez la page à signaler.",
        actions=(REPORT, SOMEBODY),
    )


def calm() -> Answer:
    return say(
        Act.DEESCALATE,
        Route.ABUSE,
        Status.REFUSED,
        "Je comprends votre agacement. Dites-moi ce qui bloque, je cherche avec vous.",
        "Un agent peut aussi prendre le relais.",
        actions=(SOMEBODY,),
    )


def refuse_injection() -> Answer:
    return say(
        Act.REFUSE,
        Route.OUT_OF_SCOPE,
        Status.REFUSED,
        "Je ne peux pas faire cela. Je réponds sur la correction des examens, avec vos propres droits.",
    )


def refuse_other_person() -> Answer:
    """The same words whether the person, the copy or the mark exists or not."""
    return say(
        Act.REFUSE,
        Route.OUT_OF_SCOPE,
        Status.REFUSED,
        "Je ne donne rien sur une autre personne, ni sur l’identité ou la note d’un candidat.",
    )


def is_about_another(understood: Understood) -> bool:
    """Somebody is named and it is her lot, her copies or her pay that are asked about."""
    asked_as_ones_own = understood.intent in (*MY_DATA, Intent.PROCEDURE)
    asked = ADDRESSED.sub("", hearsay.without_source(understood.text))
    named = bool(people.TITLED.search(asked))
    return asked_as_ones_own and named and bool(OF_SOMEBODY.search(fold(asked)))


def out_of_scope() -> Answer:
    return say(
        Act.OUT_OF_SCOPE,
        Route.OUT_OF_SCOPE,
        Status.REFUSED,
        "Cette question sort de mon domaine : la correction des examens.",
        "Je peux vous aider sur les circulaires, vos lots, vos missions ou une page à signaler.",
    )


def asks_to_forget(text: str) -> bool:
    return bool(FORGET.match(fold(spelled_out(text))))


def at_once(understood: Understood) -> tuple[Answer, Intent] | None:
    """What needs neither a form, the texts nor the backend."""
    text = understood.text
    insulted = understood.intent is Intent.ABUSE and understood.confidence >= SURE_ENOUGH
    if not insulted and (of_us := about_us.answer(text)):
        return of_us, Intent.GREET
    if sighs.is_one(text):
        return heard(), Intent.CORRECT
    return (forgot(), Intent.CANCEL) if asks_to_forget(text) else None


def heard() -> Answer:
    """After a sigh."""
    return _small(
        Act.ACK, "Je comprends, les corrections sont longues.", "Dites-moi si quelque chose vous bloque."
    )


def forgot() -> Answer:
    """What was said before is not leaned on any more; the thread itself stays hers to erase."""
    return _small(Act.ACK, "C’est oublié : je repars de zéro.", "Que puis-je faire pour vous ?")


def cancelled(route: Route) -> Answer:
    return say(
        Act.TICKET_CANCELLED,
        route,
        Status.FORM,
        "C’est annulé : rien n’est enregistré ni transmis.",
    )


SAID: dict[Intent, Callable[[], Answer]] = {
    Intent.GREET: greet,
    Intent.THANKS: thank,
    Intent.ABUSE: calm,
    Intent.INJECTION: refuse_injection,
    Intent.OTHER_PERSON: refuse_other_person,
    Intent.OUT_OF_SCOPE: out_of_scope,
}


def _small(act: Act, *texts: str) -> Answer:
    return say(act, Route.SMALLTALK, Status.ANSWERED, *texts)
