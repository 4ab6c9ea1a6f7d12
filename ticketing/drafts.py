"""What is known of a ticket before it exists."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ticketing.vocabulary import Defect, Kind, LinkKind, Trouble


@dataclass(frozen=True, slots=True)
class LinkDraft:
    kind: LinkKind
    ref: str  # identifier in the backend or in the knowledge
    label: str  # as people say it, zeros kept: "0423"
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TicketDraft:
    """`text` is what the reporter wrote; `links` come from the backend, never from the text.

    A name that shows on a page: hide the copy first, then set `copy_hidden`.
    """

    kind: Kind
    channel: str = "web"
    text: str = ""
    defect: Defect | None = None
    trouble: Trouble | None = None
    application: str | None = None
    links: tuple[LinkDraft, ...] = ()
    academy: str | None = None
    session: str | None = None
    exam: str | None = None
    paper: str | None = None
    deadline: datetime | None = None  # of the lot
    conversation_id: str | None = None
    copy_hidden: bool = False
    during_exam: bool = False  # the candidates are writing, as the reporter says

    def labels(self, kind: LinkKind) -> tuple[str, ...]:
        return tuple(link.label for link in self.links if link.kind is kind)


def digest(draft: TicketDraft) -> str:
    """The same for the same draft, in any process: tells a retry from another ticket under the same key."""
    body = json.dumps(_fields(draft), sort_keys=True, default=_plain, ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def _fields(one: TicketDraft | LinkDraft) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def _plain(value: Any) -> Any:
    return _fields(value) if isinstance(value, LinkDraft) else str(value)
