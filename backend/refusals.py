"""Every refusal in HTTP and in French, in one table; unknown and not visible read the same."""

import re

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from backend import errors

REFUSALS: dict[type[errors.BackendError], tuple[int, str]] = {
    errors.LotNotFound: (404, "Ce lot n’existe pas ou ne vous est pas confié."),
    errors.CopyNotFound: (404, "Cette copie n’existe pas ou ne vous est pas confiée."),
    errors.PageNotFound: (404, "Cette page n’existe pas ou ne vous est pas confiée."),
    errors.MarkSheetNotFound: (404, "Ce lot n’a pas de bordereau de notation."),
    errors.ServiceTokenRefused: (401, "Le jeton de service est absent ou inconnu."),
    errors.PersonUnknown: (401, "La personne pour qui l’appel est fait est inconnue."),
    errors.HandoverRefused: (
        401,
        "Ce lien de connexion a expiré ou a déjà servi. Connectez-vous de nouveau.",
    ),
    errors.SignInNeeded: (401, "Connectez-vous pour voir cette page."),
    errors.FormRefused: (403, "Ce formulaire a expiré. Rechargez la page, puis recommencez."),
    errors.IdempotencyKeyMissing: (422, "L’entête Idempotency-Key est obligatoire, 100 caractères au plus."),
    errors.IdempotencyKeyReused: (422, "Cette clé a déjà servi pour une demande différente."),
}
MALFORMED = "La demande est mal formée : un champ manque ou n’a pas la forme attendue."


def refusal_name(refusal: type[Exception]) -> str:
    """LotNotFound is told as lot_not_found."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", refusal.__name__).lower()


def refuse(_: Request, error: Exception) -> Response:
    status, message = REFUSALS[type(error)]  # type: ignore[index]  # Starlette types every handler alike
    return JSONResponse({"error": refusal_name(type(error)), "message": message}, status)


def malformed(_: Request, error: Exception) -> Response:
    # What was sent is not repeated: it may hold what nobody else should read.
    return JSONResponse({"error": "malformed_request", "message": MALFORMED}, 422)


def add_refusals(app: FastAPI) -> None:
    for refusal in REFUSALS:
        app.add_exception_handler(refusal, refuse)
    app.add_exception_handler(RequestValidationError, malformed)
