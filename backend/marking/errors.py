"""Refusals of marking: facts; their French sentences, with the source of the rule, stand in refusals.py."""

from backend.errors import BackendError


class NotTheCorrector(BackendError):
    """The copy may be seen, but is handed to somebody else."""


class ExamOfficeOnly(BackendError):
    pass


class MarkingNotReadable(BackendError):
    """Marks and scheme are for those who hold a mission on that paper."""


class CopyMoved(BackendError):
    """Kept meanwhile by another window; `details` says what."""

    def __init__(self, kept: dict[str, object]) -> None:
        super().__init__("the copy moved meanwhile")
        self.details = {"kept": kept}


class UnknownQuestion(BackendError):
    pass


class MarkOutOfRange(BackendError):
    pass


class HalfPointRefused(BackendError):
    """The paper is marked in whole points."""


class UnknownCode(BackendError):
    pass


class CodeAndMarks(BackendError):
    """Absent and zero are different data."""


class AnnotationRefused(BackendError):
    """Its box is empty, its page another copy's, or its number bears a time."""


class PagesIncomplete(BackendError):
    """The order given is not that of all the pages, each once."""


class LotNotDistributed(BackendError):
    pass


class LotNotOpenYet(BackendError):
    pass


class LotStillOpen(BackendError):
    pass


class LotFinished(BackendError):
    pass


class LotLocked(BackendError):
    pass


class LotHarmonised(BackendError):
    pass


class SomethingMissing(BackendError):
    """`details` lists what."""

    def __init__(self, missing: list[dict[str, object]]) -> None:
        super().__init__(f"{len(missing)} things are missing")
        self.details = {"missing": missing}


class LotIncomplete(SomethingMissing):
    """Copies wait for marks: the lot cannot be finished."""


class CopiesSetAside(SomethingMissing):
    """Copies are still set aside: the lot cannot be locked."""


class OwnSchool(BackendError):
    """The corrector teaches where some of the candidates learn."""


class MissionNeeded(BackendError):
    """A lot is given to whoever was convoked to mark that paper."""


class CorrectorUnknown(BackendError):
    pass


class CopiesNotFree(BackendError):
    """A copy of the new lot is unknown, of another paper, or already distributed."""


class LotUnbuildable(BackendError):
    """Unknown session, paper or centre."""
