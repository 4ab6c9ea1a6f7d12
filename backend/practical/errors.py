"""Refusals of practical exams; their French sentences, with the rule's source, stand in refusals.py."""

from backend.errors import BackendError, NotFound


class PracticalExamNotFound(NotFound):
    pass


class SheetNotFound(NotFound):
    pass


class PanelNotFound(NotFound):
    pass


class NoMarkSheetInPracticalExams(BackendError):
    """A mark sheet is asked for: there is none to generate."""


class OnlyTheExaminerMarks(BackendError):
    """A mark comes from the examiner of the panel, or from the exam office."""


class OnlyTheCentreDecides(BackendError):
    """Distribution, and what an absence is worth, belong to the centre and the exam office."""


class OnlyTheCentreAttests(BackendError):
    """The destruction is attested by the head of the centre that received the subjects."""


class OnlyTheOfficeReceives(BackendError):
    """An attestation is received by the exam office."""


class EntryClosed(BackendError):
    """The last day is over."""


class PointsNotWhole(BackendError):
    """Not a whole number from 0 to 20."""


class CommentMissing(BackendError):
    """A mark without its comment, or a comment too long for the sheet."""


class OwnSchool(BackendError):
    """The examiner teaches in the candidate's school."""


class NotAnExaminer(BackendError):
    """A panel is for somebody who examines."""


class OutsideTheCalendar(BackendError):
    """A panel on a day that is not one of the exam."""


class NotDistributed(BackendError):
    """No examiner holds the candidate yet."""


class AlreadyMarked(BackendError):
    """The mark has to be erased first."""


class NoMarkToErase(BackendError):
    pass


class CandidateAbsent(BackendError):
    """The absence has to be withdrawn first."""


class NotAbsent(BackendError):
    pass


class AbsenceNotJustified(BackendError):
    """A substitution follows a justified absence only."""


class ReplacementDayRefused(BackendError):
    """Before the exam begins, in the past, or after the school year."""


class DestructionTooEarly(BackendError):
    """The subjects still serve."""


class DestructionDayRefused(BackendError):
    """Before the last day of the exam, or in the future."""


class AttestationNotGenerated(BackendError):
    pass


class AttestationNotSent(BackendError):
    pass


class AttestationAlreadySent(BackendError):
    pass
