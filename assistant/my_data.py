"""What the backend says of the caller: lots, progress, lock, missions, claims — dated, never a rule."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from assistant import expense_form
from assistant.answers import Act, Answer, Route, Situation, Status
from assistant.days import Days, read_days
from assistant.french import PARIS, counted, day, listed, moment, typeset
from assistant.intents import Intent
from assistant.personal import (
    ClaimRecord,
    LotRecord,
    MarkSheetRecord,
    MissionRecord,
    PersonalRecords,
    RecordNotFound,
    RecordsUnavailable,
)
from assistant.replies import SOMEBODY, say
from ticketing.permissions import Caller

SANTORIN, IMAGIN = "SANTORIN", "IMAG’IN"
STATES = {
    "distributed": "confié, pas encore ouvert",
    "verification": "en vérification",
    "marking": "en correction",
    "finished": "terminé",
    "locked": "verrouillé",
    "harmonised": "harmonisé",
}
# Lines of a block: beyond, a list is no longer read.
MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class MyData:
    """Reads for one caller with her own rights; every number asked comes back as hers or not at all."""

    records: PersonalRecords
    caller: Caller
    now: datetime

    def tell(self, intent: Intent, lots: Sequence[str] = (), said: str = "") -> Answer:
        """The situation block of one my_data intent; `lots` are the numbers named, `said` the message."""
        source = IMAGIN if intent in (Intent.MISSIONS, Intent.CLAIM_STATUS) else SANTORIN
        try:
            return self._tell(intent, lots, source, said)
        except RecordNotFound as error:
            return self._not_hers(error)
        except RecordsUnavailable:
            return unavailable(source)

    def _tell(self, intent: Intent, lots: Sequence[str], source: str, said: str) -> Answer:
        match intent:
            case Intent.MISSIONS:
                missions = self.records.missions(self.caller)
                held = [_days_of(mission) for mission in missions]
                days = read_days(said, self.now.astimezone(PARIS).date(), held)
                return self._block(source, *_missions(missions, self.now, days))
            case Intent.CLAIM_STATUS:
                told = self._block(source, *_claims(self.records.claims(self.caller)))
                return replace(told, actions=(expense_form.START,))
            case Intent.LOT_STATUS:
                found = self._lots(lots)
                return self._block(source, *_states(found, [self._sheet(lot) for lot in found]))
            case Intent.LOT_PROGRESS:
                return self._block(source, *_progress(self._lots(lots)))
            case _:
                return self._block(source, *_list(self._lots(lots)))

    def _lots(self, numbers: Sequence[str]) -> list[LotRecord]:
        if numbers:
            return [self.records.lot(self.caller, number) for number in numbers]
        return list(self.records.lots(self.caller))

    def _sheet(self, lot: LotRecord) -> MarkSheetRecord | None:
        """A lot that is marked on paper also has a mark sheet in LOTANET; most have none."""
        try:
            return self.records.mark_sheet(self.caller, lot.number)
        except RecordNotFound:
            return None

    def _block(self, source: str, said: str, lines: Sequence[str]) -> Answer:
        shown = tuple(typeset(line) for line in lines[:MOST_LINES])
        situation = Situation(source, self.now, shown) if shown else None
        return say(Act.MY_DATA, Route.MY_DATA, Status.PERSONAL_DATA, said, situation=situation)

    def _not_hers(self, error: RecordNotFound) -> Answer:
        return say(
            Act.LOT_NOT_ASSIGNED,
            Route.MY_DATA,
            Status.PERSONAL_DATA,
            f"Le lot {error.number} n’est pas parmi les vôtres.",
        )


def unavailable(source: str) -> Answer:
    return say(
        Act.MY_DATA,
        Route.MY_DATA,
        Status.PERSONAL_DATA,
        f"{source} ne répond pas : je ne peux pas lire votre situation.",
        "Réessayez dans un moment.",
        actions=(SOMEBODY,),
    )


def _list(lots: Sequence[LotRecord]) -> tuple[str, list[str]]:
    if not lots:
        return "Aucun lot ne vous est attribué pour le moment.", []
    lines = [
        f"Lot {lot.number}, {lot.paper} : {_marked(lot)}, {STATES.get(lot.state, lot.state)}{_deadline(lot)}."
        for lot in lots
    ]
    if len(lots) == 1:
        return f"Le lot {lots[0].number} vous est attribué.", lines
    return f"Vous avez {len(lots)} lots : {listed([lot.number for lot in lots])}.", lines


def _progress(lots: Sequence[LotRecord]) -> tuple[str, list[str]]:
    if not lots:
        return _list(lots)
    lines = [f"Lot {lot.number} : {_marked(lot)}{_aside(lot)}{_deadline(lot)}." for lot in lots]
    left = sum(lot.copies - lot.marked for lot in lots)
    where = f"dans le lot {lots[0].number}" if len(lots) == 1 else f"dans vos {len(lots)} lots"
    return f"Il vous reste {counted(left, 'copie', 'copies')} à corriger {where}.", lines


def _marked(lot: LotRecord) -> str:
    return f"{counted(lot.marked, 'copie corrigée', 'copies corrigées')} sur {lot.copies}"


def _aside(lot: LotRecord) -> str:
    return f", {counted(lot.set_aside, 'mise', 'mises')} de côté" if lot.set_aside else ""


def _states(lots: Sequence[LotRecord], sheets: Sequence[MarkSheetRecord | None]) -> tuple[str, list[str]]:
    if not lots:
        return _list(lots)
    lines = [f"Lot {lot.number} : {STATES.get(lot.state, lot.state)}{_deadline(lot)}." for lot in lots]
    lines += [
        f"LOTANET, lot {sheet.lot} : {counted(sheet.entered, 'note saisie', 'notes saisies')},"
        f" {sheet.missing} à saisir, {'verrouillé' if sheet.locked else 'non verrouillé'}."
        for sheet in sheets
        if sheet
    ]
    if len(lots) > 1:
        return "Voici l’état de vos lots.", lines
    return f"Le lot {lots[0].number} est {STATES.get(lots[0].state, lots[0].state)}.", lines


def _missions(
    missions: Sequence[MissionRecord], now: datetime, days: Sequence[Days]
) -> tuple[str, list[str]]:
    """Those of the days that were named, past ones too, else those to come."""
    if days:
        wanted = _on(missions, days)
        if wanted:
            first = min(wanted, key=lambda m: m.starts_at)
            return f"{first.kind.capitalize()} : {moment(first.starts_at)}, {first.centre}.", _each(wanted)
        said, lines = _missions(missions, now, ())
        return f"Vous n’avez pas de mission {_named(days)}. {said}", lines
    to_come = sorted((m for m in missions if (m.ends_at or m.starts_at) >= now), key=lambda m: m.starts_at)
    if not to_come:
        past = " Vos missions sont passées." if missions else ""
        return f"Vous n’avez aucune mission à venir.{past}", []
    first = to_come[0]
    return f"Votre prochaine mission : {moment(first.starts_at)}, {first.centre}.", _each(to_come)


def _on(missions: Sequence[MissionRecord], days: Sequence[Days]) -> list[MissionRecord]:
    """Those that begin on a day named, else those that go on then."""
    begun = [m for m in missions if any(one.holds(_days_of(m).first) for one in days)]
    return begun or [m for m in missions if any(_days_of(m).meets(one) for one in days)]


def _days_of(mission: MissionRecord) -> Days:
    ends = mission.ends_at or mission.starts_at
    return Days(mission.starts_at.astimezone(PARIS).date(), ends.astimezone(PARIS).date())


def _named(days: Sequence[Days]) -> str:
    """The day as it was understood, its year said: "le lundi 31 mai 2027"."""
    if len(days) > 1 or days[0].first != days[0].last:
        return "à ces dates"
    return f"le {day(datetime.combine(days[0].first, time(12), PARIS))}"


def _each(missions: Sequence[MissionRecord]) -> list[str]:
    in_order = sorted(missions, key=lambda m: m.starts_at)
    return [f"{m.kind.capitalize()}, {m.paper} : {moment(m.starts_at)}, {m.centre}." for m in in_order]


def _claims(claims: Sequence[ClaimRecord]) -> tuple[str, list[str]]:
    if not claims:
        return "Vous n’avez aucun état de frais.", []
    lines = [
        f"{claim.mission} : {claim.state}{f', {claim.amount}' if claim.amount else ''}." for claim in claims
    ]
    if len(claims) > 1:
        return f"Vous avez {len(claims)} états de frais.", lines
    return f"Votre état de frais : {claims[0].state}.", lines


def _deadline(lot: LotRecord) -> str:
    return f", à corriger jusqu’au {moment(lot.deadline)}" if lot.deadline and lot.state != "locked" else ""
