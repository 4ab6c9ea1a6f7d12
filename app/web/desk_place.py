"""Where one is in the lists of the desk; kept in every address, so that one comes back to the same rows."""

from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Request

from ticketing import selections
from ticketing.filters import Filters
from ticketing.queues import Cut, Key
from ticketing.selections import Selection
from ticketing.views import View

LONGEST_SEARCH = 200
LARGEST_NUMBER = 2**53
TODO, START = Selection(), Cut()


@dataclass(frozen=True, slots=True)
class Place:
    """A selection, the words searched in it, and the page of the list."""

    selection: Selection = TODO
    q: str = ""
    within: bool = False  # words are searched in the view only, not in all tickets
    cut: Cut = START
    found_after: int | None = None  # the page of a search
    refused: tuple[str, ...] = ()  # names of fields of the address that were not understood
    views_done: str = ""  # what was just done to a saved view; said once, in no other address
    undo_view: UUID | None = None  # the one just deleted

    @property
    def view(self) -> View:
        return self.selection.view

    @property
    def filters(self) -> Filters:
        return self.selection.filters

    @property
    def searched(self) -> Selection:
        """What the words are searched in: a search leaves the view, and keeps the filters."""
        return self.selection if self.within else Selection(View.ALL, self.filters)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Without the page: what another page, a form or a stream is asked with."""
        pairs = self.selection.pairs()
        pairs += [("q", self.q)] if self.q else []
        return pairs + ([("within", "1")] if self.q and self.within else [])

    @property
    def base(self) -> str:
        return urlencode(self.pairs)

    @property
    def query(self) -> str:
        cut = [
            (name, str(key)) for name, key in (("past", self.cut.after), ("until", self.cut.before)) if key
        ]
        cut += [("end", "1")] if self.cut.from_the_end else []
        cut += [("found_after", str(self.found_after))] if self.found_after is not None else []
        return urlencode(self.pairs + cut)

    def narrowed(self, filters: Filters) -> "Place":
        return Place(replace(self.selection, filters=filters), self.q, self.within)

    def at(self, cut: Cut) -> "Place":
        return replace(self, cut=cut)


# async: it waits for nothing, and a thread would cost more than all it does.
async def read_place(request: Request) -> Place:
    """Whatever the address holds: what is not understood is left out and told on the page."""
    given = request.query_params
    read = selections.read(given.multi_items())
    found_after = given.get("found_after", "")
    return Place(
        selection=read.selection,
        q=" ".join(given.get("q", "").split())[:LONGEST_SEARCH],
        within=given.get("within") == "1",
        cut=Cut(Key.read(given.get("past", "")), Key.read(given.get("until", "")), given.get("end") == "1"),
        found_after=_number(found_after),
        refused=read.refused,
        views_done=given.get("views_done", ""),
        undo_view=_identifier(given.get("undo_view", "")),
    )


def _identifier(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _number(written: str) -> int | None:
    is_one = written.isascii() and written.isdecimal() and len(written) < len(str(LARGEST_NUMBER))
    return int(written) if is_one else None


PlaceDep = Annotated[Place, Depends(read_place)]
