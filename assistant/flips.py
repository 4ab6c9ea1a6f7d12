"""Answers that must change when one more document is there, and come back when it is gone."""

from typing import Any

from assistant.scoring import ABSTAINS, Row, held, lacking


def line_of(flip: Row) -> dict[str, Any]:
    """The question of a flip as a line of batch."""
    frame = {name: flip.get(name) for name in ("academy", "session", "exam", "today")}
    return {"id": flip["id"], "question": flip["question"], "context": [], "role": flip.get("role")} | frame


def fault(flip: Row, before: Row, after: Row, again: Row) -> str | None:
    """The first thing that is not as the flip says; nothing when all three answers are."""
    came_back = None if again.get("text") == before.get("text") else "retrait : la réponse ne revient pas"
    return _of_side(flip, "before", before) or _of_side(flip, "after", after) or came_back


def _of_side(flip: Row, side: str, out: Row) -> str | None:
    where = "avant" if side == "before" else "après"
    is_due = flip.get(f"{side}_act") != "abstain" and flip.get(f"{side}_status") in (None, "answered")
    text, act = out.get("text") or "", out.get("act")
    if is_due and act != "answer":
        return f"{where} : {act} au lieu d’une réponse"
    if not is_due and act not in ABSTAINS:
        return f"{where} : {act} alors qu’aucune réponse n’est due"
    must_not = flip.get(f"answer_{side}_must_not") or flip.get(f"{side}_must_not")
    wrong = lacking(flip.get(f"answer_{side}_must"), text) + [f"pas {one}" for one in held(must_not, text)]
    return f"{where} : attendu {', '.join(wrong)}, dit « {text[:160]} »" if wrong else None
