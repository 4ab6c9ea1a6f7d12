"""Refusals of the backend: facts and their data; their French sentences stand in refusals.py."""

from collections.abc import Mapping
from uuid import UUID


class BackendError(Exception):
    """Base of every refusal of this package."""

    # What the refusal gives besides its sentence, as JSON.
    details: Mapping[str, object] = {}


class NotFound(BackendError):
    """Unknown, or not visible to whoever asks: nothing tells the two apart."""

    def __init__(self, wanted: str | int | UUID) -> None:
        super().__init__(f"{type(self).__name__}: {wanted}")
        self.wanted = str(wanted)


class LotNotFound(NotFound):
    pass


class CopyNotFound(NotFound):
    pass


class PageNotFound(NotFound):
    pass


class MarkSheetNotFound(NotFound):
    pass


class ServiceTokenRefused(BackendError):
    """No service token, or a wrong one."""


class PersonUnknown(BackendError):
    """The call is made on behalf of somebody the backend does not know."""


class HandoverRefused(BackendError):
    """The signed hand-over is forged, too old, already used, or names nobody known."""


class SignInNeeded(BackendError):
    """A page is asked for without a session; `next_address` is where to come back."""

    def __init__(self, next_address: str) -> None:
        super().__init__(f"sign-in needed for {next_address}")
        self.next_address = next_address


class FormRefused(BackendError):
    """A form comes from elsewhere than our own pages."""


class IdempotencyKeyMissing(BackendError):
    """A write without its key: sending it twice could not be told from two writes."""


class IdempotencyKeyReused(BackendError):
    """The same key with another content."""

    def __init__(self, key: str) -> None:
        super().__init__(f"idempotency key {key} was used for another request")
        self.key = key
