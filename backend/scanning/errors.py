"""Refusals of scanning: facts and their data; their French sentences stand in refusals.py."""

from backend.errors import BackendError, NotFound


class RescanItemNotFound(NotFound):
    pass


class CheckNotFound(NotFound):
    """The page has no such finding."""


class CentreNotFound(NotFound):
    pass


class RescanNotAllowed(BackendError):
    """Asked by somebody who neither corrects the lot nor helps who does."""


class OperatorNeeded(BackendError):
    """Done by somebody else than a scan operator of the centre."""


class HolderNeeded(BackendError):
    """Confirmed by somebody else than who corrects the lot now."""


class RescanOfLockedLot(BackendError):
    """The lot is locked: nothing in it changes any more."""


class MoveRefused(BackendError):
    """The item cannot go from where it is to there."""

    def __init__(self, start: str, end: str) -> None:
        super().__init__(f"an item does not go from {start} to {end}")
        self.start, self.end = start, end


class ReasonMissing(BackendError):
    """A centre that says no says why."""


class FileRefused(BackendError):
    """What was sent is not the image of one page; each subclass says what it is instead."""


class FileTooLarge(FileRefused):
    pass


class FileOfOtherKind(FileRefused):
    pass


class FileDamaged(FileRefused):
    pass


class FileOfSeveralPages(FileRefused):
    pass


class FileEmpty(FileRefused):
    pass


class PictureTooLarge(FileRefused):
    """Few bytes that would unfold into a picture no scanner makes."""


class PictureTooSmall(FileRefused):
    pass


class AttendanceListRefused(BackendError):
    """The list is not the file that was agreed; `line` is where that shows."""

    def __init__(self, line: int) -> None:
        super().__init__(f"attendance list refused at line {line}")
        self.line = line


class AttendanceListMissing(BackendError):
    """Nothing says which copies are expected."""
