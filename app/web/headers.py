"""What every response carries so that browsers refuse what we never do, and a bound on what comes in."""

import re

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings
from app.web.errors import refuse
from app.web.security import NotForThisRole, SignedIn, SignInRequired, needs
from ticketing.permissions import Role

FRAMED_PATHS = ("/widget",)
UPLOADERS: tuple[tuple[re.Pattern[str], SignedIn], ...] = (
    (re.compile(r"/curator/deposits"), needs(Role.CURATOR)),
    (re.compile(r"/(desk|my-reports)/[^/]+/(replies|notes)"), needs()),
)
MAIL_PATH, MAIL_BODY = "/mail-folder", "/html"
# Styles are within the message, as mail clients want them.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"


class SecurityHeaders:
    """Strict content policy; only the widget may be framed, and only by the hosts on the list."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.hosts = " ".join(settings.embedding_hosts)
        self.form_targets = " ".join(("'self'", settings.core_url))
        self.is_https = settings.is_https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        is_framed = scope["path"].startswith(FRAMED_PATHS) and scope["path"] != "/widget.js"
        is_mail = scope["path"].startswith(MAIL_PATH)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), is_framed=is_framed)
                if is_mail:
                    _frame_mail(MutableHeaders(scope=message), is_body=scope["path"].endswith(MAIL_BODY))
            await send(message)

        return await self.app(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders, *, is_framed: bool) -> None:
        ancestors = self.hosts if is_framed else "'none'"
        # A route may say less still: what people join runs nothing at all.
        headers.setdefault(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
            "connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
            f"form-action {self.form_targets}; frame-ancestors {ancestors}",
        )
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        headers.setdefault("Cache-Control", "no-store")
        if self.is_https:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"


def _frame_mail(headers: MutableHeaders, *, is_body: bool) -> None:
    """A message is shown in a frame of our own page, where nothing runs and nothing is fetched."""
    headers["Content-Security-Policy"] = (
        MAIL_POLICY if is_body else headers["Content-Security-Policy"] + "; frame-src 'self'"
    )


class BodyLimits:
    """A bound on what comes in; larger where files are dropped, for those alone who may drop them.

    The route would refuse the others too, but after it has received all that they send.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.usual = RequestBodyLimitMiddleware(app, max_body_size=settings.body_bytes)
        self.uploads = RequestBodyLimitMiddleware(app, max_body_size=settings.upload_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        policy = _uploader(scope)
        if policy is None:
            return await self.usual(scope, receive, send)
        request = Request(scope)
        try:
            await run_in_threadpool(policy, request)
        except (SignInRequired, NotForThisRole) as error:
            return await refuse(request, error)(scope, receive, send)
        return await self.uploads(scope, receive, send)


def _uploader(scope: Scope) -> SignedIn | None:
    if scope["type"] != "http" or scope["method"] != "POST":
        return None
    return next((policy for place, policy in UPLOADERS if place.fullmatch(scope["path"])), None)


def add_headers(app: FastAPI, settings: Settings) -> None:
    app.add_middleware(BodyLimits, settings=settings)
    app.add_middleware(SecurityHeaders, settings=settings)
