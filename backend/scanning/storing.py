"""Images of real pages, under the name of their content: the same page kept twice is one file."""

import hashlib
from pathlib import Path

import cv2
from cv2.typing import MatLike

from backend.scanning.files import write_at_once
from backend.scanning.reading import Picture

QUALITY = 82
THUMB_WIDTH = 150
FOLDER = "scans"


def keep(picture: Picture, folder: Path) -> str:
    """Write the picture as a JPEG, without anything its file told besides; give its name."""
    encoded = _jpeg(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), QUALITY)
    content_hash = hashlib.sha256(encoded).hexdigest()
    path = path_of(content_hash, folder)
    if not path.exists():
        write_at_once(path, encoded)
    return content_hash


def path_of(content_hash: str, folder: Path) -> Path:
    return folder / FOLDER / content_hash[:2] / f"{content_hash}.jpg"


def thumbnail_of(content_hash: str, folder: Path) -> Path:
    """Made the first time."""
    path = path_of(content_hash, folder).with_suffix(".thumb.jpg")
    if not path.exists():
        image = cv2.imread(str(path_of(content_hash, folder)))
        assert image is not None, "kept by us, whole"
        height = round(THUMB_WIDTH * image.shape[0] / image.shape[1])
        small = cv2.resize(image, (THUMB_WIDTH, height), interpolation=cv2.INTER_AREA)
        write_at_once(path, _jpeg(small, 70))
    return path


def _jpeg(image: MatLike, quality: int) -> bytes:
    done, encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done, "cv2 encodes any 8-bit picture"
    return encoded.tobytes()
