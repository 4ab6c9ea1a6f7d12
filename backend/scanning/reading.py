"""From a file to pictures of pages: its kind by its content, its size before its pixels."""

import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from backend.scanning import errors

Picture = NDArray[np.uint8]  # red, green, blue

LARGEST_FILE = 30_000_000  # bytes, for one page
LARGEST_PICTURE = 40_000_000  # pixels; an A3 sheet at 400 dots per inch has 31 million
SHORTEST_SIDE = 600  # pixels: an A4 page at 73 dots per inch
LONGEST_SIDE = 2340  # pixels kept: an A4 page at 200 dots per inch
A4_WIDTH = 8.27  # inches
PDF_SECONDS = 60
PDF_TOO_LARGE = 4  # as pdf_pages says it; importing it would load the library here too
FORMATS = ("PNG", "JPEG", "TIFF")


@dataclass(frozen=True, slots=True)
class ReadPage:
    picture: Picture

    @property
    def width(self) -> int:
        return int(self.picture.shape[1])

    @property
    def height(self) -> int:
        return int(self.picture.shape[0])


def dpi_of(width: int, height: int) -> int:
    """Dots per inch, taken for an A4 sheet whichever way it lies."""
    return round(min(width, height) / A4_WIDTH)


def read_one_page(content: bytes) -> ReadPage:
    """Raise a FileRefused for anything else than the image of one page."""
    if len(content) > LARGEST_FILE:
        raise errors.FileTooLarge
    with tempfile.TemporaryDirectory(prefix="page-") as folder:
        path = Path(folder) / "sent"
        path.write_bytes(content)
        pages = read_pages(path)
        first = next(pages, None)
        if first is None:
            raise errors.FileEmpty
        if next(pages, None) is not None:
            raise errors.FileOfSeveralPages
    return first


def read_pages(path: Path) -> Iterator[ReadPage]:
    """The pages of a file, one at a time; a FileRefused comes at the page that earns it."""
    with path.open("rb") as file:
        head = file.read(1024)
    if not head:
        raise errors.FileEmpty
    return _pdf_pages(path) if b"%PDF-" in head else _picture_pages(path)


def _picture_pages(path: Path) -> Iterator[ReadPage]:
    with warnings.catch_warnings():
        # The size is refused below, in our own words, before a pixel is read.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(path, formats=FORMATS) as image:
                frames = ImageSequence.Iterator(image) if image.format == "TIFF" else [image]
                for frame in frames:
                    yield _read_frame(frame)
        except (UnidentifiedImageError, Image.DecompressionBombError) as error:
            is_bomb = isinstance(error, Image.DecompressionBombError)
            raise (errors.PictureTooLarge if is_bomb else errors.FileOfOtherKind) from error
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise errors.FileDamaged from error


def _read_frame(frame: Image.Image) -> ReadPage:
    if frame.width * frame.height > LARGEST_PICTURE:
        raise errors.PictureTooLarge
    if min(frame.size) < SHORTEST_SIDE:
        raise errors.PictureTooSmall
    frame.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read at the size that will do
    upright = ImageOps.exif_transpose(frame)
    if upright.mode not in {"RGB", "L", "1"}:
        upright = _on_paper(upright)
    longest = max(upright.size)
    if longest > LONGEST_SIDE:
        share = LONGEST_SIDE / longest
        size = (round(upright.width * share), round(upright.height * share))
        # Grey first: a page of black and white dots made smaller keeps its strokes.
        grey = upright.convert("L") if upright.mode == "1" else upright
        upright = grey.resize(size, Image.Resampling.BOX)
    return ReadPage(np.asarray(upright.convert("RGB")))


def _on_paper(image: Image.Image) -> Image.Image:
    """What is transparent shows white."""
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)


def _pdf_pages(path: Path) -> Iterator[ReadPage]:
    """Rendered in a process of its own, with a limit of memory and of time: the file is a stranger's."""
    with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
        command = [sys.executable, "-m", "backend.scanning.pdf_pages", str(path.resolve()), folder]
        root = Path(__file__).parent.parent.parent
        try:
            done = subprocess.run(  # noqa: S603  # our own module, with two paths
                command, cwd=root, timeout=PDF_SECONDS, capture_output=True, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise errors.FileDamaged from error
        for rendered in sorted(Path(folder).glob("*.jpg")):
            yield from _picture_pages(rendered)
        if done.returncode == PDF_TOO_LARGE:
            raise errors.PictureTooLarge
        if done.returncode:
            raise errors.FileDamaged
