"""`permanence contract`: does a backend keep what the published contract promises?"""

import json
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from app import console
from app.accounts import DEMONSTRATION_ACCOUNTS
from app.settings import DEMONSTRATION_SECRET

CANNOT_RUN = 2


def contract(  # each argument is an option of the command
    url: Annotated[str, typer.Argument(metavar="URL", help="Adresse du service à vérifier.")],
    token: Annotated[str, typer.Option("--token", help="Jeton de service.")] = DEMONSTRATION_SECRET,
    person: Annotated[
        list[str] | None,
        typer.Option("--person", help="Personne pour qui demander ; à répéter, deux correcteurs au moins."),
    ] = None,
    writes: Annotated[
        bool, typer.Option("--writes", help="Écrit aussi : pour un service que l’on jettera ensuite.")
    ] = False,
    events_secret: Annotated[
        str, typer.Option("--events-secret", help="Secret qui signe les événements.")
    ] = "",
    openapi: Annotated[
        Path | None, typer.Option("--openapi", help="Une autre description que celle de ce dépôt.")
    ] = None,
) -> None:
    """Vérifie qu’un service des copies tient le contrat publié : une ligne par vérification."""
    # httpx and jsonschema take a while to load.
    import httpx

    from connectors.contract import findings, suite
    from connectors.contract.description import Description
    from connectors.contract.door import Door

    people = person or [account.id for account in DEMONSTRATION_ACCOUNTS]
    wanted = suite.Wanted(people, writes=writes, events_secret=events_secret)
    described = Description(_read_description(openapi))
    told = []
    try:
        with closing(Door(url, token)) as door:
            for finding in suite.run(door, described, wanted):
                console.out(finding.line())
                told.append(finding)
    except suite.NobodyKnown:
        _cannot(f"Le service de {url} refuse ce jeton, ou ne connaît aucune de ces personnes.")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        _cannot(f"Le service de {url} ne répond pas : {type(error).__name__}.")
    console.out(findings.summary(told))
    raise typer.Exit(1 if any(one.verdict is findings.Verdict.BROKEN for one in told) else 0)


def _read_description(given: Path | None) -> dict[str, Any]:
    import backend

    path = given or Path(backend.__file__).parent / "openapi.json"
    try:
        with console.open_text(path) as file:
            document: dict[str, Any] = json.load(file)
    except json.JSONDecodeError:
        document = {}
    if not {"paths", "components"} <= set(document):
        _cannot(f"Ce fichier n’est pas une description OpenAPI : {path}.")
    return document


def _cannot(sentence: str) -> NoReturn:
    console.tell(sentence)
    raise typer.Exit(CANNOT_RUN)
