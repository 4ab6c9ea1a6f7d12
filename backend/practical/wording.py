"""Panels, states and days of practical exams as the reader writes them."""

from datetime import date

from babel.dates import format_date

from backend.models import Role
from backend.permissions import Viewer
from backend.practical.models import AttestationState, Half, Panel, PracticalExam, Sheet, SheetState
from backend.practical.rights import is_office

HALVES = {Half.MORNING: "matin", Half.AFTERNOON: "après-midi"}
SHEET_STATES = {
    SheetState.REGISTERED: "Sans examinateur",
    SheetState.EXPECTED: "À interroger",
    SheetState.MARKED: "Noté",
    SheetState.ABSENT: "Absence à apprécier",
    SheetState.UNJUSTIFIED: "Absent, zéro",
    SheetState.TO_REPLACE: "Substitution à dater",
}
ATTESTATION_STATES = {
    AttestationState.TO_GENERATE: "À établir",
    AttestationState.GENERATED: "Établie",
    AttestationState.SENT: "Adressée",
    AttestationState.RECEIVED: "Reçue",
}
# What a centre receives and destroys: circulaire ECE de Toulouse 2024, § 5.
SUBJECT_DOCUMENTS = (
    "les situations d’évaluation",
    "les corrigés",
    "les éléments d’évaluation",
    "les fiches de laboratoire",
)


def day(value: date) -> str:
    """'mardi 1er juin 2027'."""
    return format_date(value, "EEEE d MMMM y", locale="fr").replace(" 1 ", " 1er ")


def panel_title(panel: Panel) -> str:
    return f"Commission {panel.number}, {day(panel.day)}, {HALVES[panel.half]}"


def days(exam: PracticalExam) -> str:
    if exam.first_day == exam.last_day:
        return day(exam.first_day)
    return f"du {day(exam.first_day)} au {day(exam.last_day)}"


def sheet_state(sheet: Sheet) -> str:
    if sheet.state is SheetState.EXPECTED and sheet.replacement_day:
        return f"Substitution le {day(sheet.replacement_day)}"
    return SHEET_STATES[sheet.state]


def practical_label(viewer: Viewer, *, examines: bool) -> str:
    """The entry of the menu; empty when there is nothing there for this person."""
    if examines:
        return "Mes candidats"
    sees = is_office(viewer) or Role.CENTRE_HEAD in viewer.roles
    return "Épreuves pratiques" if sees else ""
