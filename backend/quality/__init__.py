"""The quality check of a scanned page: what is wrong with it, how much, and where."""

from backend.quality.barcode import Mark
from backend.quality.checks import Checked, check, compare
from backend.quality.findings import METHOD_VERSION, Box, Check, Finding, NotAPage, Severity
from backend.quality.page import Form, Place
from backend.quality.picture import evidence
from backend.quality.siblings import Signature
from backend.quality.thresholds import THRESHOLDS, Threshold

__all__ = [
    "METHOD_VERSION",
    "THRESHOLDS",
    "Box",
    "Check",
    "Checked",
    "Finding",
    "Form",
    "Mark",
    "NotAPage",
    "Place",
    "Severity",
    "Signature",
    "Threshold",
    "check",
    "compare",
    "evidence",
]
