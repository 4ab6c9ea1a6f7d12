"""Reports that are still open on a copy, so that the same page is not reported twice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.drafts import Draft
from ticketing.permissions import Caller
from ticketing.vocabulary import Defect


@dataclass(frozen=True, slots=True)
class Known:
    """An open ticket on the same page; its reference only if the caller may see it."""

    copy_id: str
    page: str | None
    reference: str | None
    state: str  # in French


class OpenReports(Protocol):
    """Tickets still open on a copy, read in a short transaction of its own."""

    def on_copy(self, caller: Caller, copy_id: str) -> Sequence[Known]: ...

    def on_mission(self, caller: Caller, mission_id: str) -> Known | None:
        """The caller's own claim on this mission, while it is open."""
        ...


def without_known(draft: Draft, known: Sequence[Known]) -> tuple[Draft | None, list[Known]]:
    """The pages that nobody has reported yet, and the reports found; None when nothing new is left."""
    if draft.defect == Defect.NAME_VISIBLE:
        return draft, []  # whatever else is known of the copy, a name must be hidden
    if not draft.pages:
        whole = [each for each in known if each.page is None]
        return (None if whole else draft), whole
    found = [each for each in known if each.page in draft.pages]
    pairs = {(copy.copy_id, page) for copy in draft.resolved for page in draft.pages}
    new = pairs - {(each.copy_id, each.page) for each in found}
    if not new:
        return None, found
    if len(draft.resolved) > 1:
        return draft, found  # one grouped report: the desk sees the sister tickets
    pages = tuple(page for page in draft.pages if (draft.resolved[0].copy_id, page) in new)
    first = draft.resolved[0]
    kept = tuple((ref, page) for ref, page in first.pages if page in pages)
    return draft.with_(pages=pages, resolved=(replace(first, pages=kept),)), found
