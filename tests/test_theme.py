"""Contrast of every pair of colours that the theme puts together, computed from tokens.css."""

import itertools
import re

import pytest

TEXT, OUTLINE = 4.5, 3.0  # WCAG 2.2, level AA

GROUNDS = ("paper", "surface", "sunken")

# Text on its ground.
TEXT_PAIRS = [
    *itertools.product(("ink", "ink-quiet", "primary", "done", "waiting", "urgent"), GROUNDS),
    ("primary-hover", "surface"),
    ("ink", "primary-wash"),
    ("primary", "primary-wash"),
    ("ink", "done-wash"),
    ("done", "done-wash"),
    ("ink", "waiting-wash"),
    ("waiting", "waiting-wash"),
    ("ink", "urgent-wash"),
    ("urgent", "urgent-wash"),
    ("on-primary", "primary"),
    ("on-primary", "primary-hover"),
    ("on-urgent", "urgent"),
    ("on-mark", "mark"),
    ("ink", "note-a"),
    ("ink", "note-b"),
]
# The outline of a field and of what has the focus.
OUTLINE_PAIRS = list(itertools.product(("line-strong", "focus"), GROUNDS))


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def themes(root) -> dict[str, dict[str, str]]:
    css = (root / "app" / "web" / "static" / "theme" / "tokens.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root[^{]*\{([^}]*)\}", css)
    light, *dark = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})", body)) for body in blocks]
    return {"light": light} | {f"dark {i}": light | colours for i, colours in enumerate(dark)}


def test_there_is_a_light_theme_and_the_dark_one_is_the_same_by_system_and_by_choice(themes):
    light, by_system, by_choice = themes.values()

    assert by_system == by_choice
    assert light["paper"] != by_system["paper"]


def test_every_text_is_legible_in_both_themes(themes):
    faint = [
        f"{name}: {ink} on {ground} {contrast(theme[ink], theme[ground]):.2f}"
        for name, theme in themes.items()
        for ink, ground in TEXT_PAIRS
        if contrast(theme[ink], theme[ground]) < TEXT
    ]

    assert faint == []


def test_every_outline_is_visible_in_both_themes(themes):
    faint = [
        f"{name}: {line} on {ground} {contrast(theme[line], theme[ground]):.2f}"
        for name, theme in themes.items()
        for line, ground in OUTLINE_PAIRS
        if contrast(theme[line], theme[ground]) < OUTLINE
    ]

    assert faint == []


def test_the_measure_itself_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
