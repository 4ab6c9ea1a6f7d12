"""Every read answers in the form that is published, and tells nothing of a corrector's rhythm."""

import re
from collections.abc import Iterator, Sequence

import httpx

from connectors.contract.description import Description, Operation
from connectors.contract.door import Door, Things
from connectors.contract.findings import Finding, first_problem, found, not_tried

FAMILY = "formes"
WATCHED = re.compile(r"copies|pages|sheets|marks|work")
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
RHYTHM = re.compile(r"(^|_)(seconds|duration|elapsed|viewed|opened|updated_at|created_at|modified)(_|$)")


def check(door: Door, description: Description, people: Sequence[Things]) -> Iterator[Finding]:
    for operation in description.reads():
        answer = _answer(door, operation, people)
        if answer is None:
            yield not_tried(
                FAMILY, operation.name, "aucune de ces personnes n’en a, ou ne peut le voir pour l’instant"
            )
            continue
        is_json = answer.headers.get("content-type", "").startswith("application/json")
        is_watched = is_json and WATCHED.search(operation.path)
        watched = _rhythm(answer.json()) if is_watched else None
        misfit = description.wrong_answer(operation, answer)
        yield found(FAMILY, operation.name, first_problem(misfit, watched))


def _answer(door: Door, operation: Operation, people: Sequence[Things]) -> httpx.Response | None:
    """From the first who has such a thing and may see it now, where a refusal is published."""
    published = {int(status) for status in operation.content["responses"]} - {operation.success[0]}
    for one in people:
        address = one.address(operation)
        answer = door.ask(address, one.person, query=operation.required_query) if address else None
        if answer is not None and answer.status_code not in published & {403, 409}:
            return answer
    return None


def _rhythm(value: object, name: str = "") -> str | None:
    """Of a copy, a page or a sheet, no field says when somebody worked on it."""
    if isinstance(value, dict):
        return first_problem(*(_rhythm(item, key) for key, item in value.items()))
    if isinstance(value, list):
        return first_problem(*(_rhythm(item, name) for item in value))
    tells = (isinstance(value, str) and INSTANT.match(value)) or RHYTHM.search(name)
    return f"« {name} » permettrait de lire un rythme de travail" if tells else None
