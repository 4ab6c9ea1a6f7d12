"""A finding of the quality check as a row, as a sentence, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from backend.quality import Box, Check, Checked, Finding, Severity

Row = dict[str, Any]

LABELS: Mapping[Check, str] = {
    Check.BLUR: "Netteté",
    Check.LOW_CONTRAST: "Contraste",
    Check.TOO_PALE: "Force de l’encre",
    Check.SKEW: "Inclinaison",
    Check.ROTATION: "Orientation",
    Check.BLANK: "Écriture",
    Check.BLACK: "Clarté du papier",
    Check.CROP: "Feuille entière",
    Check.STAIN: "Taches",
    Check.DUPLICATE: "Page en double",
    Check.FOREIGN: "Page d’une autre copie",
    Check.NAME_VISIBLE: "Zone d’anonymat",
}
UNITS: Mapping[Check, str] = {
    Check.BLUR: "contrastes par pixel",
    Check.LOW_CONTRAST: "part de l’étendue du noir au blanc",
    Check.TOO_PALE: "contraste de l’encre, en part du blanc du papier",
    Check.SKEW: "degrés",
    Check.ROTATION: "degrés",
    Check.BLANK: "part de la page écrite",
    Check.BLACK: "niveau de gris du papier, de 0 à 255",
    Check.CROP: "part de la feuille perdue",
    Check.STAIN: "part de la page",
    Check.DUPLICATE: "ressemblance, de 0 à 1",
    Check.FOREIGN: "différence, de 0 à 1",
    Check.NAME_VISIBLE: "lettres dans la zone",
}
SAID: Mapping[Check, str] = {
    Check.BLUR: "L’écriture est floue",
    Check.LOW_CONTRAST: "L’écriture se détache mal du papier",
    Check.TOO_PALE: "L’encre est trop pâle",
    Check.SKEW: "La page est de travers",
    Check.ROTATION: "La page est tournée",
    Check.BLANK: "La page est blanche",
    Check.BLACK: "La page est noire",
    Check.CROP: "Une partie de la feuille manque",
    Check.STAIN: "Une tache couvre la page",
    Check.DUPLICATE: "La page en répète une autre",
    Check.FOREIGN: "La page semble venir d’une autre copie",
    Check.NAME_VISIBLE: "On peut lire quelque chose dans la zone d’anonymat : couvrez-la avant de numériser",
}


def to_rows(findings: Iterable[Finding]) -> list[Row]:
    return [
        {**asdict(finding), "check": finding.check.value, "severity": finding.severity.value}
        for finding in findings
    ]


def from_row(row: Mapping[str, Any]) -> Finding:
    return Finding(
        **{
            **row,
            "check": Check(row["check"]),
            "severity": Severity(row["severity"]),
            "box": Box(**row["box"]),
        }
    )


def measures_of(checked: Checked) -> dict[str, float]:
    return {check.value: round(float(value), 5) for check, (value, _) in checked.measures.items()}


def explain(finding: Finding) -> str:
    """'L’écriture est floue : 0,12, la limite est 0,25.'"""
    return f"{SAID[finding.check]} : {number(finding.value)}, la limite est {number(finding.threshold)}."


def is_fault(finding: Finding) -> bool:
    """A notice tells without accusing: the blank verso at the end of a copy."""
    return finding.severity is not Severity.NOTICE


def number(value: float) -> str:
    """As read in French, with as many figures as say something."""
    digits = 0 if abs(value) >= 20 else 1 if abs(value) >= 2 else 2 if abs(value) >= 0.05 else 4
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") or "0"
