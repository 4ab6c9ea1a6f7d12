"""« Essayer »: what the rules in force and those being prepared decide of the same tickets."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.web import rule_forms, rule_words, ticket_words
from app.web.pages import render
from app.web.rule_forms import Offer
from app.web.rules import HOME, Supervisor
from ticketing import rule_sets, rule_trial
from ticketing.drafts import LinkDraft, TicketDraft
from ticketing.routing import Decision
from ticketing.vocabulary import Defect, Kind, LinkKind, Trouble

router = APIRouter(include_in_schema=False)
BAD = "Cette demande ne se décrit pas ainsi. Choisissez chaque valeur dans sa liste."


class DescribedIn(BaseModel):
    """A ticket that one imagines; empty fields are left out."""

    kind: str = Field(default="", max_length=40)
    defect: str = Field(default="", max_length=40)
    trouble: str = Field(default="", max_length=40)
    application: str = Field(default="", max_length=40)
    academy: str = Field(default="", max_length=100)
    centre: str = Field(default="", max_length=40)
    exam: str = Field(default="", max_length=60)
    session: str = Field(default="", max_length=20)
    role: str = Field(default="", max_length=40)
    hours: str = Field(default="", max_length=6)
    during_exam: str = Field(default="", max_length=3)

    def draft(self, now: datetime) -> TicketDraft:
        """ValueError when a field is not of its list, or a defect is told of what is no scan."""
        kind = Kind(self.kind)
        if (self.defect and kind is not Kind.SCAN) or (self.trouble and kind is not Kind.CONNECTIVITY):
            raise ValueError(self.kind)
        return TicketDraft(
            kind=kind,
            defect=Defect(self.defect) if self.defect else None,
            trouble=Trouble(self.trouble) if self.trouble else None,
            application=self.application or None,
            links=(LinkDraft(LinkKind.CENTRE, self.centre, self.centre),) if self.centre else (),
            academy=self.academy or None,
            session=self.session or None,
            exam=self.exam or None,
            deadline=now + timedelta(hours=int(self.hours)) if self.hours.strip() else None,
            during_exam=self.during_exam == "yes",
        )


@router.get(f"{HOME}/trial")
def try_rules(request: Request, caller: Supervisor, form: Annotated[DescribedIn, Query()]) -> Response:
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        current, rules = rule_sets.in_force(session), rule_sets.prepared(session)
        tried = rule_trial.lately(session, caller, current.rules, rules)
        offer, is_prepared = Offer(rule_forms.exams(session)), rule_sets.work(session) is not None
    described, error = _described(form, current.rules, rules)
    return render(
        request,
        "desk/rules_trial.html",
        status=422 if error else 200,
        current="rules",
        form=form,
        error=error,
        described=described,
        tried=sorted(tried, key=lambda one: not one.differs),
        number=current.number,
        is_prepared=is_prepared,
        offer=offer,
        during=rule_forms.DURING,
        said=rule_words,
        words=ticket_words,
    )


def _described(
    form: DescribedIn, before: Any, after: Any
) -> tuple[tuple[Decision | None, Decision | None] | None, str | None]:
    if not form.kind:
        return None, None
    now = datetime.now(UTC)
    try:
        draft = form.draft(now)
    except (ValueError, OverflowError):
        return None, BAD
    roles = [form.role] if form.role else []
    return (rule_trial.decide(draft, before, now, roles), rule_trial.decide(draft, after, now, roles)), None
