"""Makes the two fonts of the backend's PDF files out of the variable font of the pages.

PDF wants a static TrueType font, the pages have a compressed variable one. To be run again only when
the font changes: uv run --with 'fonttools[woff]' tools/pdf_fonts.py
"""

from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).parent.parent
VENDOR = ROOT / "backend/static/vendor/fonts"
VARIABLE = VENDOR / "atkinson-hyperlegible-next-latin-wght-normal.woff2"
FONTS = ROOT / "backend/practical/fonts"
WEIGHTS = {"regular": 400, "bold": 700}

if __name__ == "__main__":
    FONTS.mkdir(parents=True, exist_ok=True)
    for name, weight in WEIGHTS.items():
        font = instantiateVariableFont(TTFont(VARIABLE), {"wght": weight})
        font.flavor = None
        font.save(FONTS / f"atkinson-{name}.ttf")
    (FONTS / "OFL.txt").write_bytes((VENDOR / "OFL.txt").read_bytes())
