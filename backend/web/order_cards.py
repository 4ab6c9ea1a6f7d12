"""What the pages of orders show: cards of pages to scan again, measures side by side, counts per lot."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from backend.models import Centre, Lot
from backend.quality import THRESHOLDS, Check
from backend.scanning import findings, moves, wording
from backend.scanning.machine import OPEN, ItemState
from backend.scanning.models import RescanAttempt, RescanItem, RescanOrder

# Always shown side by side; the others only when they say something.
ALWAYS = (Check.BLUR, Check.LOW_CONTRAST, Check.SKEW)
BADGES = {
    ItemState.REQUESTED: "waiting",
    ItemState.ACCEPTED: "outline",
    ItemState.DELIVERED: "done",
    ItemState.CONFIRMED: "done",
    ItemState.REFUSED: "urgent",
    ItemState.EXPIRED: "urgent",
}


@dataclass(frozen=True, slots=True)
class Measure:
    label: str
    before: str
    after: str
    limit: str


@dataclass(frozen=True, slots=True)
class ItemCard:
    item: RescanItem
    attempt: RescanAttempt | None

    @property
    def defect(self) -> str:
        return wording.defect_label(self.item.defect)

    @property
    def state(self) -> str:
        return wording.STATES[self.item.state]

    @property
    def badge(self) -> str:
        return BADGES.get(self.item.state, "info")

    @property
    def reason(self) -> str | None:
        return wording.reason_label(self.item.reason)

    @property
    def waits(self) -> str:
        """What the centre has to do: answer, scan, or nothing."""
        return {ItemState.REQUESTED: "answer", ItemState.ACCEPTED: "scan"}.get(self.item.state, "")

    @property
    def measures(self) -> list[Measure]:
        if self.attempt is None:
            return []
        before = self.attempt.old_measures or {}
        said = {str(row["check"]) for row in self.attempt.findings}
        shown = [check for check in Check if check in ALWAYS or check.value in said]
        return [_measure(check, before, self.attempt.measures) for check in shown if check in THRESHOLDS]


@dataclass(frozen=True, slots=True)
class OrderCard:
    order: RescanOrder
    items: Sequence[ItemCard]

    @property
    def is_open(self) -> bool:
        return any(card.item.state in OPEN for card in self.items)

    @property
    def is_late(self) -> bool:
        return any(card.item.is_late for card in self.items)

    @property
    def until(self) -> datetime:
        return min(card.item.until for card in self.items if card.item.state in OPEN)

    @property
    def copies(self) -> int:
        return len({card.item.copy_id for card in self.items})


@dataclass(frozen=True, slots=True)
class LotCount:
    """How far the pages asked for in a lot are; counts, and nobody's name."""

    lot: Lot
    states: Counter[ItemState]
    late: int

    def of(self, *states: str) -> int:
        return sum(self.states[ItemState(state)] for state in states)


def cards(session: Session, orders: Sequence[Sequence[RescanItem]]) -> list[OrderCard]:
    """The most pressing first, then those that are settled, the latest first."""
    found = [
        OrderCard(items[0].order, [ItemCard(item, moves.last_attempt(session, item)) for item in items])
        for items in orders
    ]
    waiting = sorted((card for card in found if card.is_open), key=lambda card: card.until)
    return [*waiting, *sorted((one for one in found if not one.is_open), key=lambda one: -one.order.number)]


def counts(orders: Sequence[Sequence[RescanItem]]) -> list[LotCount]:
    """One line for each lot in which something was asked."""
    by_lot: dict[object, list[RescanItem]] = {}
    for items in orders:
        by_lot.setdefault(items[0].order.lot_id, []).extend(items)
    return [
        LotCount(
            lot=items[0].order.lot,
            states=Counter(item.state for item in items),
            late=sum(item.is_late for item in items),
        )
        for items in by_lot.values()
    ]


def centres_of(orders: Sequence[Sequence[RescanItem]]) -> list[Centre]:
    return list({items[0].order.lot.centre_id: items[0].order.lot.centre for items in orders}.values())


def _measure(check: Check, before: dict[str, float], after: dict[str, float]) -> Measure:
    threshold = THRESHOLDS[check]
    sign = "≥" if threshold.below else "≤"
    return Measure(
        label=findings.LABELS[check],
        before=_said(before.get(check.value)),
        after=_said(after.get(check.value)),
        limit=f"{sign}\u00a0{findings.number(threshold.limit)}",
    )


def _said(value: float | None) -> str:
    return "–" if value is None else findings.number(value)
