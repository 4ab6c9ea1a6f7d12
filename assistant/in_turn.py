"""Reports said in the same breath: each has its turn, whatever becomes of the one before it."""

import re
from dataclasses import replace

from assistant import scan_replies
from assistant.answers import Act, Action
from assistant.decisions import Deferring, Step
from assistant.drafts import Draft, Part
from assistant.replies import CANCEL, followed_by, preceded_by
from assistant.scan_form import ScanForm

ALL = re.compile(r"\b(?:tout|tous|toutes|les (?:deux|trois|quatre|autres)|l'ensemble|aucun\w*)\b")
CANCEL_ALL = Action(label="Tout annuler", say="tout annuler")


def after(scan: ScanForm, draft: Draft, sent: Step) -> Step:
    """One report leaves, at once or when the backend answers; the next is recapped."""
    waits = isinstance(sent.rescan, Deferring)
    held = sent.opening.form if sent.opening else draft
    following = held.following() if sent.opening or waits else None
    if following is None:
        return sent
    step = scan.advance(following)
    if step.answer.act is not Act.CONFIRM_REQUEST:  # its place is not said again in what is asked
        left = f"Il reste {scan_replies.what(following, with_lot=True)}."
        step = replace(step, answer=preceded_by(step.answer, left))
    if sent.opening:
        return replace(step, opening=sent.opening)
    texts = [sentence.text for sentence in step.answer.sentences]
    answer = followed_by(sent.answer, texts, step.answer.actions)
    return replace(
        step, answer=replace(answer, act=step.answer.act, recap=step.answer.recap), rescan=sent.rescan
    )


def cancelled(scan: ScanForm, draft: Draft, folded: str) -> Step | None:
    """The open report is dropped and the next comes; None when none waits, or all are to be dropped."""
    following = draft.following()
    if following is None or ALL.search(folded):
        return None
    step = scan.advance(following)
    left = scan_replies.what(following, with_lot=True)
    answer = preceded_by(step.answer, f"C’est annulé pour {scan_replies.what(draft)}. Il reste {left}.")
    actions = tuple(each for each in answer.actions if each != CANCEL)
    answer = replace(answer, actions=(*actions, CANCEL, *([CANCEL_ALL] if following.waiting else [])))
    return replace(step, answer=answer)


def kept(draft: Draft) -> tuple[Part, ...]:
    """What waits behind a report that is left, with the lot it was said of."""
    return tuple(replace(part, lot=part.lot or draft.lot) for part in draft.waiting)
