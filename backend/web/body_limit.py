"""How much a request may carry: refused by its announced length, before a byte of it is kept."""

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

USUAL = 1_000_000  # bytes
# The end of an address where files come, and what may come there.
LARGER = {"/upload": 31_000_000, "/files": 500_000_000}
TOO_LARGE = "Cet envoi est trop lourd."
UNMEASURED = "Cet envoi ne dit pas sa taille."


class BodyLimit:
    """A server holds a body to its announced length; one that announces none is refused."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = _refusal(scope) if scope["type"] == "http" else None
        await (refusal or self.app)(scope, receive, send)


def _refusal(scope: Scope) -> Response | None:
    headers = Headers(scope=scope)
    length = headers.get("content-length")
    if length is None:
        return _say(scope, 411, "length_required", UNMEASURED) if "transfer-encoding" in headers else None
    largest = next((size for end, size in LARGER.items() if scope["path"].endswith(end)), USUAL)
    if not length.isdigit() or int(length) > largest:
        return _say(scope, 413, "body_too_large", TOO_LARGE)
    return None


def _say(scope: Scope, status: int, name: str, message: str) -> Response:
    if scope["path"].startswith("/v1"):
        return JSONResponse({"error": name, "message": message}, status)
    return PlainTextResponse(message, status)
