"""Page images: asked again at each showing, carried once, and reached by nobody without rights."""

from collections.abc import Iterator, Sequence

import httpx

from connectors.contract.description import Description
from connectors.contract.door import Door, Things
from connectors.contract.findings import Finding, first_problem, found, not_tried

FAMILY = "images"
ADDRESS = "/v1/pages/{page_id}/image"
GUESSES = (
    "/v1/pages/{page_id}.jpg",
    "/pages/{page_id}.jpg",
    "/static/pages/{page_id}-1-full.jpg",
    "/static/%2e%2e/%2e%2e/var/pages/{page_id}.jpg",
    "/v1/pages/%2e%2e%2f%2e%2e%2fetc%2fpasswd/image",
    "/v1/pages/{page_id}%00/image",
    "/v1/pages/{page_id}/image/%2e%2e%2f%2e%2e%2fimage",
    "/var/pages/{page_id}.jpg",
)


def check(door: Door, description: Description, people: Sequence[Things]) -> Iterator[Finding]:
    holder = next((one for one in people if "page_id" in one.values), None)
    if holder is None:
        yield not_tried(FAMILY, ADDRESS, "aucune de ces personnes n’a de page")
        return
    address = holder.fill(ADDRESS) or ""
    image = door.ask(address, holder.person)
    yield found(FAMILY, "l’image s’affiche et porte son étiquette", _labelled(image))
    yield found(FAMILY, "304 quand elle n’a pas changé", _unchanged(door, address, holder, image))
    again = door.ask(address, holder.person, headers={"If-None-Match": '"autre"'})
    yield found(FAMILY, "200 quand l’étiquette est une autre", _status(again, 200))
    yield found(FAMILY, "gardée par personne d’autre que le lecteur", _private(image))
    label = image.headers.get("etag", "*")
    bare = door.ask(address, headers={"Authorization": "", "If-None-Match": label})
    yield found(FAMILY, "401 sans jeton, même avec la bonne étiquette", description.wrong_refusal(bare, 401))
    yield found(FAMILY, "nulle autre adresse n’y mène", _guessed(door, holder))


def _labelled(image: httpx.Response) -> str | None:
    is_image = image.headers.get("content-type", "").startswith("image/")
    return first_problem(
        _status(image, 200),
        None if is_image else "ce n’est pas une image",
        None if image.headers.get("etag") else "il manque l’en-tête ETag",
        None if image.content else "l’image est vide",
    )


def _unchanged(door: Door, address: str, holder: Things, image: httpx.Response) -> str | None:
    label = image.headers.get("etag", "")
    again = door.ask(address, holder.person, headers={"If-None-Match": label})
    return first_problem(
        _status(again, 304),
        "le corps est transporté de nouveau" if again.content else None,
        None if again.headers.get("etag") == label else "l’étiquette change sans que l’image change",
    )


def _private(image: httpx.Response) -> str | None:
    rules = {rule.strip() for rule in image.headers.get("cache-control", "").split(",")}
    if "public" in rules or not rules & {"private", "no-store"}:
        return "Cache-Control doit dire « private » ou « no-store »"
    return (
        None
        if rules & {"no-cache", "no-store", "max-age=0"}
        else "les droits se vérifient à chaque affichage"
    )


def _guessed(door: Door, holder: Things) -> str | None:
    for guess in GUESSES:
        address = guess.format(page_id=holder.values["page_id"])
        for person in (holder.person, None):
            headers = {} if person else {"Authorization": ""}
            answer = door.ask(address, person, headers=headers)
            if answer.is_success or answer.is_server_error:
                return f"{address} répond {answer.status_code}"
    return None


def _status(answer: httpx.Response, wanted: int) -> str | None:
    return None if answer.status_code == wanted else f"{answer.status_code} au lieu de {wanted}"
