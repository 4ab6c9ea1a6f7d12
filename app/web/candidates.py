"""An anonymity number typed in the search of the desk: asked of the backend, and kept nowhere here."""

import re
from dataclasses import replace

from app.web.desk_place import Place
from app.web.page_images import PageImages
from app.web.pages import NBSP
from ticketing.permissions import Caller

# As printed under the bar code of a copy; shorter ones are lots and copies.
ANONYMITY_NUMBER = re.compile(r"(?=(?:.*\d){4})[0-9A-Za-z][0-9A-Za-z-]{3,19}")
SILENT = f"Le service des copies ne répond pas{NBSP}: un numéro d’anonymat ne peut pas être cherché."


def copy_of(pages: PageImages, caller: Caller, place: Place) -> Place | None:
    """The search for the copy of this candidate, whose address no longer says it; RecordsUnavailable."""
    if not ANONYMITY_NUMBER.fullmatch(place.q):
        return None
    found = pages.copy_of_candidate(caller, place.q)
    return replace(place, q=f"copie {found[1]} lot {found[0]}", found_after=None) if found else None
