#!/usr/bin/env python3
"""Recomputes a half-year draw (point 8(1)) from what is published; needs nothing but Python.

    python3 docs/draw.py 2026H1 UNIT "3 5 2 6 1 4 4 2 6 5 3 1 2 2 6 4" main < cases.txt

Prints the number of cases, the root that stood in the journal before there was a seed, and every case drawn.
"""
import hashlib
import re
import sys
import unicodedata


def sha256(data):
    return hashlib.sha256(data).digest()


def root(leaves):
    """The RFC 6962 root: the left part is the largest power of two below the whole."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0])
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + root(leaves[:left]) + root(leaves[left:]))


def sample_size(n):
    """All below 30, else a tenth rounded up, at least 30, at most 100."""
    return n if n < 30 else min(100, max(30, -(-n // 10)))


period, unit, seed, stratum = sys.argv[1:5]
seed = " ".join(word for word in re.split(r"[\s,、;.\-/|]+", unicodedata.normalize("NFKC", seed)) if word).upper()
cases = sorted({line.strip().lower() for line in sys.stdin if line.strip()})
start = ["chadiao-draw/1", period, unit.lower(), stratum, seed]
tickets = sorted((sha256("\n".join([*start, case]).encode()), case) for case in cases)
print(f"{len(cases)} cases, root {root([case.encode() for case in cases]).hex()}")
for ticket, case in tickets[: sample_size(len(cases))]:
    print(case, ticket.hex())
