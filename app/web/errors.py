"""Refusals in HTTP and in French, in one table; a page or JSON, as the browser asks."""

import errno
from http import HTTPStatus
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from app.accounts import AccountNotFound
from app.calendar_links import LinkNotFound
from app.letters.signatures import BadStopLink
from app.originals import OriginalMissing
from app.web.pages import render
from app.web.questions import QuestionEmpty, QuestionTooLong, QuestionUnreadable
from app.web.security import ForgedRequest, NotForThisRole, SignInRequired
from app.web.sign_in import DemonstrationOnly
from assistant.errors import (
    ConversationMoved,
    ConversationNotFound,
    EmptyMessage,
    GapMoved,
    LeadUnsupported,
    LongMessage,
    MessageKeyReused,
    ProposalNotFound,
    TurnNotFound,
    WrittenMoved,
    WrittenNotFound,
)
from assistant.personal import RecordNotFound, RecordsUnavailable
from connectors.mail_folder import MailNotFound
from knowledge.errors import (
    CircularMoved,
    CircularNotFound,
    DecisionMissing,
    DepositMoved,
    DepositNotFound,
)
from ticketing import errors as ticketing
from ticketing import steering_errors as steering

NOT_FOUND = "Cette page n’existe pas, ou n’est pas la vôtre."

REFUSALS: dict[type[Exception], tuple[int, str]] = {
    SignInRequired: (401, "Connectez-vous pour continuer."),
    NotForThisRole: (403, "Votre rôle ne donne pas accès à cette page."),
    ForgedRequest: (403, "La page était trop ancienne. Rechargez-la, puis recommencez."),
    DemonstrationOnly: (403, "Les comptes de démonstration sont fermés sur ce service."),
    AccountNotFound: (404, "Ce compte n’existe pas."),
    RecordNotFound: (404, NOT_FOUND),
    ConversationNotFound: (404, "Cette conversation n’existe pas, ou n’est pas la vôtre."),
    TurnNotFound: (404, "Cette réponse n’existe pas, ou n’est pas la vôtre."),
    GapMoved: (409, "Ces questions viennent d’être closes. Rechargez la page."),
    WrittenNotFound: (404, "Cette réponse rédigée n’existe pas."),
    WrittenMoved: (409, "Une autre personne vient de modifier cette réponse. Relisez-la, puis recommencez."),
    LeadUnsupported: (
        422,
        "Un nombre, une date ou un code de votre phrase n’est dans aucun passage choisi. "
        "Choisissez le passage qui le dit, ou retirez-le.",
    ),
    ConversationMoved: (409, "Un autre message vient d’arriver. Renvoyez le vôtre."),
    MessageKeyReused: (422, "Cet envoi a déjà servi pour un autre message. Rechargez la page."),
    EmptyMessage: (422, "La question est vide. Écrivez-la, puis envoyez."),
    LongMessage: (422, "La question est trop longue. Gardez l’essentiel, puis recommencez."),
    QuestionEmpty: (422, "La question est vide. Écrivez-la, puis envoyez."),
    QuestionTooLong: (422, "La question est trop longue : 4 000 caractères au plus. Gardez l’essentiel."),
    QuestionUnreadable: (422, "La question contient des signes illisibles. Recopiez-la en texte simple."),
    ticketing.TicketNotFound: (404, "Cette demande n’existe pas, ou n’est pas la vôtre."),
    ticketing.TicketMoved: (409, "Cette demande a changé entre-temps. Relisez-la, puis recommencez."),
    ticketing.TicketClosed: (409, "Cette demande est close. Ouvrez-en une nouvelle."),
    ticketing.FileTooLarge: (413, "Ce fichier dépasse 10 Mo. Réduisez-le, puis joignez-le de nouveau."),
    ticketing.ImageTooLarge: (
        413,
        "Cette image compte trop de points. Réduisez-la, puis joignez-la de nouveau.",
    ),
    ticketing.FileRefused: (
        415,
        "Ce fichier n’est ni une image PNG, JPEG ou WebP, ni un PDF. Joignez l’un de ceux-là.",
    ),
    ticketing.FileUnreadable: (422, "Cette image est abîmée. Enregistrez-la de nouveau, puis joignez-la."),
    ticketing.TooManyFiles: (413, "Cinq fichiers au plus par message. Envoyez les autres à part."),
    ticketing.FileMissing: (404, "Ce fichier n’existe pas, ou n’est plus conservé."),
    ticketing.AlreadyTied: (
        409,
        "C’est déjà dit, ou la demande se règle déjà avec une autre.",
    ),
    ticketing.ReasonMissing: (422, "Dites pourquoi, en quelques mots. Rien n’est changé."),
    ticketing.MergeLoop: (409, "Ces deux demandes n’en font déjà qu’une."),
    ticketing.MoveRefused: (409, "Cette étape n’est pas possible dans l’état actuel de la demande."),
    ticketing.RightMissing: (403, "Votre rôle ne permet pas cette action."),
    ticketing.KeyReused: (422, "Cet envoi a déjà servi pour autre chose. Rechargez la page."),
    ticketing.MessageEmpty: (422, "Le message est vide. Écrivez-le, puis recommencez."),
    ticketing.MessageTooLong: (422, "Le message est trop long. Raccourcissez-le, puis recommencez."),
    ProposalNotFound: (404, "Cette proposition n’existe pas."),
    ticketing.SavedViewNotFound: (404, "Cette vue n’existe plus, ou n’est pas la vôtre."),
    ticketing.SavedViewUnnamed: (422, "Une vue a besoin d’un nom. Écrivez-le, puis recommencez."),
    ticketing.TooManySavedViews: (
        422,
        "Vingt vues au plus sont gardées. Supprimez-en une, puis recommencez.",
    ),
    ticketing.IncidentNotFound: (404, "Cet incident n’existe pas."),
    ticketing.IncidentEnded: (
        409,
        "Cet incident est déjà terminé. Chaque personne inscrite en a été prévenue.",
    ),
    ticketing.IncidentToCome: (
        422,
        "Un incident ne commence pas plus tard que maintenant. Corrigez le début.",
    ),
    steering.CalendarNeverOpens: (
        422,
        "Ce calendrier n’a aucune ouverture. Donnez-lui au moins une plage.",
    ),
    steering.LevelsRefused: (422, "Ces règles de délais ne sont pas complètes. Corrigez-les."),
    steering.LevelsMissing: (404, "Cette version n’existe pas."),
    steering.LevelsMoved: (409, "Une autre personne vient d’enregistrer une version. Relisez-la."),
    ticketing.RescanNotFound: (404, "Cette page n’existe pas, ou n’est pas la vôtre."),
    ticketing.RescanNotAwaited: (
        409,
        "Cette page n’attend plus de réponse. « Mes signalements » dit où elle en est.",
    ),
    steering.DutyMoved: (
        409,
        "Cette présence vient d’être changée. Rechargez la page, puis recommencez.",
    ),
    steering.DutyImpossible: (
        422,
        "L’absence finit avant de commencer, ou la limite n’est pas un nombre de 1 à 500. Corrigez-la.",
    ),
    steering.RuleNotFound: (404, "Cette règle n’existe pas, ou n’existe plus."),
    steering.RulesMoved: (
        409,
        "Une autre personne a changé les règles entre-temps. Rien n’est enregistré. Rechargez la page.",
    ),
    steering.RulesRefused: (
        422,
        "Ces règles ne peuvent pas être publiées. Leur page dit pourquoi.",
    ),
    steering.RuleValueUnknown: (422, "Une valeur de la règle n’est dans aucune liste. Corrigez-la."),
    steering.VariablesLeft: (
        422,
        "Le texte garde une variable à compléter. Remplacez ce qui est entre accolades.",
    ),
    steering.VariablesUnknown: (
        422,
        "Le texte nomme une variable qui n’existe pas. La liste est sous le texte.",
    ),
    steering.MacroNotFound: (404, "Cette macro n’existe pas, ou n’est pas la vôtre."),
    steering.MacroMoved: (
        409,
        "Cette macro vient de changer. Rien n’a été fait. Relisez, puis recommencez.",
    ),
    steering.MacroIncomplete: (422, "La macro est incomplète. Complétez-la, puis recommencez."),
    ticketing.ParticipantOutside: (
        422,
        "Cette personne n’a pas à suivre cette demande. Choisissez quelqu’un d’autre.",
    ),
    ticketing.AssigneeOutside: (
        422,
        "Cette personne ne traite pas ces demandes. Choisissez quelqu’un d’autre.",
    ),
    ticketing.BatchEmpty: (422, "Choisissez de une à cent demandes dans la liste, puis le geste."),
    ticketing.AlreadySo: (409, "C’est déjà le cas. Rien n’est changé."),
    ticketing.BatchNotFound: (404, NOT_FOUND),
    ticketing.BatchSettled: (409, "Il est trop tard pour annuler. Reprenez chaque demande dans sa page."),
    ticketing.LetterNotFound: (404, "Ce message n’est plus à traiter. Rechargez la page des courriers."),
    ticketing.RescanGoesOn: (409, "Cette page est déjà redemandée, ou suit son cours. Rechargez la demande."),
    ticketing.ReceiptUnknown: (404, "Aucune remontée n’a ce code."),
    BadStopLink: (403, "Ce lien n’est pas entier. Copiez-le en entier depuis le courriel."),
    MailNotFound: (404, "Ce courriel n’existe pas, ou n’est pas le vôtre."),
    LinkNotFound: (404, "Ce lien n’existe pas, ou n’est plus valable."),
    CircularNotFound: (404, "Ce texte n’existe pas, ou n’est plus publié."),
    CircularMoved: (409, "Une autre personne a publié ou retiré ce texte entre-temps. Rechargez la page."),
    DepositNotFound: (404, "Ce dépôt n’existe pas, ou n’est pas encore lu."),
    DepositMoved: (409, "Une autre personne vient de modifier ce dépôt. Rechargez la page."),
    OriginalMissing: (404, "Ce fichier n’est pas gardé ici, ou cette page ne se dessine pas."),
    DecisionMissing: (409, "Des propositions douteuses attendent une décision. Retenez-les ou écartez-les."),
    RecordsUnavailable: (503, "Le service des copies ne répond pas. Réessayez dans quelques minutes."),
}

STATUSES: dict[int, str] = {
    404: NOT_FOUND,
    405: "Cette adresse reçoit un formulaire et ne s’ouvre pas. Revenez à la page d’avant.",
    413: "Cet envoi est trop volumineux. Raccourcissez-le, puis recommencez.",
    422: "Un champ manque ou n’a pas la forme attendue. Vérifiez-le, puis recommencez.",
    500: "Une erreur est survenue de notre côté. Elle est notée. Votre texte est gardé dans la page.",
    503: "Le service est momentanément indisponible. Réessayez dans quelques minutes.",
    507: "Le disque du serveur est plein. Rien n’a été enregistré. Réessayez plus tard.",
}

TITLES: dict[int, str] = {
    401: "Connexion nécessaire",
    403: "Accès refusé",
    404: "Page introuvable",
    405: "Rien à ouvrir ici",
    409: "Demande déjà traitée",
    413: "Envoi trop volumineux",
    422: "Demande incomplète",
    507: "Disque plein",
}


def tell(request: Request, status: int, name: str, message: str) -> Response:
    """The refusal as a page for a browser, as JSON for a program."""
    if wants_page(request):
        title = TITLES.get(status, "Service indisponible")
        return render(request, "error.html", status=status, title=title, message=message)
    return JSONResponse({"error": name, "message": message}, status)


def wants_page(request: Request) -> bool:
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def find_refusal(error: Exception) -> tuple[int, str]:
    for kind in type(error).__mro__:
        if kind in REFUSALS:
            return REFUSALS[kind]
    return 500, STATUSES[500]


def refuse(request: Request, error: Exception) -> Response:
    status, message = find_refusal(error)
    return tell(request, status, type(error).__name__, message)


def send_to_sign_in(request: Request, error: Exception) -> Response:
    if wants_page(request) and request.method == "GET":
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?{urlencode({'next': target})}", 303)
    return refuse(request, error)


def refuse_status(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 422
    other = STATUSES[500] if status >= HTTPStatus.INTERNAL_SERVER_ERROR else STATUSES[422]
    message = STATUSES.get(status, other)
    return tell(request, status, "HTTPError", message)


def refuse_failure(request: Request, error: Exception) -> Response:
    """What nobody foresaw, or a machine in trouble: told without a trace, logged without the content."""
    status = _failure_status(error)
    # The route and not the address: the secret of a calendar link is in its address.
    path = getattr(request.scope.get("route"), "path", request.url.path)
    structlog.get_logger().error("request failed", path=path, kind=type(error).__name__, status=status)
    return tell(
        request,
        status,
        "Unavailable" if status > HTTPStatus.INTERNAL_SERVER_ERROR else "Failure",
        STATUSES[status],
    )


def _failure_status(error: Exception) -> int:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        return 507
    if isinstance(error, OperationalError):
        return 507 if "full" in str(error.orig) or "readonly" in str(error.orig) else 503
    return 500


def add_error_handlers(app: FastAPI) -> None:
    for refusal in REFUSALS:
        app.add_exception_handler(refusal, refuse)
    app.add_exception_handler(SignInRequired, send_to_sign_in)
    app.add_exception_handler(HTTPException, refuse_status)
    app.add_exception_handler(RequestValidationError, refuse_status)
    app.add_exception_handler(OperationalError, refuse_failure)
    app.add_exception_handler(OSError, refuse_failure)
    app.add_exception_handler(Exception, refuse_failure)
