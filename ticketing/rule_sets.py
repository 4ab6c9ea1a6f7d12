"""The rules in force, those being prepared, and how one becomes the other: numbered, undone, kept."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from ticketing import permissions, rule_checks, rule_text
from ticketing.errors import RightMissing
from ticketing.permissions import Caller
from ticketing.routing import Rule, RuleSet
from ticketing.rule_checks import Known
from ticketing.rule_models import RuleVersion, RuleWork
from ticketing.shipped_rules import SHIPPED
from ticketing.steering_errors import RuleNotFound, RulesMoved, RulesRefused

Rules = tuple[Rule, ...]
Change = Callable[[Rules], Rules]
# Without its object: each new ticket asks for it.
_LAST = (
    select(col(RuleVersion.number), col(RuleVersion.rules)).order_by(col(RuleVersion.number).desc()).limit(1)
)


def in_force(session: Session) -> RuleSet:
    last = session.connection().execute(_LAST).first()
    return RuleSet(last.number, rule_text.read(last.rules)) if last else SHIPPED


def at(session: Session, number: int) -> RuleSet:
    """The rules of a version, 0 for those that come with the product."""
    if number == SHIPPED.number:
        return SHIPPED
    row = session.get(RuleVersion, number)
    if row is None:
        raise RuleNotFound(str(number))
    return RuleSet(row.number, rule_text.read(row.rules))


def history(session: Session) -> list[RuleVersion]:
    """The latest first."""
    return list(session.exec(select(RuleVersion).order_by(col(RuleVersion.number).desc())))


def work(session: Session) -> RuleWork | None:
    return session.get(RuleWork, 1)


def prepared(session: Session) -> Rules:
    """What the supervisors are preparing; what is in force while they prepare nothing."""
    row = work(session)
    return rule_text.read(row.rules) if row else in_force(session).rules


def change(session: Session, how: Change, *, seen: int, caller: Caller, now: datetime) -> None:
    """Change what is being prepared. `seen` is the step one had under the eyes, 0 for none."""
    _refuse_others(caller)
    row = _seen(session, seen)
    rules = how(prepared(session))
    if row is None:
        row = RuleWork(
            step=1,
            based_on=in_force(session).number,
            rules=rule_text.written(rules),
            changed_by=caller.id,
            changed_at=now,
        )
    else:
        row.step, row.rules = row.step + 1, rule_text.written(rules)
        row.changed_by, row.changed_at = caller.id, now
    session.add(row)
    _flush(session)


def give_up(session: Session, *, seen: int, caller: Caller) -> None:
    _refuse_others(caller)
    row = _seen(session, seen)
    if row:
        session.delete(row)
        session.flush()


def publish(session: Session, known: Known, *, seen: int, caller: Caller, now: datetime) -> int:
    """Put in force what was prepared; the number of its version. Raises RulesRefused."""
    _refuse_others(caller)
    row = _seen(session, seen)
    if row is None:
        raise RulesMoved
    rules = rule_text.read(row.rules)
    if rule_checks.problems(rules, known):
        raise RulesRefused
    session.delete(row)
    return _add(session, rules, caller, now)


def restore(session: Session, number: int, *, last: int, caller: Caller, now: datetime) -> int:
    """Put back the rules of an older version as a new one; `last` is the one thought to be in force."""
    _refuse_others(caller)
    if in_force(session).number != last:
        raise RulesMoved
    return _add(session, at(session, number).rules, caller, now, restores=number)


def added(rule: Rule) -> Change:
    """The new rule comes before the last one, which takes what is left."""
    return lambda rules: (*rules[:-1], rule, *rules[-1:])


def replaced(rule: Rule) -> Change:
    return _each(rule.key, lambda _: (rule,))


def removed(key: str) -> Change:
    return _each(key, lambda _: ())


def switched(key: str, enabled: bool) -> Change:
    return _each(key, lambda rule: (replace(rule, enabled=enabled),))


def moved(key: str, by: int) -> Change:
    """One place up (-1) or down (1); at the end of the list, it stays there."""

    def move(rules: Rules) -> Rules:
        place = _place(rules, key)
        order = list(rules)
        order.insert(min(max(place + by, 0), len(order) - 1), order.pop(place))
        return tuple(order)

    return move


def _each(key: str, how: Callable[[Rule], Sequence[Rule]]) -> Change:
    def apply(rules: Rules) -> Rules:
        place = _place(rules, key)
        return (*rules[:place], *how(rules[place]), *rules[place + 1 :])

    return apply


def _place(rules: Rules, key: str) -> int:
    for place, rule in enumerate(rules):
        if rule.key == key:
            return place
    raise RuleNotFound(key)


def find(rules: Rules, key: str) -> Rule:
    return rules[_place(rules, key)]


def _add(session: Session, rules: Rules, caller: Caller, now: datetime, restores: int | None = None) -> int:
    number = in_force(session).number + 1
    session.add(
        RuleVersion(
            number=number,
            rules=rule_text.written(rules),
            published_by=caller.id,
            published_at=now,
            restores=restores,
        )
    )
    _flush(session)
    return number


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise RulesMoved from error


def _seen(session: Session, seen: int) -> RuleWork | None:
    row = work(session)
    if (row.step if row else 0) != seen:
        raise RulesMoved
    return row


def _refuse_others(caller: Caller) -> None:
    if not permissions.may_edit_rules(caller):
        raise RightMissing(caller.id, "edit_rules")
