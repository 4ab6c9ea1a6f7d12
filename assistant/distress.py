"""Somebody who is not well: who helps is named, a person is offered; nothing is searched nor classified."""

import re
from enum import StrEnum

from assistant.answers import Act, Action, Answer, Route, Status
from assistant.replies import SOMEBODY, say
from assistant.words import fold, spelled_out


class Distress(StrEnum):
    """How grave it is; each has its own answer."""

    DANGER = "danger"  # a life, hers
    OF_ANOTHER = "of_another"  # a life, of somebody she reads or knows
    UNWELL = "unwell"
    HELP = "help"  # "au secours", and nothing more
    WORN_OUT = "worn_out"


# « En finir avec ce lot », « mourir de rire » speak of no death.
_END = r"en finir(?= *(?:$|[.,;:!?…]|pour de bon|avec (?:la vie|ma vie|tout\b(?! (?:le|les|ce))|moi)|et ))"
_DANGER = re.compile(
    r"\b(?:me|m'|moi) ?(?:suicid\w+|tuer|pendre|ouvrir les veines|foutre en l'air|flinguer"
    r"|jeter (?:sous|par|dans le vide)|supprimer\b(?! (?:la|le|les|un|mes|mon|ce|cette)\b)|faire du mal)"
    rf"|\b(?:envie|idee|besoin) (?:de |d')(?:mourir\b(?! de| d')|crever|disparaitre|{_END})"
    r"|\b(?:veux|voudrais|vais|prefere\w*|aimerais|pense a) (?:\w+ )?(?:mourir\b(?! de| d')|etre mort\w?\b)"
    r"|\b(?:plus|pas) (?:la |l')?(?:envie|aucune envie|gout|force) (?:de )?vivre|\bveux plus vivre"
    r"|\bplus (?:aucune )?(?:raison|gout) (?:de|a) (?:vivre|la vie)"
    r"|\bmettre fin a (?:mes jours|ma vie)|\bmon suicide\b|\bpens\w+ au suicide\b"
    r"|\b(?:idees|pensees) (?:noires|suicidaires|de mort)\b|^\W*(?:le )?suicide\W*$|\bsuis suicidaire"
    r"|\bj'en finis avec la vie|\bla vie (?:n'en )?vaut (?:pas|plus)"
)
_BARE_END = re.compile(rf"\b(?:veux|vais|voudrais|aimerais) (?:juste |vraiment )?{_END}")
_WORK = re.compile(
    r"\b(?:lots?|copies?|corrig\w+|correction|saisi\w*|baremes?|appli\w*|paquets?|missions?)\b"
)
_OF_ANOTHER = re.compile(
    r"\b(?:se|s') ?(?:suicid\w+|tuer|pendre|faire du mal)\b|\b(?:parle|evoque|menace"
    r"|pense)\w* (?:de |du |au )"
    r"(?:se )?suicid\w+|\b(?:mettre fin a|finir) (?:ses jours|sa vie)|\b(?:il|elle) veut mourir\b(?! de)"
)
_SOMEBODY = re.compile(r"\b(?:candidat\w?|eleve|collegue|copie|il|elle|quelqu'un|correct(?:eur|rice))\b")
_UNWELL = re.compile(
    r"\b(?:je me sens|je suis|je vais|j'vais) (?:vraiment |tres |si |trop "
    r"|super )*mal\b(?! (?:organis|paye|not|rembours"
    r"|inform|form|connect|install|a l'aise|plac|class))|\b(?:crises? d'|tres )angoiss\w*|\bje suis angoisse"
    r"|\b(?:en|fais une|suis en) depression\b|\bdeprim(?:e|ee)\b|\bje (?:fais que "
    r"|n'arrete pas de )?pleure\w*"
    r"|\bbord des larmes\b|\bcrises? de (?:larmes|nerfs|panique)\b|\bdetresse\b|\bgros coup de blues\b"
)
_HELP = re.compile(
    r"^\W*(?:(?:au secours|a l'aide|s ?o ?s|help|aidez[- ]moi|aide[- ]moi|svp|s'il vous plait"
    r"|je vous en supplie"
    r"|pitie|j'ai besoin d'aide)\W*)+$"
)
_WORN_OUT = re.compile(
    r"\bj(?:e n)?'? ?(?:n'? ?)?en peu[xt]? (?:vraiment |juste )?(?:plus|pu)\b|\bje craque\b"
    r"|\bau bout du rouleau\b"
    r"|\bsuis (?:\w+ )?(?:a bout\b|epuise|ereinte|extenue|lessive|submerge|au bout\b)|\bburn[- ]?out\b"
    r"|\bje (?:ne )?(?:dors|mange|tiens(?= (?:plus|pas)\b *(?:$|[.,!]|le coup))) (?:presque "
    r"|vraiment |quasi )?(?:plus|pas)\b|\bplus la force\b"
    r"|\bje (?:n'y arrive|vais pas y arriver|n'y arriverai|ne m'en sors) (?:plus|pas)\b(?= *$|[.!,])"
    r"|\bje m'ecroule|\bmort\w? de fatigue"
)
# What is told for the unions, or of a tool that fails, is what it says it is.
_TOLD_ELSEWHERE = re.compile(
    r"\b(?:syndica\w+|remont\w+|faites[- ]le savoir|tiens a le dire|se sache|santorin|centaurin|imagin"
    r"|lotanet|cyclades|plant\w*|ram(?:e|er|ent)\b|bug\w*|lent\w*|connect\w*|mot de passe|appli\w*"
    r"|logiciel)\b"
)
LISTEN = "Le 3114, numéro national de prévention du suicide, répond gratuitement, jour et nuit."
EMERGENCY = "En cas de danger immédiat, appelez le 15 ou le 112."
SERVICES = "Les services médicaux et sociaux de votre académie reçoivent aussi les personnels, en confidence."
MACHINE = "Je suis un assistant automatique, mais des personnes peuvent vous aider."
DEADLINES = Action(label="Mes échéances", say="Quelles sont mes échéances ?")


def read(text: str) -> Distress | None:
    """What a message tells of its writer's state; None for nearly all messages."""
    folded = fold(spelled_out(text))
    if _DANGER.search(folded) or (_BARE_END.search(folded) and not _WORK.search(folded)):
        return Distress.DANGER
    if _OF_ANOTHER.search(folded) and _SOMEBODY.search(folded):
        return Distress.OF_ANOTHER
    if _HELP.match(folded):
        return Distress.HELP
    if _TOLD_ELSEWHERE.search(folded):
        return None
    if _UNWELL.search(folded):
        return Distress.UNWELL
    return Distress.WORN_OUT if _WORN_OUT.search(folded) else None


def is_grave(text: str) -> bool:
    """A life in danger: the words are not kept with the turn."""
    return read(text) in (Distress.DANGER, Distress.OF_ANOTHER)


def answer(state: Distress) -> Answer:
    texts, actions = SAID[state]
    return say(Act.HANDOFF, Route.HUMAN, Status.ESCALATED, *texts, actions=actions)


SAID: dict[Distress, tuple[tuple[str, ...], tuple[Action, ...]]] = {
    Distress.DANGER: (
        (
            "Ce que vous écrivez compte plus que toute correction.",
            MACHINE,
            LISTEN,
            EMERGENCY,
            SERVICES,
            "Un agent de l’assistance peut aussi vous lire, si vous le souhaitez. Rien n’est transmis sans"
            " vous.",
        ),
        (SOMEBODY,),
    ),
    Distress.OF_ANOTHER: (
        (
            "Merci de le dire : cela ne doit pas attendre.",
            EMERGENCY,
            "Le 3114, numéro national de prévention du suicide, conseille aussi les proches et les"
            " professionnels, jour et nuit.",
            "Si une copie le laisse craindre, un agent peut prévenir le bureau des examens avec vous.",
        ),
        (SOMEBODY,),
    ),
    Distress.UNWELL: (
        (
            "Je suis désolé que vous alliez mal.",
            MACHINE,
            SERVICES,
            "Si cela devient trop lourd, le 3114 écoute gratuitement, jour et nuit.",
            "Un agent peut aussi vous lire et chercher avec vous ce qui peut être allégé.",
        ),
        (SOMEBODY, DEADLINES),
    ),
    Distress.HELP: (
        (
            "Dites-moi ce qui se passe, en une phrase : je cherche avec vous.",
            "Un agent peut aussi prendre le relais.",
            "Si quelqu’un est en danger, appelez le 15 ou le 112. Le 3114 écoute aussi, jour et nuit.",
        ),
        (SOMEBODY,),
    ),
    Distress.WORN_OUT: (
        (
            "C’est lourd, et vous faites bien de le dire.",
            "Un agent peut vous lire et voir ce qui peut être allégé ou reporté.",
            SERVICES,
            "Je peux aussi vous montrer ce qu’il reste à faire, et pour quand.",
        ),
        (SOMEBODY, DEADLINES),
    ),
}
