"""What the check makes of pages photographed with a telephone, drawn: `python -m benchmarks.page_photos`.

Each held-out sheet is laid on a table, lit from one side, shaded by a hand, seen from aside, kept as a JPEG.
The sound ones ought to be taken, the shaken ones refused; a scan ought to be left alone.
"""

import argparse
import time
from collections import Counter

import cv2
import numpy as np

from backend.quality import NotAPage, Place, check
from backend.scanning.findings import is_fault
from backend.scanning.photographs import find_sheet, straighten
from benchmarks.page_damage import PAGES, draw
from benchmarks.page_sheets import HELD_OUT

# A telephone sees more than a scanner at 109 dots per inch: the sheet drawn is not made larger than it is.
HEIGHT, WIDTH = 1560, 1170


def table(dice):
    """Wood, cloth or a dark desk: darker than paper, with a grain."""
    tone = np.array([dice.uniform(40, 150), dice.uniform(35, 140), dice.uniform(30, 130)])
    grain = cv2.resize(dice.normal(0, 14, (HEIGHT // 40, WIDTH // 4)).astype(np.float32), (WIDTH, HEIGHT))
    return np.clip(tone + grain[..., None], 0, 255).astype(np.float32)


def photograph(sheet, dice, shake=0.0):
    """`shake`: pixels of the movement of the hand, 0 for none."""
    height, width = sheet.shape
    scale = dice.uniform(0.78, 0.92) * min(HEIGHT / height, WIDTH / width)
    lean = 0.06 * dice.uniform(-1, 1, (4, 2))
    base = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], float) - 0.5 + lean * dice.uniform(0.2, 1)
    angle = np.radians(dice.uniform(-9, 9))
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = (base * [width * scale, height * scale]) @ spin.T
    corners *= min(1, *(0.47 * np.array([WIDTH, HEIGHT]) / np.abs(corners).max(axis=0)))
    corners += [WIDTH / 2, HEIGHT / 2]
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    paper = cv2.warpPerspective(sheet, seen, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
    inside = cv2.warpPerspective(np.ones_like(sheet), seen, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
    tint = np.array([1.0, dice.uniform(0.94, 1), dice.uniform(0.84, 0.98)])
    picture = np.where(inside[..., None] > 0, paper[..., None] * tint, table(dice)).astype(np.float32)
    picture *= light(dice)[..., None]
    if shake:
        kernel = np.zeros((31, 31), np.float32)
        way = dice.uniform(0, np.pi)
        reach = shake / 2 * np.array([np.cos(way), np.sin(way)])
        start, end = (15 - reach).round().astype(int), (15 + reach).round().astype(int)
        cv2.line(kernel, tuple(map(int, start)), tuple(map(int, end)), 1.0)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    picture = np.clip(picture + dice.normal(0, 3, picture.shape), 0, 255).astype(np.uint8)
    kept = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
    return np.ascontiguousarray(cv2.imdecode(kept, cv2.IMREAD_COLOR)[..., ::-1])


def light(dice):
    """A lamp on one side, and the soft shadow of a hand in half of the pictures."""
    down, across = np.mgrid[0 : 1 : HEIGHT * 1j, 0 : 1 : WIDTH * 1j].astype(np.float32)
    way = dice.uniform(0, 2 * np.pi)
    field = 0.86 + dice.uniform(0.05, 0.22) * ((across - 0.5) * np.cos(way) + (down - 0.5) * np.sin(way))
    if dice.random() < 0.5:
        x, y, reach = dice.uniform(0.2, 0.8), dice.uniform(0.3, 1.0), dice.uniform(0.15, 0.35)
        field -= dice.uniform(0.1, 0.3) * np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * reach**2))
    return field.astype(np.float32)


def faults(picture, page):
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    try:
        return {str(one.check) for one in check(grey, Place(page, PAGES)).findings if is_fault(one)}
    except NotAPage:
        return {"no page"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sheets", type=int, default=60)
    sheets = parser.parse_args().sheets
    seen, refusals, cost = Counter(), Counter(), 0.0
    for rank in range(sheets):
        page = rank % (PAGES - 1) + 1
        dice = np.random.default_rng([11, rank])
        scan = draw(HELD_OUT, rank, page).image
        for name, picture in (
            ("nette", photograph(scan, dice)),
            ("bougée", photograph(scan, dice, shake=dice.uniform(11, 20))),
        ):
            raw = faults(picture, page)
            started = time.process_time()
            laid = straighten(picture)
            cost += time.process_time() - started
            found = faults(laid, page)
            seen[f"{name}, trouvée"] += find_sheet(picture) is not None
            seen[f"{name}, prise telle quelle"] += not raw
            seen[f"{name}, prise redressée"] += not found
            refusals.update(f"{name} : {one}" for one in found)
        seen["numérisation touchée"] += find_sheet(np.stack([scan] * 3, axis=-1)) is not None
    for name, count in sorted(seen.items()):
        print(f"{name}\t{count} sur {sheets}")
    for name, count in refusals.most_common():
        print(f"refus, {name}\t{count}")
    print(f"redresser\t{1000 * cost / sheets / 2:.0f} ms de calcul")


if __name__ == "__main__":
    main()
