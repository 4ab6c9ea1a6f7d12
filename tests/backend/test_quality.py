"""The quality check of a page: each defect found where it is, sound pages left alone."""

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend import quality
from backend.quality import THRESHOLDS, Check, NotAPage, Place, Severity, check, compare, evidence
from backend.quality.findings import DEFECTS, WHOLE_PAGE, Finding
from benchmarks.page_damage import KINDS, draw
from benchmarks.page_sheets import TUNING, bare, copy_of, inked, written

ALONE = [kind for kind in KINDS if kind not in ("duplicate", "foreign")]
COPY = 7  # a copy of the tuning half: full pages, dark ink


@pytest.fixture(scope="module")
def sound():
    return {page: draw(TUNING, COPY, page).image for page in (1, 2, 3, 4)}


@pytest.fixture(scope="module")
def checked(sound):
    return {page: check(image, Place(page, 4)) for page, image in sound.items()}


def kinds_of(findings):
    return {finding.check for finding in findings}


def test_the_twelve_kinds_have_a_threshold_a_unit_and_a_word_of_the_reports():
    assert set(THRESHOLDS) == set(Check) == set(DEFECTS) == set(KINDS)
    assert all(threshold.unit for threshold in THRESHOLDS.values())
    for threshold in THRESHOLDS.values():
        assert (threshold.gross < threshold.limit) is threshold.below


@pytest.mark.parametrize("page", [1, 2, 3, 4])
def test_a_sound_page_raises_nothing(checked, page):
    assert checked[page].findings == []
    assert all(found == [] for found in compare(list(checked.values())))


@pytest.mark.parametrize("kind", ALONE)
def test_each_defect_is_found_when_gross(kind):
    page = 1 if kind == "name_visible" else 2
    findings = check(draw(TUNING, COPY, page, kind, 1.0).image, Place(page, 4)).findings

    assert kind in kinds_of(findings)
    found = next(one for one in findings if one.check == kind)
    assert THRESHOLDS[found.check].is_passed(found.value)
    assert (found.threshold, found.unit) == (THRESHOLDS[found.check].limit, THRESHOLDS[found.check].unit)
    assert (found.number, found.pages, found.method_version) == (page, 4, quality.METHOD_VERSION)


def test_a_page_scanned_twice_is_said_of_the_second_one_with_the_number_of_the_first(checked):
    again = check(draw(TUNING, COPY, 4, "duplicate", 0.0).image, Place(4, 4))
    findings = compare([checked[1], checked[2], checked[3], again])

    assert findings[:3] == [[], [], []]
    assert [(one.check, one.other) for one in findings[3]] == [(Check.DUPLICATE, 2)]


def test_a_page_of_another_candidate_on_the_same_paper_is_foreign(checked):
    other = check(draw(TUNING, COPY, 3, "foreign", 0.0).image, Place(3, 4))
    findings = compare([checked[1], checked[2], other, checked[4]])

    assert [kinds_of(found) for found in findings] == [set(), set(), {Check.FOREIGN}, set()]


def test_in_a_pair_nobody_can_say_which_page_is_the_stranger(checked):
    other = check(draw(TUNING, COPY, 3, "foreign", 0.0).image, Place(3, 4))

    assert compare([checked[2], other]) == [[], []]


def test_two_blank_pages_are_not_one_page_twice():
    blank = [check(draw(TUNING, COPY, page, "blank", 1.0).image, Place(page, 4)) for page in (3, 4)]

    assert compare(blank) == [[], []]


def test_a_blank_page_is_told_with_its_place_and_is_a_notice_at_the_end_only():
    severities = {}
    for page in (3, 4):
        (found,) = check(draw(TUNING, COPY, page, "blank", 1.0).image, Place(page, 4)).findings
        severities[found.number, found.pages] = found.severity

    assert severities == {(3, 4): Severity.GROSS, (4, 4): Severity.NOTICE}


def test_a_black_page_is_said_black_and_nothing_else():
    findings = check(draw(TUNING, COPY, 2, "black", 1.0).image, Place(2, 4)).findings

    assert kinds_of(findings) == {Check.BLACK}
    assert kinds_of(check(np.zeros((1273, 900), np.uint8), Place(2, 4)).findings) == {Check.BLACK}


def stained_sheet(x, y):
    copy = copy_of(TUNING, COPY)
    sheet = inked(bare(copy, 2), written(copy, 2), copy, copy.strength)
    cv2.circle(sheet, (x, y), 60, 90, -1)
    return sheet


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.integers(200, 800), st.integers(250, 1100), st.integers(0, 3))
def test_the_box_is_where_the_stain_is_however_the_page_was_turned(x, y, turn):
    image = np.ascontiguousarray(np.rot90(stained_sheet(x, y), -turn))
    spot = np.zeros((1273, 900), np.uint8)
    spot[y - 60 : y + 61, x - 60 : x + 61] = 1
    rows, columns = np.nonzero(np.rot90(spot, -turn))

    findings = check(image, Place(2, 4)).findings

    box = next(one.box for one in findings if one.check is Check.STAIN)
    height, width = image.shape
    seen = (box.left * width, box.top * height, box.right * width, box.bottom * height)
    drawn = (columns.min(), rows.min(), columns.max(), rows.max())
    assert seen == pytest.approx(drawn, abs=14)


@pytest.mark.parametrize("turn", [1, 2, 3])
@pytest.mark.parametrize("page", [1, 3])
def test_a_turned_page_is_said_turned_by_that_angle_clockwise(sound, page, turn):
    found = check(np.ascontiguousarray(np.rot90(sound[page], -turn)), Place(page, 4)).findings

    assert [(one.check, one.value, one.defect) for one in found] == [
        (Check.ROTATION, 90.0 * turn, "orientation")
    ]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.floats(-9, 9))
def test_a_crooked_page_is_measured_within_a_third_of_a_degree(angle):
    copy = copy_of(TUNING, COPY)
    sheet = inked(bare(copy, 2), written(copy, 2), copy, copy.strength)
    turn = cv2.getRotationMatrix2D((450, 636), angle, 1)
    image = cv2.warpAffine(sheet, turn, (900, 1273), borderMode=cv2.BORDER_REPLICATE)

    value, _ = check(image, Place(2, 4)).measures[Check.SKEW]

    assert value == pytest.approx(abs(angle), abs=0.34)


def test_the_same_image_gives_the_same_findings():
    image = draw(TUNING, COPY, 2, "stain", 0.5).image

    assert check(image, Place(2, 4)).findings == check(image.copy(), Place(2, 4)).findings


def test_a_page_scanned_finer_is_judged_the_same():
    for kind in ("", "blur", "stain"):
        image = draw(TUNING, COPY, 2, kind, 1.0).image
        finer = cv2.resize(image, None, fx=200 / 109, fy=200 / 109, interpolation=cv2.INTER_CUBIC)

        assert kinds_of(check(finer, Place(2, 4, dpi=200)).findings) == ({kind} if kind else set())


@pytest.mark.parametrize(
    ("image", "dpi", "reason"),
    [
        (np.zeros((0, 0), np.uint8), 109, "too small"),
        (np.zeros((1, 1), np.uint8), 109, "too small"),
        (np.full((199, 1273), 255, np.uint8), 109, "too small"),
        (np.lib.stride_tricks.as_strided(np.zeros(1, np.uint8), (9000, 9000), (0, 0)), 109, "too large"),
        (np.full((300, 1400), 255, np.uint8), 109, "too narrow"),
        (np.full((900, 900, 3), 255, np.uint8), 109, "not grey"),
        (np.full((900, 900), 1.0), 109, "not grey"),
        (np.full((900, 900), 255, np.uint8), 20, "resolution"),
    ],
)
def test_what_no_scanner_gives_is_refused_with_its_reason(image, dpi, reason):
    with pytest.raises(NotAPage) as refused:
        check(image, Place(1, 4, dpi=dpi))

    assert refused.value.reason == reason


def test_any_grey_page_gets_an_answer():
    dice = np.random.default_rng(5)
    for shape in ((200, 200), (1273, 900), (900, 1273), (777, 333)):
        for image in (np.full(shape, 255, np.uint8), dice.integers(0, 256, shape, np.uint8)):
            for number in (1, 2):
                assert len(check(image, Place(number, 4)).measures) == 10


def test_the_picture_of_where_is_a_small_png_framed_at_the_box(sound):
    def framed(box):
        finding = Finding(Check.STAIN, 0.1, 0.01, "share of the page", Severity.DEFECT, box, 2, 4)
        picture = cv2.imdecode(np.frombuffer(evidence(sound[2], finding), np.uint8), cv2.IMREAD_COLOR)
        coloured = picture.max(axis=2).astype(int) - picture.min(axis=2) > 60
        rows, columns = np.nonzero(coloured)
        height, width = coloured.shape
        return (
            columns.min() / width,
            rows.min() / height,
            (columns.max() + 1) / width,
            (rows.max() + 1) / height,
        )

    assert framed(quality.Box(0.25, 0.5, 0.75, 0.9)) == pytest.approx((0.25, 0.5, 0.75, 0.9), abs=0.012)
    assert framed(WHOLE_PAGE) == pytest.approx((0, 0, 1, 1), abs=0.012)
    assert evidence(
        sound[2], check(draw(TUNING, COPY, 2, "blur", 1.0).image, Place(2, 4)).findings[0]
    ).startswith(b"\x89PNG")
