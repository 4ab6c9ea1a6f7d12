"""Draw what search_growth.py measured.

python benchmarks/draw_growth.py benchmarks/search_growth.jsonl docs/search-growth.svg
"""

import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 400, 60, 190, 40, 50
SERIES = {
    "sans cadre, médiane": ("everybody p50", "#1b4f8a", ""),
    "sans cadre, 95 %": ("everybody p95", "#1b4f8a", "5 4"),
    "une académie, médiane": ("one académie p50", "#b3541e", ""),
    "une académie, 95 %": ("one académie p95", "#b3541e", "5 4"),
}
LIMITS = {10_000: 5, 1_000_000: 20}  # milliseconds that issue 3 allows
SIZES = (1_000, 10_000, 100_000, 1_000_000)
TIMES = (0.5, 1, 2, 5, 10, 20, 50)
Place = Callable[[float], float]


def scale(low: float, high: float, start: float, end: float) -> Place:
    span = math.log(high / low)
    return lambda value: start + (end - start) * math.log(value / low) / span


def draw(rows: Sequence[dict[str, float]]) -> str:
    x = scale(SIZES[0], SIZES[-1], LEFT, WIDTH - RIGHT)
    y = scale(TIMES[0], TIMES[-1], HEIGHT - BOTTOM, TOP)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="system-ui, sans-serif" font-size="12" fill="#222">',
        "<title>Calcul d’une recherche selon le nombre de passages</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *grid(x, y),
        *curves(rows, x, y),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def grid(x: Place, y: Place) -> Iterator[str]:
    yield text(LEFT, 20, "Calcul d’une recherche (ms), vecteur de la question à part", weight="600")
    for value in TIMES:
        yield f'<path d="M{LEFT} {y(value):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield text(LEFT - 8, y(value) + 4, f"{value:g}".replace(".", ","), anchor="end")
    for size in SIZES:
        yield f'<path d="M{x(size):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#eee"/>'
        yield text(x(size), HEIGHT - BOTTOM + 20, f"{size:,}".replace(",", " "), anchor="middle")
    yield text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "passages", anchor="middle")
    for size, limit in LIMITS.items():
        yield f'<path d="M{x(size) - 9:.1f} {y(limit):.1f}h18" stroke="#a00" stroke-width="3"/>'
    yield legend(len(SERIES), "#a00", "", "à ne pas dépasser")
    yield text(WIDTH - RIGHT + 15, TOP + 20 * (len(SERIES) + 1) + 4, "cercle vide : vecteurs en listes")


def curves(rows: Sequence[dict[str, float]], x: Place, y: Place) -> Iterator[str]:
    by_size = {row["passages"]: row for row in sorted(rows, key=lambda row: row["index"] != "lists")}
    known = [by_size[size] for size in sorted(by_size)]  # lists only where no graph was measured
    for rank, (name, (key, colour, dashes)) in enumerate(SERIES.items()):
        points = " ".join(f"{x(row['passages']):.1f},{y(row[key]):.1f}" for row in known)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>'
        for row in known:
            inside = "#fff" if row["index"] == "lists" else colour
            place = f'cx="{x(row["passages"]):.1f}" cy="{y(row[key]):.1f}"'
            yield f'<circle {place} r="3" fill="{inside}" stroke="{colour}"/>'
        yield legend(rank, colour, dashed, name)


def legend(rank: int, colour: str, dashed: str, words: str) -> str:
    left, top = WIDTH - RIGHT + 15, TOP + 20 * rank
    line = f'<path d="M{left} {top}h22" stroke="{colour}" stroke-width="2"{dashed}/>'
    return line + text(left + 28, top + 4, words)


def text(x: float, y: float, words: str, *, anchor: str = "start", weight: str = "400") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">{words}</text>'


def main() -> None:
    source, target = map(Path, sys.argv[1:3])
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    target.write_text(draw(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
