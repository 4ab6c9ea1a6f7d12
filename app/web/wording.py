"""The words that the screens put around what the assistant says."""

from assistant.answers import Act, Answer, Status
from assistant.ratings import Reason
from ticketing.permissions import Role

HEADINGS: dict[Act, str] = {
    Act.ANSWER: "Réponse de l’assistant",
    Act.ABSTAIN: "Sans réponse dans les textes",
    Act.ASK_SLOT: "Question de l’assistant",
    Act.CLARIFY: "Question de l’assistant",
    Act.CONFIRM_REQUEST: "Récapitulatif à vérifier",
    Act.TICKET_CREATED: "Demande enregistrée",
    Act.TICKET_UPDATED: "Demande complétée",
    Act.TICKET_CANCELLED: "Annulation",
    Act.DUPLICATE_NOTICE: "Déjà signalé",
    Act.LOT_NOT_ASSIGNED: "Lot introuvable parmi les vôtres",
    Act.INCIDENT_NOTICE: "Incident connu",
    Act.TICKET_STATUS: "Où en sont vos demandes",
    Act.HANDOFF: "Parler à quelqu’un",
    Act.REFUSE: "Ce que l’assistant ne fait pas",
    Act.OUT_OF_SCOPE: "Hors du sujet de l’assistant",
    Act.MY_DATA: "Votre situation",
    Act.CONSENT_REQUEST: "Votre accord",
    Act.FEEDBACK_RECORDED: "Retour enregistré",
}
OTHER_HEADING = "Message de l’assistant"

RATING_REASONS: dict[Reason, str] = {
    Reason.BESIDE: "Elle ne répond pas à ma question",
    Reason.WRONG: "Elle est fausse ou dépassée",
    Reason.PARTIAL: "Il manque quelque chose",
    Reason.UNCLEAR: "Elle est difficile à comprendre",
}

EXAMPLES: dict[Role, tuple[str, str, str]] = {
    Role.CORRECTOR: (
        "Jusqu’à quand puis-je saisir mes notes ?",
        "Combien de copies me reste-t-il à corriger ?",
        "La page 3 de la copie 0423 du lot 17 est illisible.",
    ),
    Role.CENTRE_HEAD: (
        "Comment conditionner les copies avant la numérisation ?",
        "Que faire d’une copie où un nom est visible ?",
        "Quand atteste-t-on le service fait ?",
    ),
    Role.SCAN_OPERATOR: (
        "Sous quel délai faut-il renumériser une page ?",
        "Que faire d’une page blanche dans une copie ?",
        "Combien de temps garde-t-on les copies papier ?",
    ),
    Role.DELEGATE: (
        "Combien est payée une copie de baccalauréat ?",
        "Quel est le délai de correction du DNB ?",
        "Qui décide d’une dispense de correction ?",
    ),
}
STAFF_EXAMPLES = (
    "Quelle est l’échéance de saisie des notes du BTS ?",
    "Qui décide lorsqu’un nom est visible sur une copie ?",
    "Quelle est la différence entre AB et CB ?",
)


def heading(answer: Answer) -> str:
    if answer.act is Act.ANSWER and answer.status is Status.OTHER_SCOPE:
        return "Un texte existe pour un autre cadre"
    if answer.act is Act.ANSWER and answer.status is Status.CONFLICTING_TEXTS:
        return "Deux textes se contredisent"
    return HEADINGS.get(answer.act, OTHER_HEADING)


def examples(role: Role) -> tuple[str, str, str]:
    return EXAMPLES.get(role, STAFF_EXAMPLES)
