"""The headers of every response: what a page may load, and from where."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def content_policy(app_url: str) -> str:
    """Our own files, and the assistant's script and frame from the application's origin; nothing inline."""
    rules = {
        "default-src": "'none'",
        "script-src": f"'self' {app_url}",
        "style-src": f"'self' {app_url}",
        "font-src": "'self'",
        "img-src": "'self' data: blob:",
        "connect-src": "'self'",
        "frame-src": app_url,
        # Signing out leads to the application, and browsers follow the rule across redirects.
        "form-action": f"'self' {app_url}",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class SafeHeaders:
    def __init__(self, app: ASGIApp, *, app_url: str) -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": content_policy(app_url),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            # The address of a hand-over holds its token.
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
