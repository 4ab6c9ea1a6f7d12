"""Writes sent twice are done once; what is hidden is gone at once. For a backend that may be thrown away."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

import httpx

from connectors.contract import feed
from connectors.contract.description import Description
from connectors.contract.door import Door, Things
from connectors.contract.findings import Finding, first_problem, found, not_tried

FAMILY = "écritures"
HIDE = "/v1/copies/{copy_id}/hide"
PRACTICAL_MARK = "/v1/practical-sheets/{sheet_id}/mark"
EXAM_OFFICE = "exam_office"


def check(door: Door, description: Description, people: Sequence[Things]) -> Iterator[Finding]:
    yield from _practical_mark(door, description, people)
    yield from _hide(door, description, people)


def _practical_mark(door: Door, description: Description, people: Sequence[Things]) -> Iterator[Finding]:
    holder = next((one for one in people if "sheet_id" in one.values), None)
    if not description.has("put", PRACTICAL_MARK) or holder is None:
        yield not_tried(FAMILY, PRACTICAL_MARK, "aucune de ces personnes n’a de candidat")
        return
    address = holder.fill(PRACTICAL_MARK) or ""
    body = {"points": 12, "comment": "Vérification du contrat."}

    def put(person: str, sent: Mapping[str, Any]) -> httpx.Response:
        return door.ask(address, person, method="PUT", body=sent)

    half = description.wrong_refusal(put(holder.person, {**body, "points": 12.5}), 422)
    yield found(FAMILY, "une note d’épreuve pratique est en points entiers", half)
    first, again = put(holder.person, body), put(holder.person, body)
    twice = None if first.is_success and first.content == again.content else "deux réponses différentes"
    yield found(FAMILY, "la même note envoyée deux fois ne change rien", twice)
    others = [one for one in people if one.roles == {"corrector"} and "sheet_id" not in one.values]
    for other in others[:1]:
        refused = description.wrong_refusal(put(other.person, body), 404)
        yield found(FAMILY, "nul autre ne note ce candidat", refused)


def _hide(door: Door, description: Description, people: Sequence[Things]) -> Iterator[Finding]:
    holder = next((one for one in people if "copy_id" in one.values), None)
    if not description.has("post", HIDE) or holder is None:
        yield not_tried(FAMILY, HIDE, "aucune de ces personnes n’a de copie")
        return
    address, key = holder.fill(HIDE) or "", {"Idempotency-Key": uuid4().hex}

    def post(reason: str, headers: Mapping[str, str]) -> httpx.Response:
        return door.ask(address, holder.person, method="POST", body={"reason": reason}, headers=headers)

    keyless = description.wrong_refusal(post("Un nom est visible.", {}), 422)
    kept = door.ask(holder.fill("/v1/copies/{copy_id}") or "", holder.person)
    changed = None if kept.is_success else "la copie a disparu malgré le refus"
    yield found(FAMILY, "sans clé, rien n’est fait", first_problem(keyless, changed))
    first, again = post("Un nom est visible.", key), post("Un nom est visible.", key)
    same = first.is_success and first.content == again.content
    yield found(FAMILY, "la même clé rend la même réponse", None if same else "deux réponses différentes")
    other = description.wrong_refusal(post("Autre raison.", key), 422)
    yield found(FAMILY, "la même clé pour autre chose est refusée", other)
    yield found(FAMILY, "une copie masquée disparaît aussitôt", _gone(door, description, holder))
    yield from _left_to_the_office(door, holder, people)
    if description.has("get", feed.ADDRESS):
        yield found(FAMILY, "un seul événement pour une copie masquée", _told_once(door, holder))


def _gone(door: Door, description: Description, holder: Things) -> str | None:
    addresses = ("/v1/copies/{copy_id}", "/v1/pages/{page_id}", "/v1/pages/{page_id}/image")
    return first_problem(
        *(
            description.wrong_refusal(door.ask(holder.fill(address) or "", holder.person), 404)
            for address in addresses
        )
    )


def _left_to_the_office(door: Door, holder: Things, people: Sequence[Things]) -> Iterator[Finding]:
    name = "le bureau des examens voit encore la copie masquée"
    office = next((one for one in people if EXAM_OFFICE in one.roles), None)
    if office is None:
        yield not_tried(FAMILY, name, "aucune de ces personnes n’est du bureau des examens")
        return
    seen = door.ask(holder.fill("/v1/copies/{copy_id}") or "", office.person)
    is_told = seen.is_success and seen.json().get("hidden") is True
    yield found(FAMILY, name, None if is_told else f"{seen.status_code}, ou non dite masquée")


def _told_once(door: Door, holder: Things) -> str | None:
    told, after = 0, 0
    while events := door.ask(feed.ADDRESS, query={"after": after, "limit": feed.MOST}).json()["events"]:
        after = events[-1]["number"]
        told += sum(
            event["kind"] == "copy.hidden" and event["data"].get("copy_id") == holder.values["copy_id"]
            for event in events
        )
    return None if told == 1 else f"{told} événements"
