"""Who is asking, and what each may see or do: one named function per right."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    CORRECTOR = "corrector"
    CENTRE_HEAD = "centre_head"
    SCAN_OPERATOR = "scan_operator"
    AGENT = "agent"  # help-desk
    SUPERVISOR = "supervisor"
    CURATOR = "curator"
    DELEGATE = "delegate"  # union
    EXAM_OFFICE = "exam_office"


@dataclass(frozen=True, slots=True)
class Caller:
    """The person behind a request, made at the edge from a verified session, address or account."""

    id: str
    roles: frozenset[Role]
    academy: str | None = None
    centres: frozenset[str] = field(default_factory=frozenset)
