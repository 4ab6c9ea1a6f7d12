"""Who takes a new ticket, and how soon: data, one line per defect or trouble."""

from ticketing.drafts import TicketDraft
from ticketing.vocabulary import Defect, Kind, Priority, Remedy, Team, Trouble

Route = tuple[Team, Priority]

BY_DEFECT: dict[Defect, Route] = {
    # Anonymity is broken: before anything else, and for those alone who may know the name.
    Defect.NAME_VISIBLE: (Team.EXAM_OFFICE, Priority.TOP),
    Defect.OTHER_COPY: (Team.EXAM_OFFICE, Priority.HIGH),
    Defect.MISSING_PAGE: (Team.HELP_DESK, Priority.HIGH),
    Defect.UNREADABLE: (Team.HELP_DESK, Priority.HIGH),
    Defect.BLACK_PAGE: (Team.HELP_DESK, Priority.HIGH),
    Defect.BLANK_PAGE: (Team.HELP_DESK, Priority.HIGH),
    Defect.CUT: (Team.HELP_DESK, Priority.HIGH),
    Defect.OVERLAID: (Team.HELP_DESK, Priority.HIGH),
    Defect.BLURRED: (Team.HELP_DESK, Priority.NORMAL),
    Defect.TOO_PALE: (Team.HELP_DESK, Priority.NORMAL),
    Defect.STAINED: (Team.HELP_DESK, Priority.NORMAL),
    Defect.NOT_DISPLAYED: (Team.HELP_DESK, Priority.NORMAL),
    # The corrector can go on: she puts these right herself, or marks around them.
    Defect.DUPLICATE: (Team.HELP_DESK, Priority.LOW),
    Defect.OUT_OF_ORDER: (Team.HELP_DESK, Priority.LOW),
    Defect.ROTATED: (Team.HELP_DESK, Priority.LOW),
}

REMEDIES: dict[Defect, Remedy] = {
    Defect.MISSING_PAGE: Remedy.RESCAN,
    Defect.BLURRED: Remedy.RESCAN,
    Defect.UNREADABLE: Remedy.RESCAN,
    Defect.TOO_PALE: Remedy.RESCAN,
    Defect.BLACK_PAGE: Remedy.RESCAN,
    Defect.BLANK_PAGE: Remedy.RESCAN,
    Defect.CUT: Remedy.RESCAN,
    Defect.OVERLAID: Remedy.RESCAN,
    Defect.STAINED: Remedy.RESCAN,
    Defect.NAME_VISIBLE: Remedy.EXAM_OFFICE,
    Defect.OTHER_COPY: Remedy.EXAM_OFFICE,
    Defect.OUT_OF_ORDER: Remedy.SELF_SERVICE,
    Defect.ROTATED: Remedy.SELF_SERVICE,
    Defect.DUPLICATE: Remedy.HELP_DESK,
    Defect.NOT_DISPLAYED: Remedy.HELP_DESK,
}

BY_TROUBLE: dict[Trouble, Route] = {
    Trouble.NO_CONNECTION: (Team.HELP_DESK, Priority.HIGH),
    Trouble.NETWORK_DOWN: (Team.HELP_DESK, Priority.HIGH),
    Trouble.REFUSED_CREDENTIALS: (Team.HELP_DESK, Priority.HIGH),
    Trouble.SERVER_ERROR: (Team.HELP_DESK, Priority.NORMAL),
    Trouble.CUT_OFF: (Team.HELP_DESK, Priority.NORMAL),
    Trouble.SLOW: (Team.HELP_DESK, Priority.LOW),
}

BY_KIND: dict[Kind, Route] = {
    Kind.SCAN: (Team.HELP_DESK, Priority.NORMAL),
    Kind.CONNECTIVITY: (Team.HELP_DESK, Priority.NORMAL),
    Kind.QUESTION: (Team.HELP_DESK, Priority.NORMAL),
    Kind.HUMAN: (Team.HELP_DESK, Priority.NORMAL),
    Kind.EXPENSE: (Team.EXAM_OFFICE, Priority.NORMAL),
}


def asks_rescan(defect: Defect | None) -> bool:
    return defect is not None and REMEDIES[defect] is Remedy.RESCAN


def sooner(priority: Priority) -> Priority:
    """One step up, for what was left to wait too long."""
    return Priority(max(priority - 1, Priority.TOP))


def route(draft: TicketDraft) -> Route:
    if draft.defect is not None:
        return BY_DEFECT[draft.defect]
    if draft.trouble is not None:
        return BY_TROUBLE[draft.trouble]
    return BY_KIND[draft.kind]
