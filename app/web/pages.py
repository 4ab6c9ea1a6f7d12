"""Rendering a page: the templates, and what every page knows."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.addresses import cited_address
from app.web import navigation
from app.web.banner import notices_of
from app.web.drawing import MODULES, PageTemplate, drawn, drawn_each, icon
from app.web.due_words import DueWords
from app.web.security import csrf_token
from app.web.wording import RATING_REASONS, heading
from assistant import rescan_words
from assistant.answers import Answer, Citation
from assistant.composition import plain
from assistant.ratings import may_be_rated
from assistant.spans import apart

HERE = Path(__file__).parent
PARIS = ZoneInfo("Europe/Paris")
NBSP = "\u00a0"


def make_templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.template_class = PageTemplate
    templates.filters.update(
        day=day,
        moment=moment,
        hour=hour,
        emphasise=emphasise,
        by_section=by_section,
        heading=heading,
        spaced=spaced,
        unbroken=unbroken,
        cited_address=cited_address,
        may_be_rated=may_be_rated,
        plain_answer=plain_answer,
    )
    templates.globals.update(
        rating_reasons=RATING_REASONS,
        rescan_words=rescan_words,
        drawn=drawn,
        drawn_each=drawn_each,
        icon_of=icon,
    )
    return templates


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page. `current` names the entry of the navigation that is this page."""
    return HTMLResponse(render_text(request, template, **context), status)


def render_text(request: Request, template: str, **context: Any) -> str:
    account = getattr(request.state, "account", None)
    templates: Environment = request.app.state.templates
    return templates.get_template(template).render(
        {
            "account": account,
            **navigation.around(account, context.get("current")),
            "csrf": csrf_token(request),
            "current": None,
            MODULES: {},
            "incidents_around": notices_of(request, account),
            "due": DueWords(request.app.state.services.reading),
            "is_demonstration": request.app.state.services.settings.is_demonstration,
            **context,
        }
    )


def unbroken(text: str) -> str:
    """A quotation as it is shown: « 14 h 30 », « 9,60 € », « absent » stay on one line; no word changes."""
    inside = rf"(?<=\d) (?=(?:h|€|%)(?!\w))|(?<=\dh) (?=\d)|(?<=\d[ {NBSP}]h) (?=\d)"
    return re.sub(rf"{inside}| (?=[?:;!»])|(?<=«) ", NBSP, text)


def spaced(text: str) -> str:
    """Our own words with the spaces of French that must not break; never a quotation."""
    return re.sub(r" (?=[%€])", NBSP, unbroken(text))


def plain_answer(answer: Answer) -> str:
    """The whole answer as one text, what was read of the person included."""
    return "\n".join([plain(answer), *(answer.situation.lines if answer.situation else ())])


def day(value: datetime | date) -> str:
    """mercredi 7 juin 2017, as in Paris."""
    text = format_datetime(_in_paris(value), "EEEE d MMMM y", locale="fr_FR")
    return text.replace(" 1 ", " 1er ")


def short_day(value: datetime) -> str:
    """9 juin, as in Paris: for the narrow column of a list."""
    return _short(value.astimezone(PARIS).date())


@lru_cache(maxsize=2_048)
def _short(day: date) -> str:
    return str(format_date(day, "d MMM", locale="fr_FR"))


def hour(value: datetime) -> str:
    """14 h 05, and 17 h on the hour."""
    local = _in_paris(value)
    return f"{local.hour}{NBSP}h" + (f"{NBSP}{local.minute:02d}" if local.minute else "")


def moment(value: datetime) -> str:
    return f"{day(value)} à {hour(value)}"


def by_section(citations: Sequence[Citation]) -> list[list[Citation]]:
    """The citations of a section together, in the order in which each is first quoted."""
    sections: dict[tuple[str, str], list[Citation]] = {}
    for one in citations:
        sections.setdefault((one.document, one.heading), []).append(one)
    return list(sections.values())


def emphasise(text: str, spans: tuple[tuple[int, int], ...]) -> Markup:
    """The text with its spans in bold; everything escaped."""
    parts, at = [], 0
    for start, end in apart(spans):
        parts += [Markup.escape(text[at:start]), Markup("<strong>{}</strong>").format(text[start:end])]
        at = end
    return Markup("").join([*parts, Markup.escape(text[at:])])


def _in_paris(value: datetime | date) -> datetime:
    if isinstance(value, datetime):
        return value.astimezone(PARIS)
    return datetime(value.year, value.month, value.day, tzinfo=PARIS)
