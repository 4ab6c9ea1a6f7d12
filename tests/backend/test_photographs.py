"""A sheet photographed on a table: laid flat before it is checked; a scan is left as it came."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from backend.scanning.photographs import find_sheet, straighten
from tests.backend.rescanning import send, sheet

TABLE, MARGIN = (96, 84, 72), 110


def picture_of(content):
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


def photographed(picture, lean=0.03, shake=0):
    """On a dark table, seen from aside, under a lamp at the left."""
    height, width = picture.shape[:2]
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    aside = np.array([[lean, 0.01], [-lean, 0], [0, -0.01], [0, 0]]) * [width, height]
    seen = cv2.getPerspectiveTransform(flat, (flat + aside + MARGIN).astype(np.float32))
    size = (width + 2 * MARGIN, height + 2 * MARGIN)
    table = np.full((size[1], size[0], 3), TABLE, np.uint8)
    cv2.warpPerspective(picture, seen, size, dst=table, borderMode=cv2.BORDER_TRANSPARENT)
    lit = table * np.linspace(1, 0.72, size[0])[None, :, None]
    if shake:
        lit = cv2.filter2D(lit, -1, np.full((1, shake), 1 / shake))
    return lit.clip(0, 255).astype(np.uint8)


def as_jpeg(picture):
    kept = io.BytesIO()
    Image.fromarray(picture).save(kept, "JPEG", quality=90)
    return kept.getvalue()


@pytest.fixture
def scan(session):
    return picture_of(sheet(session))


def test_a_scan_is_left_as_it_came(scan):
    assert find_sheet(scan) is None
    assert straighten(scan) is scan


def test_the_sheet_is_laid_flat_in_its_proportions_and_evenly_lit(scan):
    flat = straighten(photographed(scan))

    height, width = flat.shape[:2]
    assert height / width == pytest.approx(2**0.5, abs=0.01)
    assert abs(height - scan.shape[0]) < 40
    grey = cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY)
    left, right = (np.percentile(part, 75) for part in (grey[:, : width // 8], grey[:, -width // 8 :]))
    assert abs(left - right) < 6, "the lamp at the left no longer shows"


@pytest.mark.parametrize(
    "other",
    [
        np.full((1500, 1100, 3), 120, np.uint8),  # a table alone
        photographed(np.full((300, 1400, 3), 240, np.uint8)),  # a strip
        photographed(np.full((200, 150, 3), 240, np.uint8))[:, :230],  # a sheet that leaves the frame
    ],
)
def test_what_is_not_a_whole_sheet_is_left_alone(other):
    assert find_sheet(other) is None


def test_a_sharp_photograph_takes_the_place_of_the_page_and_a_shaken_one_does_not(operator, accepted, scan):
    shaken = send(operator, accepted, as_jpeg(photographed(scan, shake=13))).json()
    sharp = send(operator, accepted, as_jpeg(photographed(scan))).json()

    assert shaken["state"] == "accepted"
    assert any("floue" in fault for fault in shaken["faults"])
    assert (sharp["state"], sharp["faults"]) == ("delivered", [])
