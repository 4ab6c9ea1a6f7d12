"""What a file that somebody joins really is, and the same without what it says of its author.

An image is drawn again from its pixels, upright: where and with what it was taken does not come through, nor
anything hidden behind it. A PDF is kept as it is.
"""

import hashlib
import threading
import warnings
from dataclasses import dataclass
from io import BytesIO

import filetype
from PIL import Image, ImageOps, UnidentifiedImageError

from ticketing.errors import FileRefused, FileTooLarge, FileUnreadable, ImageTooLarge

MOST_BYTES = 10_000_000
MOST_FILES = 5  # of one message
MOST_PIXELS = 50_000_000  # 8 660 × 5 773: more than any telephone; drawn, 150 MB of memory
THUMBNAIL = 320  # pixels, the longer side
PDF = "application/pdf"
# How Pillow calls what we take, and how we write it again.
IMAGES: dict[str, tuple[str, dict[str, int]]] = {
    "image/png": ("PNG", {}),
    "image/jpeg": ("JPEG", {"quality": 90}),
    "image/webp": ("WEBP", {"quality": 90}),
}
_WITH_ALPHA = frozenset({"PNG", "WEBP"})
# A large image takes 150 MB while it is drawn: one at a time.
_DRAWING = threading.Lock()


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept; `content` is what is kept, and `thumbnail` a small picture of an image."""

    content: bytes
    media_type: str
    width: int | None = None
    height: int | None = None
    thumbnail: bytes | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def check(content: bytes) -> CheckedFile:
    """Raises FileTooLarge, ImageTooLarge, FileUnreadable, or FileRefused for any other kind of file."""
    if len(content) > MOST_BYTES:
        raise FileTooLarge(len(content), MOST_BYTES)
    media_type = filetype.guess_mime(content)
    if media_type == PDF:
        return CheckedFile(content, PDF)
    if media_type not in IMAGES:
        raise FileRefused(media_type)
    with _DRAWING:
        return _image(content, media_type)


def _image(content: bytes, media_type: str) -> CheckedFile:
    name, quality = IMAGES[media_type]
    try:
        drawn = _upright(content, name)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise FileUnreadable from error
    small = drawn.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    return CheckedFile(
        _written(drawn, name, quality),
        media_type,
        drawn.width,
        drawn.height,
        _written(small, "WEBP", {"quality": 75}),
    )


def _upright(content: bytes, name: str) -> Image.Image:
    """Its pixels alone, the first of an animation, turned as it was to be seen."""
    with warnings.catch_warnings():
        # Pillow warns of what is refused just below.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(BytesIO(content), formats=[name])
        except Image.DecompressionBombError as error:
            raise ImageTooLarge(MOST_PIXELS) from error
    if image.width * image.height > MOST_PIXELS:
        raise ImageTooLarge(MOST_PIXELS)
    image.load()
    upright = ImageOps.exif_transpose(image)
    has_alpha = name in _WITH_ALPHA and upright.has_transparency_data
    plain = upright.convert("RGBA" if has_alpha else "RGB")
    plain.info = {}
    return plain


def _written(image: Image.Image, name: str, quality: dict[str, int]) -> bytes:
    out = BytesIO()
    image.save(out, name, **quality)
    return out.getvalue()
