"""How the page of rules says them in French: what each asks, what it decides, what is wrong with it."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from app.web.pages import NBSP
from app.web.ticket_words import KINDS, PRIORITIES, ROLES, TEAMS
from assistant.defects import LABELS
from assistant.french import listed
from ticketing.incidents import APPLICATIONS
from ticketing.routing import Decision, Rule
from ticketing.rule_checks import Problem, Trap
from ticketing.vocabulary import Defect, Kind, Trouble

FIELDS: dict[str, str] = {
    "kinds": "Nature",
    "defects": "Défaut",
    "troubles": "Problème de connexion",
    "applications": "Application",
    "academies": "Académie",
    "centres": "Centre",
    "exams": "Examen",
    "sessions": "Session",
    "roles": "Rôle du demandeur",
}
ONE_STEP = "un cran plus tôt"
ALL = "toutes les demandes"

PROBLEMS: dict[Trap, str] = {
    Trap.NO_CATCH_ALL: "Certaines demandes n’iraient à personne. Terminez par une règle sans condition,"
    " avec une équipe.",
    Trap.UNREACHABLE: "La règle « {rule} » ne sert jamais : celles d’avant prennent tout ce qu’elle vise."
    " Remontez-la, ou retirez-la.",
    Trap.IMPOSSIBLE: "Aucune demande ne peut remplir toutes les conditions de la règle « {rule} » à la fois."
    " Retirez-en une.",
    Trap.UNKNOWN_VALUE: "La règle « {rule} » nomme « {value} », qui n’est dans aucune liste.",
    Trap.NAME_MISSING: "Une règle n’a pas de nom. Donnez-lui un nom court.",
    Trap.WHY_MISSING: "La règle « {rule} » ne dit pas pourquoi. Écrivez une phrase : elle s’affiche dans la"
    " demande.",
    Trap.TOO_LONG: "Le nom ou la raison de la règle « {rule} » est trop long : 80 et 200 caractères au plus.",
    Trap.SAME_KEY: "La règle « {rule} » est deux fois dans la liste. Retirez-en une.",
    Trap.TOO_MANY: "Il y a trop de règles : {value} au plus. Réunissez-en.",
    Trap.TOO_TANGLED: "Les conditions se croisent trop pour être vérifiées. Simplifiez la règle « {rule} ».",
    Trap.ANONYMITY: "La règle « {rule} » enverrait un nom visible, ou la page d’un autre candidat, ailleurs"
    " qu’au bureau des examens. Lui seul peut les lire.",
    Trap.ALERT: "La règle « {rule} » enverrait un incident de sujet ailleurs qu’à la cellule d’alerte."
    " Elle seule peut le lire.",
}


def either(values: Sequence[str]) -> str:
    """ "flou", "flou ou taché", "flou, taché ou coupé"."""
    return " ou ".join([", ".join(values[:-1]), values[-1]] if len(values) > 1 else values)


def problem(one: Problem) -> str:
    return PROBLEMS[one.trap].format(rule=one.rule.name if one.rule else "", value=one.value)


def value(field: str, held: str, exams: dict[str, str]) -> str:
    """One value of a list, as it is said."""
    match field:
        case "kinds":
            return KINDS[Kind(held)].lower()
        case "defects":
            return LABELS[Defect(held)]
        case "troubles":
            return LABELS[Trouble(held)]
        case "roles":
            return ROLES.get(held, held)
        case _:
            return exams.get(held, held) if field == "exams" else APPLICATIONS.get(held, held)


def conditions(rule: Rule, exams: dict[str, str]) -> list[str]:
    """One line for each thing asked; empty: it takes everything."""
    lines = []
    for field, label in FIELDS.items():
        held = [value(field, str(one), exams) for one in getattr(rule.when, field)]
        if held:
            lines.append(f"{label}{NBSP}: {either(held)}")
    if rule.when.deadline_within is not None:
        lines.append(f"Échéance du lot à moins de {rule.when.deadline_within}{NBSP}h")
    if rule.when.during_exam is not None:
        lines.append("Pendant une épreuve" if rule.when.during_exam else "Hors épreuve")
    return lines


def outcome(rule: Rule) -> str:
    priority = PRIORITIES[rule.priority].lower() if rule.priority else ONE_STEP
    if rule.team is None:
        at_least = f"{priority} au moins" if rule.priority else priority
        return f"{at_least}, puis les règles suivantes"
    return f"{TEAMS[rule.team]}, {priority}"


def decided(one: Decision | None) -> str:
    return f"{TEAMS[one.team]}, {PRIORITIES[one.priority].lower()}" if one else "aucune équipe"


def changes(before: Sequence[Rule], after: Sequence[Rule]) -> list[str]:
    """What a supervisor did between two sets, one phrase a rule."""
    old, new = {rule.key: rule for rule in before}, {rule.key: rule for rule in after}
    kept = [rule.key for rule in after if rule.key in old]
    moved = set(kept) - set(_in_place([rule.key for rule in before if rule.key in new], kept))
    told = [f"« {rule.name} » ajoutée" for rule in after if rule.key not in old]
    told += [f"« {rule.name} » retirée" for rule in before if rule.key not in new]
    told += [f"« {new[key].name} » {how}" for key in kept if (how := _how(old[key], new[key], key in moved))]
    return told


def _how(old: Rule, new: Rule, is_moved: bool) -> str:
    said = []
    if old.enabled is not new.enabled:
        said.append("activée" if new.enabled else "désactivée")
    if any(getattr(old, name) != getattr(new, name) for name in ("name", "when", "why", "team", "priority")):
        said.append("modifiée")
    return listed([*said, *(["déplacée"] if is_moved else [])])


def _in_place(before: list[str], after: list[str]) -> Iterable[str]:
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        yield from before[block.a : block.a + block.size]
