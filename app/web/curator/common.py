"""What every page of the curator's desk has: who may open it, and the tabs between its parts."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response

from app import trace_words
from app.web.pages import render
from app.web.security import needs
from assistant.replay import differences
from knowledge import vocabulary
from ticketing.permissions import Caller, Role

CuratorCaller = Annotated[Caller, Depends(needs(Role.CURATOR))]

ACADEMIES = [("", "Non précisée"), *((name, name) for name in vocabulary.ACADEMIES)]
EXAMS = [("", "Non précisé"), *trace_words.EXAMS.items()]
# (key, label, address)
TABS = (
    ("texts", "Textes", "/curator"),
    ("deposits", "Dépôts", "/curator/deposits"),
    ("gaps", "Questions sans réponse", "/curator/gaps"),
    ("answers", "Réponses rédigées", "/curator/answers"),
    ("proposals", "Proposées par l’assistance", "/curator/proposals"),
    ("try", "Essayer une question", "/curator/try"),
)


def show(request: Request, template: str, tab: str, *, status: int = 200, **context: Any) -> Response:
    tabs = [(label, href, None, key == tab) for key, label, href in TABS]
    return render(request, template, status=status, current="curator", tabs=tabs, **context)


def effect_parts(effect: dict[str, Any] | None) -> dict[str, Any]:
    """What the pages of an effect have in common: of a publication, of a withdrawal."""
    changes = effect["changes"] if effect else []
    return {
        "effect": effect,
        "changes": [(one, differences(one["before"], one["after"])) for one in changes],
        "moment_of": datetime.fromisoformat,
    }
