"""What is printed: individual sheets, and the attestation that the subjects are destroyed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from fpdf import FPDF

from backend.permissions import Viewer
from backend.practical import wording
from backend.practical.models import PracticalExam, Sheet, SheetState
from backend.practical.rights import may_read_marks

FONTS = Path(__file__).parent / "fonts"
FONT = "Atkinson"
WIDTH = 174  # millimetres between the margins
MARGIN = 18
KEPT = (
    "La note est provisoire jusqu’à la délibération du jury et n’est jamais dite au candidat. Cette fiche, "
    "agrafée aux feuilles-réponses, est remise au chef d’établissement, qui la garde un an "
    "(circulaire ECE de Toulouse 2024, § 7.2)."
)


def sheets_pdf(viewer: Viewer, exam: PracticalExam, sheets: Sequence[Sheet]) -> bytes:
    """A page for each candidate; what the viewer may not read is left to be written by hand."""
    pdf = _document(f"Fiches individuelles, {exam.paper.label}", exam.last_day)
    for sheet in sheets:
        _sheet(pdf, exam, sheet, is_filled=may_read_marks(viewer, sheet))
    return bytes(pdf.output())


def attestation_pdf(exam: PracticalExam) -> bytes:
    """Raises nothing: whoever calls has checked that the day of the destruction is known."""
    destroyed_on = exam.destroyed_on or exam.last_day
    pdf = _document("Attestation de destruction des sujets", destroyed_on)
    pdf.add_page()
    _title(pdf, "Attestation de destruction des sujets")
    _facts(pdf, _exam_facts(exam))
    named = ", ".join(wording.SUBJECT_DOCUMENTS[:-1]) + " et " + wording.SUBJECT_DOCUMENTS[-1]
    _text(
        pdf,
        f"Je soussigné, chef d’établissement, atteste que {named} reçus pour cette épreuve n’ont pas été "
        f"diffusés et ont été détruits en totalité le {wording.day(destroyed_on)}.",
    )
    for label in ("Nom et qualité", "Fait à", "Le", "Signature et cachet"):
        _line_to_fill(pdf, label)
    _small(
        pdf,
        "À compléter, à signer, puis à adresser au bureau des examens "
        "(circulaire ECE de Toulouse 2024, § 5).",
    )
    return bytes(pdf.output())


def _sheet(pdf: FPDF, exam: PracticalExam, sheet: Sheet, *, is_filled: bool) -> None:
    pdf.add_page()
    _title(pdf, "Fiche individuelle d’évaluation")
    panel = wording.panel_title(sheet.panel) if sheet.panel else "à désigner"
    replaced = [("Substitution", wording.day(sheet.replacement_day))] if sheet.replacement_day else []
    _facts(pdf, [("Candidat", sheet.candidate), *_exam_facts(exam), ("Commission", panel), *replaced])
    _mark(pdf, sheet, is_filled=is_filled)
    _heading(pdf, "Commentaire qualitatif")
    if is_filled and sheet.comment:
        _text(pdf, sheet.comment)
    else:
        for _ in range(8):
            _rule(pdf)
    _line_to_fill(pdf, "Signature de l’examinateur")
    _small(pdf, KEPT)


def _mark(pdf: FPDF, sheet: Sheet, *, is_filled: bool) -> None:
    _heading(pdf, "Note, en points entiers")
    absences = {
        SheetState.ABSENT: "Absent. Absence à apprécier.",
        SheetState.UNJUSTIFIED: "0 / 20. Absence non justifiée (circulaire ECE de Toulouse 2024, § 6).",
        SheetState.TO_REPLACE: "Absence justifiée. Épreuve de substitution à dater.",
    }
    written = absences.get(sheet.state, "        / 20")
    if is_filled and sheet.points is not None:
        written = f"{sheet.points} / 20"
    pdf.set_font(FONT, "B", 15)
    pdf.cell(WIDTH, 13, written, border=1, align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)


def _exam_facts(exam: PracticalExam) -> list[tuple[str, str]]:
    return [
        ("Épreuve", f"{exam.paper.label}, {exam.paper.exam.label}"),
        ("Session", exam.session_id),
        ("Centre", f"{exam.centre.name}, {exam.centre.town}"),
        ("Académie", exam.centre.academy.name),
        ("Jours d’épreuve", wording.days(exam)),
    ]


def _document(title: str, dated: date) -> FPDF:
    pdf = FPDF(format="A4")
    # The day of the facts: the file must not tell when somebody asked for it, and stays the same.
    pdf.set_creation_date(datetime.combine(dated, time(12), UTC))
    pdf.set_lang("fr-FR")
    pdf.set_title(title)
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(True, MARGIN)
    pdf.add_font(FONT, "", FONTS / "atkinson-regular.ttf")
    pdf.add_font(FONT, "B", FONTS / "atkinson-bold.ttf")
    return pdf


def _title(pdf: FPDF, text: str) -> None:
    pdf.set_font(FONT, "B", 18)
    pdf.multi_cell(WIDTH, 9, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)


def _heading(pdf: FPDF, text: str) -> None:
    pdf.ln(3)
    pdf.set_font(FONT, "B", 12)
    pdf.cell(WIDTH, 8, text, new_x="LMARGIN", new_y="NEXT")


def _facts(pdf: FPDF, facts: Sequence[tuple[str, str]]) -> None:
    for name, value in facts:
        pdf.set_font(FONT, "", 11)
        pdf.cell(40, 7, name)
        pdf.set_font(FONT, "B", 11)
        pdf.multi_cell(WIDTH - 40, 7, value, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(3)


def _text(pdf: FPDF, text: str) -> None:
    pdf.set_font(FONT, "", 11)
    pdf.multi_cell(WIDTH, 6.5, text, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(3)


def _small(pdf: FPDF, text: str) -> None:
    pdf.ln(6)
    pdf.set_font(FONT, "", 9.5)
    pdf.multi_cell(WIDTH, 5, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _line_to_fill(pdf: FPDF, label: str) -> None:
    pdf.set_font(FONT, "", 11)
    pdf.cell(52, 13, label)
    pdf.cell(WIDTH - 52, 11, "", border="B", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2)


def _rule(pdf: FPDF) -> None:
    pdf.cell(WIDTH, 8, "", border="B", new_x="LMARGIN", new_y="NEXT")
