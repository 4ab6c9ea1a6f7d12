"""The report of a scan: what is missing, checked with the backend under the caller's rights, then a recap."""

from dataclasses import dataclass, replace

from assistant import scan_replies
from assistant.answers import Act, Answer
from assistant.decisions import Deferring, Following, Opening, Step
from assistant.drafts import Draft, Resolved, Slot
from assistant.entities import BACK, LAST
from assistant.known_reports import Known, OpenReports, without_known
from assistant.personal import CopyRecord, LotRecord, PersonalRecords, RecordNotFound, RecordsUnavailable
from assistant.replies import preceded_by
from assistant.scan_ticket import ticket_of
from ticketing.permissions import Caller
from ticketing.vocabulary import Defect

# Defects of a whole copy: the page may be left out.
OF_COPY = frozenset({Defect.OUT_OF_ORDER, Defect.OTHER_COPY, Defect.NOT_DISPLAYED, Defect.NAME_VISIBLE})
# A page that was never scanned has a number that the scan does not know; not a hundred more, though.
BEYOND = 8


@dataclass(frozen=True, slots=True)
class ScanForm:
    """Works on one draft for one caller; asks the backend, writes nothing but a hidden copy."""

    records: PersonalRecords
    reports: OpenReports
    caller: Caller

    def advance(self, draft: Draft) -> Step:
        """The next question, a refusal of a value, a duplicate notice, or the recap."""
        try:
            checked = _Check(self.records, self.caller, draft).run()
        except RecordsUnavailable:
            return _silent(draft)
        return self._checked(checked)

    def deferred(self, draft: Draft, conversation_id: str) -> Step:
        """A report she agreed to leave unchecked: opened if all is right, else the refusal to tell her.

        Raises RecordsUnavailable while the backend is still silent.
        """
        checked = _Check(self.records, self.caller, draft.with_(resolved=())).run()
        step = self._checked(checked)
        ready = step.draft
        if ready is None or not ready.resolved or step.answer.act is not Act.CONFIRM_REQUEST:
            return step
        return Step(step.answer, None, Opening(ticket_of(ready, conversation_id), ready))

    def _checked(self, checked: Draft | Step) -> Step:
        if isinstance(checked, Step):
            return checked
        asked = missing(checked)
        if asked is Slot.CONFIRM:
            return self._recap(checked)
        return Step(self.question(checked, asked), checked.with_(asked=asked))

    def question(self, draft: Draft, slot: Slot) -> Answer:
        """What is asked for a slot; her lots are offered by name, when the backend says them."""
        try:
            lots = self.records.lots(self.caller) if slot is Slot.LOT else ()
        except RecordsUnavailable:
            lots = ()
        return scan_replies.question(draft, slot, lots)

    def confirm(self, draft: Draft, conversation_id: str) -> Step:
        """The caller said yes to the recap: check again, hide the copy if a name shows, open the ticket."""
        if draft.defect == Defect.NAME_VISIBLE and draft.resolved:
            return self._hide(draft, conversation_id)
        step = self.advance(draft.with_(resolved=(), deferred=False))
        ready = step.draft
        if draft.deferred and ready is not None and ready.deferred:
            kept = draft.with_(deferred=False)
            return Step(scan_replies.will_leave(kept), None, rescan=Deferring(kept.with_(waiting=())))
        # Anything that differs from what she said yes to is recapped again.
        agreed = draft.with_(resolved=ready.resolved, deferred=False) if ready else None
        if ready is None or not ready.resolved or ready != agreed:
            return step
        return Step(step.answer, None, Opening(ticket_of(ready, conversation_id), ready))

    def _hide(self, draft: Draft, conversation_id: str) -> Step:
        """Not checked anew: a copy that a first, unanswered attempt has hidden is no longer hers to read."""
        try:
            for rank, copy in enumerate(draft.resolved):
                key = f"{draft.key}-{rank}"
                self.records.hide_copy(self.caller, copy.copy_id, reason=Defect.NAME_VISIBLE, key=key)
        except RecordNotFound:
            return self.advance(draft.with_(resolved=()))
        except RecordsUnavailable:
            return scan_replies.unavailable(draft.with_(asked=draft.asked or missing(draft)))
        ticket = ticket_of(draft, conversation_id, hidden=True)
        return Step(scan_replies.recap(draft), None, Opening(ticket, draft))

    def _recap(self, draft: Draft) -> Step:
        known = [each for copy in draft.resolved for each in self.reports.on_copy(self.caller, copy.copy_id)]
        left, found = without_known(draft, known)
        if found and left is None:
            return self._all_known(draft, found)
        ready = (left or draft).with_(asked=Slot.CONFIRM)
        notes = [scan_replies.already(each) for each in found]
        return Step(scan_replies.recap(ready, *notes), ready)

    def _all_known(self, draft: Draft, found: list[Known]) -> Step:
        """Nothing new to send; what was said in the same breath is not forgotten for that."""
        others = tuple(each.page for each in found if each.page and each.reference is None)
        told = Following(found[0].copy_id, others) if others else None
        following = draft.following()
        if following is None:
            return Step(scan_replies.duplicate(found[0]), None, rescan=told)
        after = self.advance(following)
        return replace(after, answer=preceded_by(after.answer, scan_replies.already(found[0])), rescan=told)


def _silent(draft: Draft) -> Step:
    """Nothing can be checked: a whole report may leave by itself; a visible name must be hidden at once."""
    asked = draft.asked or missing(draft)
    if missing(draft) is Slot.CONFIRM and draft.defect != Defect.NAME_VISIBLE:
        return scan_replies.may_wait(draft.with_(asked=Slot.CONFIRM, deferred=True))
    return scan_replies.unavailable(draft.with_(asked=asked))


def missing(draft: Draft) -> Slot:
    """The first slot that is still empty; CONFIRM when there is none."""
    if draft.lot is None:
        return Slot.LOT
    if not draft.copies:
        return Slot.COPY
    if not draft.pages and not draft.page_unknown and draft.defect not in OF_COPY:
        return Slot.PAGE
    return Slot.CONFIRM if draft.defect else Slot.DEFECT


@dataclass(frozen=True, slots=True)
class _Check:
    """The draft against the backend: the same draft with its records, or the step that refuses a value."""

    records: PersonalRecords
    caller: Caller
    draft: Draft

    def run(self) -> Draft | Step:
        draft = self.draft
        if draft.lot is None:
            return draft
        try:
            lot = self.records.lot(self.caller, draft.lot)
        except RecordNotFound:
            return scan_replies.lot_not_assigned(draft, self.records.lots(self.caller))
        draft = draft.with_(lot=lot.number)
        copies, unknown = self._copies(lot)
        if unknown:
            left = tuple(copy.number for copy in copies)
            kept = draft.with_(copies=left, not_found=unknown, asked=Slot.COPY, resolved=())
            return Step(scan_replies.not_in_lot(kept), kept)
        return self._pages(draft.with_(copies=tuple(copy.number for copy in copies)), lot, copies)

    def _copies(self, lot: LotRecord) -> tuple[list[CopyRecord], tuple[str, ...]]:
        """Those of the lot, and the numbers that it does not hold."""
        found, unknown = [], []
        for number in self.draft.copies:
            try:
                found.append(self.records.copy(self.caller, lot.number, number))
            except RecordNotFound:
                unknown.append(number)
        return found, tuple(unknown)

    def _pages(self, draft: Draft, lot: LotRecord, copies: list[CopyRecord]) -> Draft | Step:
        if not copies:
            return draft
        last = min(max((page.number for page in copy.pages), default=0) for copy in copies)
        pages = tuple(str(last) if page == LAST else page.lstrip("0") for page in draft.pages)
        if BACK in pages:
            kept = draft.with_(pages=(), asked=Slot.PAGE)
            return Step(
                scan_replies.ask("Le verso a son propre numéro.", scan_replies.which_page(last), draft=kept),
                kept,
            )
        limit = last + BEYOND if draft.defect == Defect.MISSING_PAGE else last
        wrong = [page for page in pages if not 1 <= int(page or 0) <= limit]
        if wrong:
            left = tuple(page for page in pages if page not in wrong)
            kept = draft.with_(pages=left, not_there=tuple(wrong), asked=Slot.PAGE)
            shortest = min(copies, key=lambda copy: len(copy.pages))
            said = f"La copie {shortest.number} a {last} pages : la page {wrong[0] or 0} n’existe pas."
            return Step(scan_replies.ask(said, scan_replies.which_page(last), draft=kept), kept)
        resolved = tuple(_resolved(lot, copy, pages) for copy in copies)
        return draft.with_(pages=pages, resolved=resolved)


def _resolved(lot: LotRecord, copy: CopyRecord, pages: tuple[str, ...]) -> Resolved:
    ids = {str(page.number): page.id for page in copy.pages}
    return Resolved(
        lot_id=lot.id,
        lot=lot.number,
        copy_id=copy.id,
        copy=copy.number,
        pages=tuple((ids.get(page, ""), page) for page in pages),
        page_count=len(copy.pages),
        centre_id=lot.centre_id,
        centre=lot.centre,
        academy=lot.academy,
        session=lot.session,
        exam=lot.exam,
        paper=lot.paper,
        deadline=lot.deadline.isoformat() if lot.deadline else None,
    )
