"""The words that the screens put around what the assistant says."""

from assistant.agenda import OPEN_STATES
from assistant.answers import Act, Answer, Status
from assistant.personal import PersonalRecords, RecordsUnavailable
from assistant.ratings import Reason
from ticketing.permissions import Caller, Role

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

# A question is shown as an example when the asker's own texts, or her own data, answer it.
Examples = tuple[str, str, str]
OF_A_MARKER = ("Que faire si un nom apparaît sur une copie ?", "Combien de copies me reste-t-il à corriger ?")
PAGE_OF_LOT = "Une page du lot {lot} est illisible."
OF_AN_EXAMINER: Examples = (
    "Combien est payée l’heure d’interrogation ?",
    "Quelle est ma prochaine mission ?",
    "Où en est mon état de frais ?",
)
EXAMPLES: dict[Role, Examples] = {
    Role.CENTRE_HEAD: (
        "Qui prévenir si le scanner est en panne ?",
        "Que faire d’une copie où un nom est visible ?",
        "Quand atteste-t-on le service fait ?",
    ),
    Role.SCAN_OPERATOR: (
        "Sous quel délai faut-il renumériser une page ?",
        "Que faire si le scanner n’est pas réparé ?",
        "Combien est payée une demi-journée de numérisation ?",
    ),
    Role.DELEGATE: (
        "Que faire si un nom apparaît sur une copie ?",
        "Quand atteste-t-on le service fait ?",
        "Qui accorde une dispense de correction ?",
    ),
}
STAFF_EXAMPLES: Examples = (
    "Quel navigateur utiliser pour Santorin ?",
    "Que faire si deux candidats sont mélangés dans une copie ?",
    "Qui décide pour une réponse que le barème ne prévoit pas ?",
)


def heading(answer: Answer) -> str:
    if answer.act is Act.ANSWER and answer.status is Status.OTHER_SCOPE:
        return "Un texte existe pour un autre cadre"
    if answer.act is Act.ANSWER and answer.status is Status.CONFLICTING_TEXTS:
        return "Deux textes se contredisent"
    return HEADINGS.get(answer.act, OTHER_HEADING)


def examples(caller: Caller, records: PersonalRecords) -> Examples:
    """Three questions that this person may ask: of her own lots when she has some."""
    if Role.CORRECTOR not in caller.roles:
        role = next(iter(caller.roles))
        return EXAMPLES.get(role, STAFF_EXAMPLES)
    try:
        lots = [lot.number for lot in records.lots(caller) if lot.state in OPEN_STATES]
    except RecordsUnavailable:
        lots = []
    return (*OF_A_MARKER, PAGE_OF_LOT.format(lot=lots[0])) if lots else OF_AN_EXAMINER
