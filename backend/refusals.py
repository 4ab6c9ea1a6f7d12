"""Every refusal in HTTP and in French, in one table; unknown and not visible read the same."""

import re
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from backend import errors
from backend.marking import refusals as marking
from backend.practical import refusals as practical
from backend.scanning import refusals as scanning
from backend.scanning.errors import FileRefused
from backend.web import pages

REFUSALS: dict[type[errors.BackendError], tuple[int, str]] = {
    errors.LotNotFound: (404, "Ce lot n’existe pas ou ne vous est pas confié."),
    errors.CopyNotFound: (404, "Cette copie n’existe pas ou ne vous est pas confiée."),
    errors.PageNotFound: (404, "Cette page n’existe pas ou ne vous est pas confiée."),
    errors.MarkSheetNotFound: (404, "Ce lot n’a pas de bordereau de notation."),
    errors.ServiceTokenRefused: (401, "Le jeton de service est absent ou inconnu."),
    errors.PersonUnknown: (401, "La personne pour qui l’appel est fait est inconnue."),
    errors.HandoverRefused: (
        401,
        "Ce lien a expiré ou a déjà servi. Connectez-vous de nouveau.",
    ),
    errors.SignInNeeded: (401, "Connectez-vous pour voir cette page."),
    errors.FormRefused: (403, "Ce formulaire a expiré. Rechargez la page, puis recommencez."),
    errors.IdempotencyKeyMissing: (422, "L’en-tête Idempotency-Key est obligatoire, 100 caractères au plus."),
    errors.IdempotencyKeyReused: (422, "Cette clé a déjà servi pour une demande différente."),
    **marking.REFUSALS,
    **scanning.REFUSALS,
    **practical.REFUSALS,
}
MALFORMED = "La demande est mal formée : un champ manque ou n’a pas la forme attendue."
UNKNOWN_ADDRESS = "Cette adresse ne mène à rien."
TITLES = {401: "Connexion nécessaire", 404: "Introuvable"}
TITLES_BY_NAME = {"form_refused": "Formulaire refusé", "malformed_request": "Adresse incomplète"}
FILE_REFUSED = "Fichier non pris"
# Where one goes on, by the beginning of the address that was refused.
WAYS_OUT = {
    "/intake": "Revenir aux paquets",
    "/orders": "Revenir aux demandes",
    "/practical": "Revenir aux épreuves pratiques",
    "/lots": "Voir les lots",
}


def _title(name: str, status: int) -> str:
    if name in {refusal_name(one) for one in FileRefused.__subclasses__()}:
        return FILE_REFUSED  # and not the demand for which it was sent
    return TITLES_BY_NAME.get(name) or TITLES.get(status, "Demande refusée")


def refusal_name(refusal: type[Exception]) -> str:
    """LotNotFound is told as lot_not_found."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", refusal.__name__).lower()


def add_refusals(app: FastAPI) -> None:
    for refusal in REFUSALS:
        app.add_exception_handler(refusal, _refuse)
    app.add_exception_handler(errors.SignInNeeded, _ask_to_sign_in)
    # What was sent is not repeated: it may hold what nobody else should read.
    app.add_exception_handler(RequestValidationError, lambda request, _: _tell(request, 422, MALFORMED))
    app.add_exception_handler(HTTPException, _refuse_address)


def _refuse(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.BackendError), "registered for these alone"
    status, message = REFUSALS[type(error)]
    return _tell(request, status, message, refusal_name(type(error)), error.details)


def _ask_to_sign_in(request: Request, error: Exception) -> Response:
    """A page leads to the sign-in and back; an image or a form is refused."""
    assert isinstance(error, errors.SignInNeeded), "registered for it alone"
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(pages.sign_in_address(request.app.state.settings, error.next_address), 303)
    return _refuse(request, error)


def _refuse_address(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException), "registered for it alone"
    if error.status_code == 404:
        return _tell(request, 404, UNKNOWN_ADDRESS, "address_not_found")
    return _tell(request, error.status_code, MALFORMED)


def _way_out(path: str) -> str:
    """The list that the address belongs to; never the address itself, which would refuse again."""
    found = next((start for start in WAYS_OUT if path.startswith(start)), "/lots")
    return "/lots" if path.rstrip("/") == found else found


def _tell(
    request: Request,
    status: int,
    message: str,
    name: str = "malformed_request",
    details: Mapping[str, object] | None = None,
) -> Response:
    """In JSON to programs, in a page to people."""
    if "text/html" not in request.headers.get("accept", "") or request.url.path.startswith("/v1"):
        return JSONResponse({"error": name, "message": message, **(details or {})}, status)
    settings = request.app.state.settings
    way_out = _way_out(request.url.path)
    shown = {
        "title": _title(name, status),
        "message": message,
        "way_out": way_out if status != 401 else pages.sign_in_address(settings, "/lots"),
        "way_out_label": WAYS_OUT[way_out] if status != 401 else "Se connecter",
        "viewer": None,
    }
    return pages.render(request, "refusal.html", settings, shown, status)
