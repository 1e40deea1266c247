"""Cuts 全字庫正楷體 (TW-Kai) to the characters of `tw-kai.ttf.br`: pip install fonttools brotli; python3 cut.py TW-Kai-98_1.ttf

The font is in Debian's fonts-cns11643-kai 103.1+20181001. Kept: Big5 and its Windows form whole, the Hong Kong
supplement in the basic plane (rarer names), Latin, punctuation, numbers in circles, lines, boxes and ticks, 注音 and
full-width forms. Hinting and alternates are dropped: paper needs neither.
"""
import subprocess
import sys

import brotli
from fontTools.ttLib import TTFont


def characters(encoding):
    found = set()
    for lead in range(0x81, 0xFF):
        for trail in [*range(0x40, 0x7F), *range(0xA1, 0xFF)]:
            try:
                text = bytes([lead, trail]).decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                found.add(ord(text))
    return found


RANGES = [
    (0x20, 0x7F), (0xA0, 0x180), (0x2000, 0x206F), (0x2100, 0x2200), (0x2460, 0x24FF), (0x2500, 0x2600),
    (0x2605, 0x2607), (0x2610, 0x2613), (0x2713, 0x2715), (0x2717, 0x2718), (0x3000, 0x3040), (0x3100, 0x3130),
    (0x31A0, 0x31C0), (0x3220, 0x3244), (0x3280, 0x32B1), (0xFF00, 0xFFEF),
]


def main():
    source = sys.argv[1]
    hong_kong = {
        code for code in characters("big5hkscs")
        if code < 0x10000 and not 0x0370 <= code < 0x0500 and not 0x3040 <= code < 0x3100
    }
    wanted = characters("big5") | characters("cp950") | hong_kong
    wanted |= {code for start, end in RANGES for code in range(start, end)}
    there = TTFont(source, lazy=True).getBestCmap()
    kept = sorted(code for code in wanted if code in there and not 0xE000 <= code < 0xF900)
    subprocess.run(
        ["pyftsubset", source, "--unicodes=" + ",".join(f"{code:X}" for code in kept), "--output-file=tw-kai.ttf",
         "--no-hinting", "--layout-features=", "--name-IDs=*", "--notdef-outline", "--no-glyph-names",
         "--drop-tables+=GSUB,GPOS,GDEF,BASE,vhea,vmtx,DSIG,gasp"],
        check=True,
    )
    with open("tw-kai.ttf", "rb") as cut, open("tw-kai.ttf.br", "wb") as packed:
        packed.write(brotli.compress(cut.read(), quality=11, lgwin=24))
    print(len(kept), "characters")


main()
