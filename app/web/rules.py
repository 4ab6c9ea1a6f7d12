"""The rules of routing at `/desk/rules`: read, prepared, tried, published, undone, by supervisors."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field
from sqlmodel import Session

from app.database import SessionDep
from app.web import rule_forms, rule_words, ticket_words
from app.web.pages import render
from app.web.rule_forms import Offer, RuleIn, SeenIn
from app.web.security import needs
from ticketing import rule_checks, rule_sets
from ticketing.permissions import Caller, Role
from ticketing.routing import Rule
from ticketing.rule_checks import Problem, Trap
from ticketing.shipped_rules import SHIPPED
from ticketing.steering_errors import RulesMoved, RulesRefused, RuleValueUnknown

router = APIRouter(include_in_schema=False)
Supervisor = Annotated[Caller, Depends(needs(Role.SUPERVISOR))]
HOME = "/desk/rules"
DONE = {
    "kept": "Le brouillon est enregistré. Rien ne change pour les demandes tant qu’il n’est pas publié.",
    "published": "Les règles sont publiées. Les nouvelles demandes les suivent.",
    "restored": "Les règles choisies sont de nouveau en service, sous un nouveau numéro.",
    "given-up": "Le brouillon est abandonné. Les règles en service n’ont pas changé.",
}


class MoveIn(SeenIn):
    key: str = Field(max_length=40)
    do: Literal["up", "down", "enable", "disable", "remove"]


class RestoreIn(SeenIn):
    number: int = Field(ge=0)
    last: int = Field(ge=0)


@router.get(HOME)
def show_rules(request: Request, caller: Supervisor, done: str = "") -> Response:
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        return _page(request, session, notice_text=DONE.get(done))


@router.get(f"{HOME}/rule")
def show_rule(request: Request, caller: Supervisor, key: str = "") -> Response:
    """One rule of the work, or an empty form for a new one."""
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        seen = _step(session)
        blank = RuleIn(seen=seen, enabled=True, team="help_desk", priority="3")
        form = rule_forms.filled(rule_sets.find(rule_sets.prepared(session), key), seen) if key else blank
        return _form(request, session, form)


@router.post(f"{HOME}/rule")
def save_rule(
    request: Request, session: SessionDep, caller: Supervisor, form: Annotated[RuleIn, Form()]
) -> Response:
    try:
        rule = form.rule()
    except RuleValueUnknown as error:
        told = Problem(Trap.UNKNOWN_VALUE, None, error.value)
        return _form(request, session, form, problems=[told], status=422)
    if faults := rule_checks.of_one(rule, rule_forms.known(rule_forms.exams(session))):
        return _form(request, session, form, problems=faults, status=422)
    how = rule_sets.replaced(rule) if form.key else rule_sets.added(rule)
    rule_sets.change(session, how, seen=form.seen, caller=caller, now=datetime.now(UTC))
    return _back("kept", rule.key)


@router.post(f"{HOME}/order")
def move_rule(session: SessionDep, caller: Supervisor, form: Annotated[MoveIn, Form()]) -> Response:
    rule_sets.change(session, _how(form), seen=form.seen, caller=caller, now=datetime.now(UTC))
    return _back("kept", form.key)


@router.post(f"{HOME}/publication")
def publish(
    request: Request, session: SessionDep, caller: Supervisor, form: Annotated[SeenIn, Form()]
) -> Response:
    known = rule_forms.known(rule_forms.exams(session))
    try:
        rule_sets.publish(session, known, seen=form.seen, caller=caller, now=datetime.now(UTC))
    except RulesRefused:
        return _page(request, session, is_refused=True, status=422)
    return _back("published")


@router.post(f"{HOME}/abandonment")
def give_up(session: SessionDep, caller: Supervisor, form: Annotated[SeenIn, Form()]) -> Response:
    rule_sets.give_up(session, seen=form.seen, caller=caller)
    return _back("given-up")


@router.post(f"{HOME}/restoration")
def restore(session: SessionDep, caller: Supervisor, form: Annotated[RestoreIn, Form()]) -> Response:
    now = datetime.now(UTC)
    rule_sets.restore(session, form.number, last=form.last, caller=caller, now=now)
    return _back("restored")


def _how(form: MoveIn) -> rule_sets.Change:
    match form.do:
        case "up" | "down":
            return rule_sets.moved(form.key, -1 if form.do == "up" else 1)
        case "enable" | "disable":
            return rule_sets.switched(form.key, form.do == "enable")
        case "remove":
            return rule_sets.removed(form.key)


def _back(done: str, key: str = "") -> Response:
    return RedirectResponse(f"{HOME}?done={done}" + (f"#rule-{key}" if key else ""), 303)


def _step(session: Session) -> int:
    row = rule_sets.work(session)
    return row.step if row else 0


def _page(request: Request, session: Session, *, status: int = 200, **shown: Any) -> Response:
    current, rules, work = rule_sets.in_force(session), rule_sets.prepared(session), rule_sets.work(session)
    exams = rule_forms.exams(session)
    context: dict[str, Any] = {"notice_text": None, "is_refused": False} | shown
    return render(
        request,
        "desk/rules.html",
        status=status,
        current="rules",
        in_force=current,
        rules=rules,
        work=work,
        seen=work.step if work else 0,
        problems=rule_checks.problems(rules, rule_forms.known(exams)),
        changed=rule_words.changes(current.rules, rules),
        versions=_versions(session),
        exams=exams,
        said=rule_words,
        words=ticket_words,
        **context,
    )


def _versions(session: Session) -> list[dict[str, Any]]:
    """Each version with what it changed from the one before, the latest first."""
    rows = rule_sets.history(session)
    before: dict[int, tuple[Rule, ...]] = {0: SHIPPED.rules}
    before |= {row.number: rule_sets.at(session, row.number).rules for row in rows}
    return [
        {"row": row, "changes": rule_words.changes(before[row.number - 1], before[row.number])}
        for row in rows
    ]


def _form(
    request: Request,
    session: Session,
    form: RuleIn,
    *,
    problems: list[Problem] | None = None,
    status: int = 200,
) -> Response:
    if form.seen != _step(session):
        raise RulesMoved
    return render(
        request,
        "desk/rule.html",
        status=status,
        current="rules",
        form=form,
        problems=problems or [],
        offer=Offer(rule_forms.exams(session)),
        during=rule_forms.DURING,
        said=rule_words,
    )
