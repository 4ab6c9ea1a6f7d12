"""A picture of where: the page, small, with the place of a finding marked on it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.quality.findings import Finding, Severity

WIDTH = 360  # pixels
THICKNESS = 3
# Blue, green, red; told apart by the thickness of the frame as well, for who does not see colours.
COLOURS = {
    Severity.NOTICE: (150, 110, 0),
    Severity.DEFECT: (0, 110, 200),
    Severity.GROSS: (30, 20, 190),
}


def evidence(image: NDArray[np.uint8], finding: Finding) -> bytes:
    """A PNG of the page as it was scanned, with the finding's box."""
    height = max(1, round(WIDTH * image.shape[0] / image.shape[1]))
    small = cv2.resize(image, (WIDTH, height), interpolation=cv2.INTER_AREA)
    picture = cv2.cvtColor(small, cv2.COLOR_GRAY2BGR)
    box, rim = finding.box, THICKNESS // 2
    corners = [
        (
            int(np.clip(round(x * WIDTH), rim, WIDTH - 1 - rim)),
            int(np.clip(round(y * height), rim, height - 1 - rim)),
        )
        for x, y in ((box.left, box.top), (box.right, box.bottom))
    ]
    thickness = THICKNESS + 2 * (finding.severity is Severity.GROSS)
    cv2.rectangle(picture, corners[0], corners[1], COLOURS[finding.severity], thickness)
    done, encoded = cv2.imencode(".png", picture)
    assert done, "cv2 encodes any 8-bit picture"
    return encoded.tobytes()
