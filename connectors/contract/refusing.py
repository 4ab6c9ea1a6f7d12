"""Refusals: without rights, of the unknown, of the malformed; each with its status and a sentence."""

from collections.abc import Iterator, Mapping

import httpx

from connectors.contract.description import Description, Operation
from connectors.contract.door import Door, nowhere
from connectors.contract.findings import Finding, first_problem, found

FAMILY = "refus"
STRANGER = "personne-que-nul-ne-connait"
NONSENSE = "pas-un-identifiant"
# What a caller without rights may send.
WITHOUT_RIGHTS: Mapping[str, Mapping[str, str]] = {
    "sans jeton": {"Authorization": ""},
    "avec un autre jeton": {"Authorization": "Bearer jeton-invente"},
    "avec le cookie d’une autre session": {
        "Authorization": "", "On-Behalf-Of": "", "Cookie": "backend_session=invente",
    },
}  # fmt: skip


def check(door: Door, description: Description, person: str) -> Iterator[Finding]:
    for case, headers in WITHOUT_RIGHTS.items():
        refusals = (
            _named(one, description.wrong_refusal(_send(door, one, person, headers), 401))
            for one in description.operations()
        )
        yield found(FAMILY, f"401 {case}", first_problem(*refusals))
    yield found(FAMILY, "401 au nom d’une personne inconnue", _stranger(door, description))
    for operation in description.reads():
        if operation.path_parameters:
            yield found(FAMILY, f"404 {operation.path}", _unknown(door, description, operation, person))
        if any(operation.needs_uuid(name) for name in operation.path_parameters):
            yield found(FAMILY, f"422 {operation.path}", _malformed(door, description, operation, person))
    address = description.wrong_refusal(door.ask("/v1/nulle-part", person), 404)
    yield found(FAMILY, "404 adresse qui ne mène à rien", address)


def _send(door: Door, operation: Operation, person: str, headers: Mapping[str, str]) -> httpx.Response:
    body: object = {} if operation.method in {"put", "post", "patch"} else None
    return door.ask(nowhere(operation), person, method=operation.method.upper(), body=body, headers=headers)


def _stranger(door: Door, description: Description) -> str | None:
    reads = [one for one in description.reads() if one.speaks_for_a_person]
    return first_problem(
        *(_named(one, description.wrong_refusal(door.ask(nowhere(one), STRANGER), 401)) for one in reads)
    )


def _unknown(door: Door, description: Description, operation: Operation, person: str) -> str | None:
    return description.wrong_refusal(door.ask(nowhere(operation), person), 404)


def _malformed(door: Door, description: Description, operation: Operation, person: str) -> str | None:
    """What was sent is not repeated: it may hold what nobody else should read."""
    address = operation.path.format(**dict.fromkeys(operation.path_parameters, NONSENSE))
    answer = door.ask(address, person)
    repeated = "le refus répète ce qui a été envoyé" if NONSENSE in answer.text else None
    return first_problem(description.wrong_refusal(answer, 422), repeated)


def _named(operation: Operation, problem: str | None) -> str | None:
    return f"{operation.name} : {problem}" if problem else None
