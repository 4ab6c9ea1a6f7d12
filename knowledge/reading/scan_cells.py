"""Cells of a scanned table, cut out and set one under another so that each is recognised by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from knowledge.reading.ocr_words import Recognised
from knowledge.reading.printed import Rule, Word

Image = Any

_MARGIN = 0.02  # inches cut off inside a cell: what is left of its rules
_BETWEEN = 0.15  # inches between two cells
_INK = 30  # dots of ink under which a cell is empty
_MAX_CELLS = 400


@dataclass(frozen=True, slots=True)
class Cells:
    """The sheet of cells, and for each its place there and on the page, in dots."""

    sheet: Image
    boxes: list[tuple[int, int, int, int]]  # top and bottom on the sheet; left and top on the page

    def back(self, found: Sequence[Recognised]) -> list[Recognised]:
        """Put the words of the sheet back where they were on the page."""
        edge = int(_BETWEEN * 100)
        moved: list[Recognised] = []
        for word, sure in found:
            for top, bottom, left, above in self.boxes:
                if top <= word.middle <= bottom:
                    shift = left - edge
                    placed = Word(
                        word.text, word.x0 + shift, word.x1 + shift, word.baseline - top + above, word.size
                    )
                    moved.append((placed, sure))
        return moved


def cut(page: Image, outlines: Sequence[Rule], dpi: int) -> Cells:
    """Cut the cells out of a page, which is left blank there."""
    margin, between, edge = int(_MARGIN * dpi), int(_BETWEEN * dpi), int(_BETWEEN * 100)
    pieces: list[Image] = []
    boxes: list[tuple[int, int, int, int]] = []
    at = between
    for box in outlines[:_MAX_CELLS]:
        left, top = int(box.x0) + margin, int(box.y0) + margin
        piece = page[top : int(box.y1) - margin, left : int(box.x1) - margin].copy()
        page[top : int(box.y1) - margin, left : int(box.x1) - margin] = 255
        if piece.size == 0 or int((cv2.medianBlur(piece, 3) < 128).sum()) < _INK:
            continue
        pieces.append(piece)
        boxes.append((at, at + piece.shape[0], left, top))
        at += piece.shape[0] + between
    wide = max((piece.shape[1] for piece in pieces), default=0) + 2 * edge
    sheet = np.full((at, wide), 255, np.uint8)
    for piece, (top, bottom, _, _) in zip(pieces, boxes, strict=True):
        sheet[top:bottom, edge : edge + piece.shape[1]] = piece
    return Cells(sheet, boxes)
