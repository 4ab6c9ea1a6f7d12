"""The expense claim: which mission, how one came, what it cost; checked with the backend, then a recap."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answers import Act, Action, Answer, RecapLine, Route, Status
from assistant.decisions import Opening, Step
from assistant.drafts import Draft, Slot
from assistant.expense_words import already, fiscal_power
from assistant.french import MONTHS, PARIS, counted, day
from assistant.known_reports import OpenReports
from assistant.number_words import NUMBER, digits
from assistant.personal import MissionRecord, PersonalRecords, RecordsUnavailable
from assistant.replies import CANCEL, MY_REPORTS, RETRY, YES, say, saying
from assistant.words import fold, spelled_out
from ticketing.drafts import LinkDraft, TicketDraft
from ticketing.permissions import Caller
from ticketing.vocabulary import Kind, LinkKind

# "Je veux faire mon état de frais", "aidez-moi à déclarer mes frais": asked for, not asked about.
STARTS = re.compile(
    r"\b(?:je (?:veux|voudrais|souhaite|dois|vais)|j'aimerais|aide[sz]?[- ]moi a)\b"
    r".{0,25}\b(?:declar\w+|saisir|remplir|faire|preparer|demander|deposer|transmettre|envoyer)\b.{0,20}"
    r"\b(?:etats? de frais|frais de (?:deplacement|mission|repas)|mes frais|note de frais)\b"
    r"|^\W*(?:declarer|saisir|remplir|faire|preparer|transmettre) (?:mon |mes |un |une |des )?"
    r"(?:etats? de frais|frais|note de frais)\W*$"
)
ASKS = re.compile(r"\b(?:comment|quand|ou|combien|qui|quel\w*|jusqu'a)\b|\?")
START = Action(label="Préparer mon état de frais", say="Je veux préparer mon état de frais")
TRANSPORTS = {
    "train": r"\btrains?\b|\btgv\b|\bter\b|\bsncf\b",
    "voiture": r"\bvoitures?\b|\d ?cv\b|\bauto\b|\bvehicule\b|\bcovoiturage\b|\bkm\b|\bkilometres?\b",
    "transports en commun": r"\bbus\b|\bcars?\b|\bmetro\b|\btram\w*\b|\btransports? en commun\b",
    "avion ou bateau": r"\bavion\b|\bbateau\b|\bferry\b|\bbarge\b",
    "aucun": r"\baucun\b|\ba pieds?\b|\bvelo\b|\bpas de (?:trajet|transport|deplacement)\b|\brien\b",
}
MOST = {Slot.DISTANCE: 3000, Slot.MEALS: 60, Slot.NIGHTS: 30}
UNITS = {
    Slot.DISTANCE: r"(?:km|kms|kilometres?|bornes)",
    Slot.MEALS: r"(?:repas|dejeuners?|diners?)",
    Slot.NIGHTS: r"(?:nuitees?|nuits?)",
}
CHANGE = re.compile(
    r"^\W*(?:modifi|chang|corrig|rectifi)\w+ (?:la |le |les )?"
    r"(?P<what>mission|trajet|distance|repas|nuitees)\W*$"
)
NONE = re.compile(r"^\W*(?:aucune?|zero|pas de \w+|non|rien)\b")
# Nothing is left to declare once the office works on it.
STILL_OPEN = frozenset({"Non validé", ""})
MOST_OFFERED = 6


@dataclass(frozen=True, slots=True)
class ExpenseForm:
    """Works on one draft for one caller; asks the backend, writes nothing."""

    records: PersonalRecords
    reports: OpenReports
    caller: Caller

    def advance(self, draft: Draft) -> Step:
        """The next question, a refusal of a value, or the recap."""
        try:
            missions, claims = self.records.missions(self.caller), self.records.claims(self.caller)
        except RecordsUnavailable:
            return Step(_unavailable(), draft)
        held_already = {one.mission_id: one.state for one in claims if one.state not in STILL_OPEN}
        checked = self._checked(draft, missions, held_already)
        if isinstance(checked, Step):
            return checked
        known = self.reports.on_mission(self.caller, checked.mission) if checked.mission else None
        if known:
            return Step(already(known), None)
        asked = missing(checked)
        held = checked.with_(asked=asked)
        if asked is Slot.CONFIRM:
            return Step(_recap(held), held)
        left = [one for one in missions if one.id not in held_already]
        chosen = checked.mission if draft.mission is None else None
        said = (f"Mission : {checked.mission_label}.",) if chosen else ()
        return Step(_question(held, asked, left, *said), held)

    def confirm(self, draft: Draft, conversation_id: str) -> Step:
        """Said yes to the recap: checked once more, then one ticket for the exam office."""
        step = self.advance(draft)
        ready = step.draft
        if ready is None or ready.asked is not Slot.CONFIRM or ready != draft.with_(asked=Slot.CONFIRM):
            return step
        ticket = TicketDraft(
            kind=Kind.EXPENSE,
            text="\n".join([*(f"{line.label} : {line.value}" for line in _lines(ready)), "", *ready.words]),
            links=(LinkDraft(LinkKind.MISSION, ready.mission or "", ready.mission_label),),
            academy=self.caller.academy,
            conversation_id=conversation_id,
        )
        return Step(step.answer, None, Opening(ticket, ready))

    def _checked(
        self, draft: Draft, missions: Sequence[MissionRecord], held_already: Mapping[str, str]
    ) -> Draft | Step:
        """The mission among hers, or what keeps the form from going on."""
        left = [one for one in missions if one.id not in held_already]
        if not left:
            done = "vos missions sont à venir, ou leurs frais sont déjà traités"
            said = f"Il n’y a rien à déclarer : {done if missions else 'vous n’avez aucune mission'}."
            return Step(say(Act.MY_DATA, Route.MY_DATA, Status.PERSONAL_DATA, said))
        found = _meant(draft, missions) if draft.mission_said or draft.mission else left
        if len(found) != 1:
            return draft.with_(mission=None, mission_label="")
        mission = found[0]
        if mission.id in held_already:
            held = draft.with_(mission=None, mission_label="", mission_said="", asked=Slot.MISSION)
            said = f"L’état de frais de cette mission est déjà « {held_already[mission.id]} »."
            return Step(_question(held, Slot.MISSION, left, said), held)
        return draft.with_(mission=mission.id, mission_label=label(mission))


def missing(draft: Draft) -> Slot:
    """The first slot that is still empty; CONFIRM when there is none."""
    if draft.mission is None:
        return Slot.MISSION
    if draft.transport is None:
        return Slot.TRANSPORT
    if draft.transport == "voiture" and draft.distance is None:
        return Slot.DISTANCE
    if draft.meals is None:
        return Slot.MEALS
    return Slot.CONFIRM if draft.nights is not None else Slot.NIGHTS


def begins(text: str) -> bool:
    folded = fold(spelled_out(text))
    return bool(STARTS.search(folded)) and not ASKS.search(folded)


def fill(draft: Draft, text: str) -> Draft:
    """The draft with the values of a message; a value said again replaces the one before."""
    folded = fold(spelled_out(text))
    change = CHANGE.match(folded)
    if change:
        return _emptied(draft, change["what"])
    said: dict[Slot, int | None] = {slot: _count(folded, slot, draft.asked) for slot in MOST}
    transport = next((name for name, words in TRANSPORTS.items() if re.search(words, folded)), None)
    # "Aucun repas" answers the meals, not the way there.
    if transport == "aucun" and draft.asked is not Slot.TRANSPORT:
        transport = None
    refused = any(value is not None and value > MOST[slot] for slot, value in said.items())
    said = {slot: None if value is None or value > MOST[slot] else value for slot, value in said.items()}
    names = _names_a_day(folded) or _names_a_kind(folded)
    mission_said = folded if names or draft.asked is Slot.MISSION else draft.mission_said
    return draft.with_(
        transport=transport or draft.transport,
        distance=draft.distance if said[Slot.DISTANCE] is None else said[Slot.DISTANCE],
        meals=draft.meals if said[Slot.MEALS] is None else said[Slot.MEALS],
        nights=draft.nights if said[Slot.NIGHTS] is None else said[Slot.NIGHTS],
        power=fiscal_power(folded) or draft.power,
        mission_said=mission_said,
        mission=draft.mission if mission_said == draft.mission_said else None,
        refused=refused,
    )


def _emptied(draft: Draft, what: str) -> Draft:
    """The slot named by "modifier …", asked again."""
    empty: dict[str, dict[str, object]] = {
        "mission": {"mission": None, "mission_label": "", "mission_said": ""},
        "trajet": {"transport": None, "distance": None, "power": None},
        "distance": {"distance": None},
        "repas": {"meals": None},
        "nuitees": {"nights": None},
    }
    return draft.with_(asked=None, **empty[what])


def opened(draft: Draft, reference: str) -> Answer:
    return say(
        Act.TICKET_CREATED,
        Route.MY_DATA,
        Status.ESCALATED,
        f"Votre demande {reference} est transmise au bureau des examens, service financier.",
        "L’état de frais lui-même se valide dans IMAG’IN.",
        actions=(MY_REPORTS,),
        ticket_reference=reference or None,
    )


def question(draft: Draft) -> Answer:
    """What the form was asking, without asking the backend again."""
    asked = draft.asked or Slot.MISSION
    return _recap(draft) if asked is Slot.CONFIRM else _question(draft, asked, ())


def label(mission: MissionRecord) -> str:
    return f"{mission.kind}, {mission.paper}, {day(mission.starts_at)}"


def _meant(draft: Draft, missions: Sequence[MissionRecord]) -> list[MissionRecord]:
    """Hers that the words mean: by identifier once known, by its day, else by its kind."""
    if draft.mission:
        return [one for one in missions if one.id == draft.mission]
    said = draft.mission_said
    of_day = [one for one in missions if _day_words(one) & set(_names_a_day(said))]
    of_kind = [one for one in missions if fold(one.kind) in said]
    both = [one for one in of_day if one in of_kind]
    return both or of_day or of_kind


def _day_words(mission: MissionRecord) -> set[str]:
    local = mission.starts_at.astimezone(PARIS)
    return {f"{local.day} {fold(MONTHS[local.month - 1])}", f"{local.day:02d}/{local.month:02d}"}


def _names_a_day(folded: str) -> list[str]:
    months = "|".join(fold(month) for month in MONTHS)
    words = re.findall(rf"\b(\d{{1,2}})(?:er)? ({months})\b", folded)
    figures = re.findall(r"\b(\d{1,2})/(\d{1,2})\b", folded)
    return [f"{int(d)} {m}" for d, m in words] + [f"{int(d):02d}/{int(m):02d}" for d, m in figures]


def _names_a_kind(folded: str) -> bool:
    return bool(re.search(r"\b(?:entente|harmonisation|deliberation|interrogation|commission)\b", folded))


def _count(folded: str, slot: Slot, asked: Slot | None) -> int | None:
    """A number before its unit, or alone when it was asked for; one below zero is none."""
    named = re.search(rf"(?<![-−])\b(?P<number>{NUMBER}) ?{UNITS[slot]}\b", folded)
    if named:
        return int(digits(named["number"]))
    if re.search(rf"\b(?:aucune?|pas de|sans) {UNITS[slot]}\b", folded):
        return 0
    if asked is not slot:
        return None
    if NONE.match(folded):
        return 0
    alone = re.match(rf"^[^\w−-]*(?P<number>{NUMBER})\W*$", folded)
    return int(digits(alone["number"])) if alone else None


def _question(draft: Draft, slot: Slot, missions: Sequence[MissionRecord], *before: str) -> Answer:
    too_much = _too_much(draft, slot)
    texts: dict[Slot, tuple[str, tuple[Action, ...]]] = {
        Slot.MISSION: ("Pour quelle mission ?", _offered(missions)),
        Slot.TRANSPORT: ("Quel trajet ?", saying("Train", "Voiture", "Bus ou métro", "Aucun trajet")),
        Slot.DISTANCE: ("Combien de kilomètres, aller et retour ?", ()),
        Slot.MEALS: ("Combien de repas à votre charge ?", saying("Aucun repas", "1 repas", "2 repas")),
        Slot.NIGHTS: ("Combien de nuitées ?", saying("Aucune nuitée", "1 nuitée", "2 nuitées")),
    }
    text, actions = texts[slot]
    return _form(Act.ASK_SLOT, *before, *too_much, text, actions=(*actions, CANCEL))


def _too_much(draft: Draft, slot: Slot) -> tuple[str, ...]:
    return ("Ce nombre est trop grand.",) if draft.refused and slot in MOST else ()


def _offered(missions: Sequence[MissionRecord]) -> tuple[Action, ...]:
    ordered = sorted(missions, key=lambda one: one.starts_at, reverse=True)[:MOST_OFFERED]
    return tuple(Action(label=label(one).capitalize(), say=f"La mission : {label(one)}") for one in ordered)


def _lines(draft: Draft) -> tuple[RecapLine, ...]:
    way = draft.transport or ""
    power = f", {draft.power} CV" if draft.power else ""
    distance = counted(draft.distance or 0, "kilomètre", "kilomètres")
    by_car = f", {distance}{power}" if way == "voiture" else ""
    return (
        RecapLine("mission", "Mission", draft.mission_label, "modifier la mission"),
        RecapLine("trajet", "Trajet", f"{way}{by_car}", "modifier le trajet"),
        RecapLine("repas", "Repas", str(draft.meals or 0), "modifier les repas"),
        RecapLine("nuitees", "Nuitées", str(draft.nights or 0), "modifier les nuitées"),
    )


def _recap(draft: Draft) -> Answer:
    return _form(
        Act.CONFIRM_REQUEST,
        f"État de frais : {draft.mission_label}.",
        "Je le transmets au bureau des examens ?",
        actions=(YES, CANCEL),
        recap=_lines(draft),
    )


def _unavailable() -> Answer:
    return _form(
        Act.ASK_SLOT,
        "IMAG’IN ne répond pas : je ne peux pas lire vos missions.",
        "Rien n’est perdu, réessayez dans un moment.",
        actions=(RETRY, CANCEL),
    )


def _form(act: Act, *texts: str, actions: tuple[Action, ...], recap: tuple[RecapLine, ...] = ()) -> Answer:
    return say(act, Route.MY_DATA, Status.FORM, *texts, actions=actions, recap=recap)
