"""A page sent for an item: read, measured, recognised, then put in its place or sent back with why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np
from sqlmodel import Session, col, func, select

from backend import quality
from backend.models import Page, PageVersion
from backend.quality import METHOD_VERSION, Check, Checked, Finding, Mark, NotAPage, Place
from backend.scanning import checks, images, marks, moves, storing
from backend.scanning.errors import FileRefused, PictureTooSmall
from backend.scanning.findings import explain, is_fault, measures_of, to_rows
from backend.scanning.machine import Actor, ItemState
from backend.scanning.models import PageCheck, RescanAttempt, RescanItem
from backend.scanning.photographs import straighten
from backend.scanning.reading import ReadPage, read_one_page


@dataclass(frozen=True, slots=True)
class Examined:
    """A page sent, kept on disk; `faults` in French, empty when it may take its place."""

    content_hash: str
    width: int
    height: int
    checked: Checked
    findings: Sequence[Finding]
    old: Checked | None
    faults: Sequence[str]


def examine(session: Session, item: RescanItem, content: bytes, folder: Path) -> Examined:
    """Read and measure what was sent, outside of any write; raise a FileRefused for what is no page."""
    read = ReadPage(straighten(read_one_page(content).picture))
    pages = images.pages_of_copies(session, [item.copy_])[item.copy_id]
    others = [page for page in pages if page.page.id != item.page_id]
    checked = _check(read, item, len(others) + 1)
    beside = [
        checks.check_page(checks.grey_of(page, folder), Place(page.page.number, len(pages)))
        for page in others
    ]
    said = quality.compare([*beside, checked])[-1]
    findings = [*checked.findings, *said]
    old = _old_page(session, item, folder)
    return Examined(
        content_hash=storing.keep(read.picture, folder),
        width=read.width,
        height=read.height,
        checked=checked,
        findings=findings,
        old=old,
        faults=_faults(session, item, _Seen(checked.signature.mark, findings, beside, old)),
    )


def settle(session: Session, item: RescanItem, examined: Examined, *, now: datetime) -> None:
    """Record the page and move the item: delivered, or accepted again with why the page was not taken."""
    number = session.exec(
        select(func.count()).select_from(RescanAttempt).where(RescanAttempt.item_id == item.id)
    ).one()
    known = replace(moves.facts_of(session, item, now), has_page=True, is_sound=not examined.faults)
    # The table first: what it refuses leaves no trace.
    moves.move(session, item, ItemState.RESCANNED, Actor.OPERATOR, now=now, facts=known)
    session.add(_attempt(item, number + 1, examined))
    session.flush()
    moves.move(session, item, ItemState.CHECKED, Actor.SYSTEM, now=now, facts=known)
    if examined.faults:
        moves.move(session, item, ItemState.ACCEPTED, Actor.SYSTEM, now=now, facts=known)
        return
    _put_in_place(session, item, examined)
    moves.move(session, item, ItemState.DELIVERED, Actor.SYSTEM, now=now, facts=known)


@dataclass(frozen=True, slots=True)
class _Seen:
    mark: Mark | None
    findings: Sequence[Finding]
    beside: Sequence[Checked]
    old: Checked | None


def _check(read: ReadPage, item: RescanItem, pages: int) -> Checked:
    grey = np.asarray(cv2.cvtColor(read.picture, cv2.COLOR_RGB2GRAY), np.uint8)
    try:
        return checks.check_page(grey, Place(item.page_number, max(pages, item.page_number)))
    except NotAPage as error:
        raise (PictureTooSmall if error.reason == "too small" else FileRefused) from error


def _faults(session: Session, item: RescanItem, seen: _Seen) -> list[str]:
    """The wrong sheet first: nothing else matters then."""
    wrong = _wrong_sheet(session, item, seen)
    if wrong:
        return [wrong]
    return [explain(finding) for finding in seen.findings if is_fault(finding)]


def _wrong_sheet(session: Session, item: RescanItem, seen: _Seen) -> str | None:
    expected = marks.number_of_copy(item.copy_)
    if expected is None:
        return None
    if seen.mark is None:
        # A blank or black page says so by itself; a sheet of the form without its mark is another's.
        says_more = {Check.BLACK, Check.BLUR, Check.CROP, Check.LOW_CONTRAST, Check.SKEW}
        has_marks = any(one.signature.mark for one in seen.beside)
        is_told = any(finding.check in says_more for finding in seen.findings)
        return marks.UNREADABLE if has_marks and not is_told else None
    if not marks.is_same(seen.mark.number, expected):
        return marks.say_other_copy(item.copy_, marks.copy_of_lot(session, item.copy_.lot_id, seen.mark))
    if seen.mark.page not in _pages_expected(item, seen.old):
        return marks.say_other_page(item.page_number, seen.mark.page)
    return None


def _old_page(session: Session, item: RescanItem, folder: Path) -> Checked | None:
    old = images.version_of(session, item.page_id, item.old_version)
    return checks.check_page(checks.grey_of(old, folder), Place(item.page_number)) if old else None


def _pages_expected(item: RescanItem, old: Checked | None) -> set[int]:
    """The page asked for, as it is counted or as the sheet itself says: a copy may have been put in order."""
    mark = old.signature.mark if old else None
    return {item.page_number, mark.page} if mark else {item.page_number}


def _attempt(item: RescanItem, number: int, examined: Examined) -> RescanAttempt:
    return RescanAttempt(
        item_id=item.id,
        number=number,
        content_hash=examined.content_hash,
        width=examined.width,
        height=examined.height,
        method_version=METHOD_VERSION,
        measures=measures_of(examined.checked),
        findings=to_rows(examined.findings),
        old_measures=measures_of(examined.old) if examined.old else None,
        faults=list(examined.faults),
    )


def _put_in_place(session: Session, item: RescanItem, examined: Examined) -> None:
    """A new version, shown from now on; the old one is kept."""
    page = session.get(Page, item.page_id) if item.page_id else _make_room(session, item)
    assert page is not None, "an item's page is never taken away"
    last = session.exec(select(func.max(PageVersion.version)).where(PageVersion.page_id == page.id)).one()
    version = PageVersion(
        page_id=page.id,
        version=(last or 0) + 1,
        width=examined.width,
        height=examined.height,
        content_hash=examined.content_hash,
        drawing={},
    )
    session.add(version)
    page.current_version = version.version
    session.add(page)
    item.page_id, item.new_version = page.id, version.version
    checks.forget(session, session.exec(select(Page).where(Page.copy_id == page.copy_id)).all())
    session.add(
        PageCheck(
            page_id=page.id,
            version=version.version,
            method_version=METHOD_VERSION,
            measures=measures_of(examined.checked),
            findings=to_rows(examined.findings),
        )
    )
    session.flush()


def _make_room(session: Session, item: RescanItem) -> Page:
    """A page never scanned takes its number; those from there on move by one."""
    query = select(Page).where(Page.copy_id == item.copy_id).order_by(col(Page.number).desc())
    after = list(session.exec(query))
    number = min(item.page_number, len(after) + 1)
    for page in after:
        if page.number >= number:
            page.number += 1
            session.add(page)
            session.flush()
    page = Page(copy_id=item.copy_id, number=number)
    session.add(page)
    session.flush()
    return page
