"""The form of one rule: what it offers, and how what comes back becomes a rule."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from app import trace_words
from app.web.ticket_words import KINDS, PRIORITIES, ROLES, TEAMS
from assistant.defects import LABELS
from knowledge.vocabulary import ACADEMIES
from ticketing import permissions, rule_text
from ticketing.incidents import APPLICATIONS
from ticketing.models import Ticket
from ticketing.permissions import Role
from ticketing.routing import LISTS, Rule
from ticketing.rule_checks import Known
from ticketing.vocabulary import Defect, Kind, Trouble

Options = list[tuple[str, str]]
ONLY_SOONER = ("", "Aucune : la demande devient seulement plus urgente")
ONE_STEP = ("", "Un cran plus tôt")
DURING: Options = [("", "Peu importe"), ("yes", "Oui"), ("no", "Non")]


def exams(session: Session) -> dict[str, str]:
    """Those the texts name, and those that tickets carry from the backend; not of what is reserved."""
    open_to_all = col(Ticket.team).not_in(permissions.RESERVED)
    seen = session.exec(select(Ticket.exam).where(col(Ticket.exam).is_not(None), open_to_all).distinct())
    return trace_words.EXAMS | {code: code for code in seen if code and code not in trace_words.EXAMS}


def known(exams: dict[str, str]) -> Known:
    return Known(tuple(APPLICATIONS), ACADEMIES, tuple(exams), tuple(role.value for role in Role))


@dataclass(frozen=True, slots=True)
class Offer:
    """What one may choose from, list by list."""

    exams: dict[str, str]

    def lists(self) -> list[tuple[str, str, Options]]:
        """Field, legend, choices; the open ones are typed."""
        return [
            ("kinds", "Nature de la demande", [(kind.value, KINDS[kind]) for kind in Kind]),
            ("defects", "Défaut de la page", [(one.value, LABELS[one].capitalize()) for one in Defect]),
            ("troubles", "Problème de connexion", [(one.value, LABELS[one].capitalize()) for one in Trouble]),
            ("applications", "Application", list(APPLICATIONS.items())),
            ("roles", "Rôle du demandeur", [(r.value, ROLES[r.value].capitalize()) for r in Role]),
            ("exams", "Examen", list(self.exams.items())),
            ("academies", "Académie", [(name, name) for name in ACADEMIES]),
        ]

    def one_of(self, name: str, blank: str) -> Options:
        """The same list to choose one value from."""
        return [("", blank), *next(options for field, _, options in self.lists() if field == name)]

    @property
    def teams(self) -> Options:
        return [ONLY_SOONER, *((team.value, label) for team, label in TEAMS.items())]

    @property
    def priorities(self) -> Options:
        return [ONE_STEP, *((str(each.value), label) for each, label in PRIORITIES.items())]


class SeenIn(BaseModel):
    """The step of the work that one had under the eyes."""

    seen: int = Field(ge=0)


class RuleIn(SeenIn):
    key: str = Field(default="", max_length=40)
    name: str = Field(default="", max_length=400)
    why: str = Field(default="", max_length=1000)
    team: str = ""
    priority: str = ""
    kinds: list[str] = []
    defects: list[str] = []
    troubles: list[str] = []
    applications: list[str] = []
    academies: list[str] = []
    exams: list[str] = []
    roles: list[str] = []
    centres: str = Field(default="", max_length=1000)  # with commas
    sessions: str = Field(default="", max_length=1000)
    hours: str = Field(default="", max_length=10)
    during_exam: str = ""
    enabled: bool = False

    def rule(self) -> Rule:
        """RuleValueUnknown when something is in no list."""
        when: dict[str, Any] = {name: _several(getattr(self, name)) for name in LISTS}
        if self.hours.strip():
            hours = self.hours.strip()
            when["deadline_within"] = int(hours) if hours.isdecimal() else hours
        if self.during_exam:
            when["during_exam"] = self.during_exam == "yes"
        return rule_text.rule_of(
            {
                "key": self.key or f"r-{uuid4().hex[:10]}",
                "name": self.name,
                "when": when,
                "why": self.why,
                "team": self.team or None,
                "priority": int(self.priority) if self.priority.isdecimal() else self.priority or None,
                "enabled": self.enabled,
            }
        )


def filled(rule: Rule, seen: int) -> RuleIn:
    """The form as it stands for a rule."""
    when = rule.when
    during = {None: "", True: "yes", False: "no"}[when.during_exam]
    lists = {name: [str(one) for one in getattr(when, name)] for name in LISTS}
    typed = {name: ", ".join(lists.pop(name)) for name in ("centres", "sessions")}
    return RuleIn(
        seen=seen,
        key=rule.key,
        name=rule.name,
        why=rule.why,
        team=rule.team or "",
        priority=str(rule.priority.value) if rule.priority else "",
        **lists,
        **typed,
        hours=str(when.deadline_within or ""),
        during_exam=during,
        enabled=rule.enabled,
    )


def _several(held: str | list[str]) -> list[str]:
    return held.replace(";", ",").split(",") if isinstance(held, str) else held
