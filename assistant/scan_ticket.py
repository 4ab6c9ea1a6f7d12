"""The ticket that a confirmed scan report becomes."""

from datetime import datetime
from typing import Any

from assistant.drafts import Draft, Resolved
from ticketing.drafts import LinkDraft, TicketDraft
from ticketing.vocabulary import Defect, Kind, LinkKind


def ticket_of(draft: Draft, conversation_id: str, *, hidden: bool = False) -> TicketDraft:
    """Tied to the backend's identifiers only: nothing comes from the text but the text."""
    first = draft.resolved[0]
    links = [
        *(LinkDraft(LinkKind.COPY, copy.copy_id, copy.copy) for copy in draft.resolved),
        *(
            LinkDraft(LinkKind.PAGE, ref or f"{copy.copy_id}:{number}", number, _details(draft, copy, number))
            for copy in draft.resolved
            for ref, number in copy.pages
        ),
        LinkDraft(LinkKind.LOT, first.lot_id, first.lot),
        LinkDraft(LinkKind.CENTRE, first.centre_id, first.centre),
        LinkDraft(LinkKind.SESSION, first.session, first.session),
    ]
    return TicketDraft(
        kind=Kind.SCAN,
        defect=Defect(draft.defect) if draft.defect else None,
        # A name may have been typed with the report: the words stay out of the ticket.
        text="" if draft.defect == Defect.NAME_VISIBLE else "\n".join(draft.words),
        links=tuple(links),
        academy=first.academy,
        session=first.session,
        exam=first.exam,
        paper=first.paper,
        deadline=datetime.fromisoformat(first.deadline) if first.deadline else None,
        conversation_id=conversation_id,
        copy_hidden=hidden,
    )


def _details(draft: Draft, copy: Resolved, page: str) -> dict[str, Any]:
    """Its copy, and the zone if it was drawn on this very page."""
    said = {"copy": copy.copy_id}
    if draft.zone is None or draft.zone_page is None:
        return said
    of_copy, of_page = draft.zone_page
    if (of_copy.lstrip("0"), of_page.lstrip("0")) != (copy.copy.lstrip("0"), page):
        return said
    return said | {"zone": dict(zip(("left", "top", "right", "bottom"), draft.zone, strict=True))}
