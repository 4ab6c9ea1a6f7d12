"""What a corrector writes: annotations, marks, pages asked for again; twice, too late, or by another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from connectors.contract.description import Description
from connectors.contract.door import UNKNOWN, Door, Things
from connectors.contract.findings import Finding, first_problem, found, not_tried

FAMILY = "écritures"
WORK = "/v1/copies/{copy_id}/work"
MARKS = "/v1/copies/{copy_id}/marks"
ANNOTATION = "/v1/copies/{copy_id}/annotations/{annotation_id}"
RESCANS = "/v1/rescan-items"
OPEN_LOT = "marking"
TICK = {"kind": "tick", "box": {"left": 0.1, "top": 0.1, "right": 0.2, "bottom": 0.2}, "text": ""}


@dataclass(frozen=True, slots=True)
class Held:
    """A copy that somebody may write on, and somebody else who may not see it."""

    door: Door
    description: Description
    person: str
    other: str
    copy: Mapping[str, Any]

    def path(self, template: str, **others: object) -> str:
        return template.format(copy_id=self.copy["copy_id"], **others)

    def put(self, path: str, body: object, person: str | None = None) -> httpx.Response:
        return self.door.ask(path, person or self.person, method="PUT", body=body)

    def work(self) -> dict[str, Any]:
        read: dict[str, Any] = self.door.ask(self.path(WORK), self.person).json()
        return read


def check(door: Door, description: Description, people: Sequence[Things]) -> Iterator[Finding]:
    if not description.has("get", WORK):
        yield not_tried(FAMILY, WORK, "la description n’en parle pas")
        return
    held = _held(door, description, [one.person for one in people if one.roles == {"corrector"}])
    if held is None:
        yield not_tried(FAMILY, WORK, "il faut deux correcteurs, dont l’un ait un lot en correction")
        return
    yield found(FAMILY, "une annotation envoyée deux fois n’est là qu’une fois", _annotated_once(held))
    yield found(FAMILY, "nul autre n’annote cette copie", _annotated_by_another(held))
    yield found(FAMILY, "des notes d’une version dépassée ne remplacent rien", _marked_late(held))
    if description.has("post", RESCANS):
        yield found(FAMILY, "une page redemandée deux fois ne l’est qu’une fois", _asked_again_once(held))
    else:
        yield not_tried(FAMILY, RESCANS, "la description n’en parle pas")


def _held(door: Door, description: Description, people: Sequence[str]) -> Held | None:
    for person in people:
        others = [one for one in people if one != person]
        lots = door.ask("/v1/me/lots", person).json()
        for lot in lots if others else ():
            copies = door.ask(f"/v1/me/lots/{lot['number']}/copies", person).json()
            if lot["state"] == OPEN_LOT and copies:
                # The last one: the other checks use the first.
                work = door.ask(WORK.format(copy_id=copies[-1]["id"]), person)
                if work.is_success and work.json()["held"]:
                    return Held(door, description, person, others[0], work.json())
    return None


def _annotated_once(held: Held) -> str | None:
    mark = str(uuid4())
    path = held.path(ANNOTATION, annotation_id=mark)
    body = {**TICK, "page_id": held.copy["pages"][0]["id"]}
    first, again = held.put(path, body), held.put(path, body)
    there = [one for one in held.work()["annotations"] if one["id"] == mark]
    removed = [held.door.ask(path, held.person, method="DELETE").status_code for _ in range(2)]
    left = [one for one in held.work()["annotations"] if one["id"] == mark]
    return first_problem(
        None if first.is_success else f"{first.status_code} au lieu de 200",
        None if first.content == again.content else "deux réponses différentes",
        None if len(there) == 1 else f"elle est là {len(there)} fois",
        None if all(status < 500 for status in removed) and not left else "effacée deux fois, elle reste",
    )


def _annotated_by_another(held: Held) -> str | None:
    body = {**TICK, "page_id": held.copy["pages"][0]["id"]}
    answer = held.put(held.path(ANNOTATION, annotation_id=uuid4()), body, held.other)
    return held.description.wrong_refusal(answer, 404)


def _marked_late(held: Held) -> str | None:
    before = held.work()
    body = {"marks": before["marks"], "code": before["code"], "version": before["version"]}
    first = held.put(held.path(MARKS), {**body, "appreciation": "Première appréciation."})
    late = held.put(held.path(MARKS), {**body, "appreciation": "Appréciation d’une version dépassée."})
    after = held.work()
    return first_problem(
        None if first.is_success else f"{first.status_code} au lieu de 200",
        held.description.wrong_refusal(late, 409),
        None if after["appreciation"] == "Première appréciation." else "ce qui était enregistré est perdu",
    )


def _asked_again_once(held: Held) -> str | None:
    page = held.copy["pages"][0]
    body = {
        "copy_id": held.copy["copy_id"], "page_number": page["number"], "page_id": page["id"],
        "defect": "blurred", "reference": f"contrat-{uuid4().hex[:8]}", "note": "",
    }  # fmt: skip
    other = {**body, "reference": f"contrat-{uuid4().hex[:8]}"}

    def post(sent: Mapping[str, Any], key: str) -> httpx.Response:
        headers = {"Idempotency-Key": key}
        return held.door.ask(RESCANS, held.person, method="POST", body=sent, headers=headers)

    keyless = held.description.wrong_refusal(post(body, ""), 422)
    key = uuid4().hex
    first, again, joined = post(body, key), post(body, key), post(other, uuid4().hex)
    if keyless or not (first.is_success and joined.is_success):
        return keyless or f"{first.status_code}, {joined.status_code} au lieu de 200"
    item, both = first.json(), joined.json()
    hidden = held.door.ask(f"{RESCANS}/{item['id']}", held.other)
    unknown = held.door.ask(f"{RESCANS}/{UNKNOWN}", held.other)
    return first_problem(
        None if first.content == again.content else "la même clé donne deux réponses",
        None if both["id"] == item["id"] else "la même page est demandée deux fois",
        None
        if {body["reference"], other["reference"]} <= set(both["references"])
        else "un signalement est oublié",
        held.description.wrong_refusal(hidden, 404),
        None if hidden.content == unknown.content else "les mots ne sont pas ceux de l’inconnu",
    )
