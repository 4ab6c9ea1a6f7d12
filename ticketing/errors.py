"""What ticketing refuses: facts with their data."""

from datetime import datetime
from uuid import UUID

from ticketing.vocabulary import TicketState


class TicketingError(Exception):
    """Base of every refusal of this package."""


class TicketNotFound(TicketingError):
    """Unknown, or not visible to this caller: no difference is told."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"no ticket {reference}")
        self.reference = reference


class TicketMoved(TicketingError):
    """The ticket has changed since the version this was written against; nothing was recorded."""

    def __init__(self, reference: str, written_against: int, version: int) -> None:
        super().__init__(f"{reference} is at version {version}, not {written_against}")
        self.reference = reference
        self.written_against = written_against
        self.version = version


class TicketClosed(TicketingError):
    """A closed ticket takes no more messages; open a new one."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} is closed")
        self.reference = reference


class MoveRefused(TicketingError):
    """No rule lets this side take the ticket from one state to the other, or its guard does not hold."""

    def __init__(self, source: TicketState, target: TicketState) -> None:
        super().__init__(f"no way from {source} to {target}")
        self.source = source
        self.target = target


class MergeLoop(TicketingError):
    """A ticket would carry itself on."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} would be merged into itself")
        self.reference = reference


class AlreadyTied(TicketingError):
    """That is said of these two already, or the ticket has a parent already."""

    def __init__(self, reference: str, other: str) -> None:
        super().__init__(f"{reference} is tied to {other} already")
        self.reference = reference


class ReasonMissing(TicketingError):
    """A change made by hand says why."""


class ParticipantOutside(TicketingError):
    """This person has no part in the ticket, or reported it: she is not to be told of it so."""

    def __init__(self, reference: str, person_id: str) -> None:
        super().__init__(f"{person_id} is not to be told of {reference}")
        self.reference = reference


class RightMissing(TicketingError):
    """The caller may see the ticket but never do this with it."""

    def __init__(self, caller_id: str, right: str) -> None:
        super().__init__(f"{caller_id} may not {right}")
        self.caller_id = caller_id
        self.right = right


class KeyReused(TicketingError):
    """The same idempotency key came with another content."""

    def __init__(self, key: str) -> None:
        super().__init__(f"key {key} was used for something else")
        self.key = key


class MessageEmpty(TicketingError):
    """There is nothing to send."""


class MessageTooLong(TicketingError):
    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"{length} characters, {limit} at most")
        self.length = length
        self.limit = limit


class IncidentNotFound(TicketingError):
    def __init__(self, incident_id: UUID) -> None:
        super().__init__(f"no incident {incident_id}")
        self.incident_id = incident_id


class IncidentEnded(TicketingError):
    """It is over already; its end was told."""

    def __init__(self, incident_id: UUID) -> None:
        super().__init__(f"incident {incident_id} is over")
        self.incident_id = incident_id


class IncidentToCome(TicketingError):
    """An incident begins before it is declared."""

    def __init__(self, since: datetime) -> None:
        super().__init__(f"{since} is still to come")
        self.since = since


class LetterNotFound(TicketingError):
    """No such letter to a person, or it waits for nobody's decision any more."""


class ReceiptUnknown(TicketingError):
    """No field report has this receipt."""


class RescanNotFound(TicketingError):
    """Unknown, or of a report that this caller is not told of."""


class RescanNotAwaited(TicketingError):
    """No new page waits for this person's answer."""


class SavedViewNotFound(TicketingError):
    """Unknown, deleted, or another person's own."""

    def __init__(self, view_id: UUID) -> None:
        super().__init__(f"no saved view {view_id}")
        self.view_id = view_id


class SavedViewUnnamed(TicketingError):
    """A view is kept under a name."""


class TooManySavedViews(TicketingError):
    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} saved views already")
        self.limit = limit


class FileTooLarge(TicketingError):
    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"{size} bytes, {limit} at most")
        self.size = size
        self.limit = limit


class ImageTooLarge(TicketingError):
    """Few bytes that would fill the memory once drawn."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} pixels")
        self.limit = limit


class FileRefused(TicketingError):
    """Neither an image that we take nor a PDF, whatever its name says."""

    def __init__(self, media_type: str | None) -> None:
        super().__init__(f"{media_type or 'unknown'} is not taken")
        self.media_type = media_type


class FileUnreadable(TicketingError):
    """It begins as an image, and is none."""


class TooManyFiles(TicketingError):
    def __init__(self, count: int, limit: int) -> None:
        super().__init__(f"{count} files, {limit} at most")
        self.count = count
        self.limit = limit


class FileMissing(TicketingError):
    """Not kept: erased in time, or never there."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no file {name}")
        self.name = name


class AssigneeOutside(TicketingError):
    """This person does not work on this ticket."""

    def __init__(self, assignee_id: str) -> None:
        super().__init__(f"{assignee_id} does not work on it")
        self.assignee_id = assignee_id


class BatchEmpty(TicketingError):
    """No ticket was chosen, or too many."""

    def __init__(self, number: int) -> None:
        super().__init__(f"{number} tickets")
        self.number = number


class AlreadySo(TicketingError):
    """What is asked of several tickets is so already for this one."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} is so already")
        self.reference = reference


class BatchNotFound(TicketingError):
    """Unknown, or somebody else's."""

    def __init__(self, batch_id: UUID) -> None:
        super().__init__(f"no batch {batch_id}")
        self.batch_id = batch_id


class BatchSettled(TicketingError):
    """Too late to take it back, or it has left the house."""

    def __init__(self, batch_id: UUID) -> None:
        super().__init__(f"batch {batch_id} cannot be undone")
        self.batch_id = batch_id


class RescanGoesOn(TicketingError):
    """This page is not to be asked for again: the centre has not failed, or it was asked already."""

    def __init__(self, reference: str, number: int) -> None:
        super().__init__(f"{reference}: request {number} goes on")
        self.reference = reference
        self.number = number
