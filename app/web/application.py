"""The web application: its pages, its API and its static files around the services it is given."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app.assembly import Services
from app.web import (
    about,
    attachments,
    backend_events,
    calendar,
    conversations,
    desk,
    desk_batches,
    desk_begun,
    desk_macros,
    desk_participants,
    desk_presence,
    desk_relations,
    desk_rescans,
    desk_similar,
    desk_stream,
    desk_suggestions,
    desk_views,
    field_reports,
    figures,
    health,
    incidents,
    letters,
    mail_folder,
    mail_preferences,
    my_data,
    my_reports,
    page_images,
    proposing,
    ratings,
    read_pages,
    rescan_pages,
    rule_tries,
    rules,
    service_levels,
    sign_in,
    stream,
    team,
    texts,
    widget,
)
from app.web.curator import answers, deposits, gaps, original_files, proposals, tries
from app.web.curator import texts as curator_texts
from app.web.errors import add_error_handlers
from app.web.headers import add_headers
from app.web.pages import make_templates
from app.web.security import check_origin, refuse_routes_without_policy

HERE = Path(__file__).parent
# Looked through in this order at each request: the desk is what is asked for most.
PAGES = (
    # Before the desk: their addresses have the shape of a ticket’s.
    service_levels, figures, letters, rules, rule_tries, team,
    desk_stream, desk_views, desk, desk_presence, desk_batches, desk_macros, desk_rescans, desk_similar,
    desk_suggestions, desk_participants, desk_begun,
    conversations, ratings, stream, calendar, health, sign_in, about, widget, texts,
    read_pages, proposing, desk_relations, attachments, incidents,
    field_reports, mail_preferences, my_reports, mail_folder, page_images, my_data,
    backend_events, rescan_pages,
)  # fmt: skip
CURATOR_PAGES = (curator_texts, deposits, original_files, gaps, answers, proposals, tries)


def create_app(services: Services) -> FastAPI:
    app = FastAPI(
        title="Permanence",
        docs_url=None,  # the documentation pages of FastAPI fetch their scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/openapi.json",
        dependencies=[check_origin],
    )
    app.state.services = services
    app.state.templates = make_templates()
    for page in (*PAGES, *CURATOR_PAGES):
        app.include_router(page.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    add_error_handlers(app)
    add_headers(app, services.settings)
    refuse_routes_without_policy(app)
    return app
