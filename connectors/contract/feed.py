"""Events: read by the service alone, in order, again from any number, each signed."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from connectors.contract.description import Description
from connectors.contract.door import Door
from connectors.contract.findings import Finding, first_problem, found, not_tried

FAMILY = "événements"
ADDRESS = "/v1/events"
SIGNED = ("number", "id", "kind", "at", "data")
# Of a copy or a lot, the day is told and not the hour.
BY_THE_DAY = ("copy.", "lot.")
MOST = 100


def check(door: Door, description: Description, secret: str) -> Iterator[Finding]:
    if not description.has("get", ADDRESS):
        yield not_tried(FAMILY, ADDRESS, "la description n’en parle pas")
        return
    bare = door.ask(ADDRESS, headers={"Authorization": ""})
    yield found(FAMILY, "401 sans jeton", description.wrong_refusal(bare, 401))
    below = door.ask(ADDRESS, query={"after": -1})
    yield found(FAMILY, "422 avant le premier", description.wrong_refusal(below, 422))
    events = _read(door, 0, MOST)
    yield found(FAMILY, "numéros croissants, identifiants uniques", _in_order(events))
    beyond = door.ask(ADDRESS, query={"after": 2**53}).json()
    yield found(FAMILY, "rien après le dernier", "des événements inventés" if beyond["events"] else None)
    if not events:
        yield not_tried(FAMILY, "reprise et signature", "aucun événement n’a encore eu lieu")
        return
    yield found(FAMILY, "relus de la même façon depuis chaque numéro", _replayed(door, events))
    yield found(FAMILY, "le jour et non l’heure pour une copie ou un lot", _by_the_day(events))
    if secret:
        yield found(FAMILY, "signature de chacun", _signatures(events, secret))
    else:
        yield not_tried(FAMILY, "signature de chacun", "donnez le secret : --events-secret")


def _read(door: Door, after: int, limit: int) -> list[Mapping[str, Any]]:
    read: list[Mapping[str, Any]] = door.ask(ADDRESS, query={"after": after, "limit": limit}).json()["events"]
    return read


def _in_order(events: Sequence[Mapping[str, Any]]) -> str | None:
    numbers = [event["number"] for event in events]
    if numbers != sorted(set(numbers)):
        return "les numéros ne croissent pas"
    return None if len({event["id"] for event in events}) == len(events) else "un identifiant sert deux fois"


def _replayed(door: Door, events: Sequence[Mapping[str, Any]]) -> str | None:
    for place in {0, len(events) // 2, len(events) - 1}:
        after = events[place]["number"]
        expected = [event for event in events if event["number"] > after][:3]
        if _read(door, after, 3)[: len(expected)] != expected:
            return f"après le numéro {after}, ce ne sont pas les mêmes"
        if _read(door, after - 1, 1) != [events[place]]:
            return f"le numéro {after} n’est pas rendu à qui reprend juste avant lui"
    return None


def _by_the_day(events: Sequence[Mapping[str, Any]]) -> str | None:
    told = [event for event in events if event["kind"].startswith(BY_THE_DAY)]
    precise = (event["number"] for event in told if "T00:00:00" not in event["at"])
    return first_problem(*(f"le numéro {number} donne l’heure" for number in precise))


def _signatures(events: Sequence[Mapping[str, Any]], secret: str) -> str | None:
    for event in events:
        content = {name: event[name] for name in SIGNED}
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        expected = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, event["signature"]):
            return f"celle du numéro {event['number']} ne correspond pas"
    return None
