"""What another may open reads, to one who may not, exactly like what does not exist."""

from collections.abc import Iterator, Sequence

from connectors.contract.description import Description, Operation
from connectors.contract.door import Door, Things, nowhere
from connectors.contract.findings import Finding, first_problem, found, not_tried

FAMILY = "droits"
# Whose rights stop at what was handed to them.
SEES_OWN_THINGS_ONLY = frozenset({"corrector"})


def check(door: Door, description: Description, people: Sequence[Things]) -> Iterator[Finding]:
    holders = [one for one in people if one.roles == SEES_OWN_THINGS_ONLY]
    for operation in description.reads():
        if not operation.path_parameters:
            continue
        name = f"{operation.path} d’un autre"
        having = [one for one in holders if _has(door, operation, one)]
        pair = _pair(operation, having, holders)
        if pair:
            yield found(FAMILY, name, _hidden(door, description, operation, *pair))
        elif having:
            yield not_tried(FAMILY, name, "il faut deux correcteurs dont l’un n’a rien de l’autre")
        else:
            yield not_tried(FAMILY, name, "aucun correcteur n’en a, ou ne peut le voir pour l’instant")


def _has(door: Door, operation: Operation, person: Things) -> bool:
    address = person.address(operation)
    return address is not None and door.ask(address, person.person).is_success


def _pair(
    operation: Operation, having: Sequence[Things], holders: Sequence[Things]
) -> tuple[Things, Things] | None:
    """Somebody who has such a thing, and somebody else, who has not this one."""
    for holder in having:
        for other in holders:
            if other is not holder and not _shares(other, holder, operation):
                return holder, other
    return None


def _shares(other: Things, holder: Things, operation: Operation) -> bool:
    names = set(operation.path_parameters) - set(operation.choices)
    return any(other.values.get(name) == holder.values[name] for name in names)


def _hidden(
    door: Door, description: Description, operation: Operation, holder: Things, other: Things
) -> str | None:
    hidden = door.ask(holder.address(operation) or "", other.person)
    unknown = door.ask(nowhere(operation), other.person)
    differs = "les mots ne sont pas ceux de l’inconnu" if hidden.content != unknown.content else None
    return first_problem(description.wrong_refusal(hidden, 404), differs)
