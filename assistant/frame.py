"""The frame of a question: who asks, where, for which exam and session."""

import re
from datetime import date, datetime

from assistant.declared import NOTHING, Declared
from assistant.french import PARIS
from assistant.held_papers import held_papers
from assistant.personal import PersonalRecords, RecordsUnavailable
from assistant.words import fold
from knowledge.asked import normalised
from knowledge.scope import Scope
from ticketing.permissions import Caller, Role

# A question that names an exam is about that one, whatever the caller corrects.
NAMES_AN_EXAM = re.compile(
    r"\b(?:bts|bac|bacs|baccalaureat|dnb|brevet|cap|bep|ece|stl|stmg|sti2d|st2s|grand oral|bac pro|licence)\b"
)
NAMES_A_YEAR = re.compile(r"\b20\d\d\b")
ROLES = {
    Role.CORRECTOR: "correcteur",
    Role.CENTRE_HEAD: "chef_de_centre",
    Role.SCAN_OPERATOR: "charge_de_numerisation",
    Role.EXAM_OFFICE: "gestionnaire",
    Role.DELEGATE: "syndicat",
}


def frame(
    caller: Caller, question: str, records: PersonalRecords, now: datetime, said_before: Declared = NOTHING
) -> Scope:
    """What is known of the asker: what she said, else her profile, else her lots when they agree."""
    role = next((ROLES[role] for role in sorted(caller.roles) if role in ROLES), None)
    today = now.astimezone(PARIS).date()
    exams, sessions, papers = _of_her_work(caller, records, today)
    folded = fold(question)
    said = Scope(
        academy=caller.academy,
        session=_only(sessions) if not NAMES_A_YEAR.search(folded) else None,
        exam=_only(exams) if not NAMES_AN_EXAM.search(folded) else None,
        role=role,
        today=today,
        papers=papers,
    )
    # The backend names an exam as people do ("BTS"); texts are filed under a code.
    return said_before.over(normalised(said))


def _only(values: frozenset[str]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None


def _of_her_work(
    caller: Caller, records: PersonalRecords, today: date
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Exams and sessions of her lots, papers of her lots and missions.

    Nothing when the backend is silent: the question is answered all the same.
    """
    if Role.CORRECTOR not in caller.roles:
        return frozenset(), frozenset(), frozenset()
    try:
        lots, missions = records.lots(caller), records.missions(caller)
    except RecordsUnavailable:
        return frozenset(), frozenset(), frozenset()
    return (
        frozenset(lot.exam for lot in lots),
        frozenset(lot.session for lot in lots),
        held_papers(lots, missions, today),
    )
