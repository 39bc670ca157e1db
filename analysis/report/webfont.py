"""The characters of one page as an embedded font, so that Chinese shows on a machine without Chinese fonts."""

from base64 import b64encode
from io import BytesIO
from pathlib import Path

FONT = Path(__file__).parents[1] / "fonts" / "NotoSansSC-Regular-GB2312.ttf"
_ASCII = range(0x20, 0x7F)


def font_source(text: str, leave_out: str = "") -> str:
    """Return a data address of our font with just the characters of a text; the same for the same characters.

    A character the font lacks, or that is left out, is drawn with the fonts of the machine.
    """
    from fontTools import subset  # type: ignore[import-untyped]  # it ships no type stubs

    options = subset.Options(flavor="woff", layout_features=[], hinting=False, notdef_outline=True)
    font = subset.load_font(FONT, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes={*_ASCII, *map(ord, text)} - {*map(ord, leave_out)})
    subsetter.subset(font)
    out = BytesIO()
    subset.save_font(font, out, options)
    font.close()
    return "data:font/woff;base64," + b64encode(out.getvalue()).decode("ascii")
