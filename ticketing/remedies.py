"""What mends each defect of a page, whoever takes the ticket."""

from ticketing.vocabulary import Defect, Priority, Remedy

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
    # Anonymity is broken: for those alone who may know the name.
    Defect.NAME_VISIBLE: Remedy.EXAM_OFFICE,
    Defect.OTHER_COPY: Remedy.EXAM_OFFICE,
    # The corrector can go on: she puts these right herself, or marks around them.
    Defect.OUT_OF_ORDER: Remedy.SELF_SERVICE,
    Defect.ROTATED: Remedy.SELF_SERVICE,
    Defect.DUPLICATE: Remedy.HELP_DESK,
    Defect.NOT_DISPLAYED: Remedy.HELP_DESK,
}


def asks_rescan(defect: Defect | None) -> bool:
    return defect is not None and REMEDIES[defect] is Remedy.RESCAN


def mended_by(remedy: Remedy) -> frozenset[Defect]:
    return frozenset(defect for defect, by in REMEDIES.items() if by is remedy)


def sooner(priority: Priority, steps: int = 1) -> Priority:
    """Up by one step, for what was left to wait too long."""
    return Priority(max(priority - steps, Priority.TOP))
