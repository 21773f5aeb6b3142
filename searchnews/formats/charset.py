"""Bytes → text, by evidence: byte order marks, declarations, and which reading leaves fewer broken characters."""

from __future__ import annotations

import codecs
import logging
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_LATIN = frozenset({"iso8859-1", "ascii", "latin-1", "iso-8859-1"})  # what browsers read as Windows-1252
_SAMPLE = 65_536  # bytes that detection looks at
_BROKEN = re.compile("[\ufffd\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_CONTINUED = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_MISREAD = re.compile(f"[\u00c2-\u00f4][{_CONTINUED}]{{1,3}}")  # UTF-8 as Windows-1252 shows it
_IN_WORD = re.compile(
    r"(?<=[^\W\d_])[\xa1-\xbf\xd7\xf7\u2020-\u2022\u2030](?=[^\W\d_])"
)  # no letter where one should be
_CONTROLS = re.compile("[\x80-\x9f]")
_FALLBACK = "searchnews-windows-1252"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


logging.getLogger("bs4.dammit").setLevel(logging.ERROR)  # it warns of characters that we count ourselves
codecs.register_error(_FALLBACK, _as_windows)


def decode(data: bytes, *, html: bool = False) -> str:
    """The text of some bytes. Never fails: what can't be read becomes U+FFFD."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    try:
        return _repaired(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _best(data, _declared(data) if html else None)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of Western text is zero."""
    head = data[:4000]
    if len(head) < 4 or len(head) % 2 or head.count(0) < len(head) * 0.3:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) > max(even, odd) * 0.1:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    return _known(found[1].decode("ascii", "replace")) if found else None


def _known(name: str | None) -> str | None:
    try:
        known = codecs.lookup(name or "").name
        b"".decode(known)
    except (LookupError, UnicodeError):
        return None
    return "cp1252" if known in _LATIN else known


def _best(data: bytes, declared: str | None) -> str:
    mixed = data.decode("utf-8", _FALLBACK)
    if _mostly_utf8(data):
        return _repaired(mixed)
    names = dict.fromkeys(filter(None, (declared, _detected(data[:_SAMPLE]), "cp1252")))
    readings = [data.decode(name, "replace") for name in names if name != "utf-8"]
    return min([*readings, mixed], key=lambda text: len(_BROKEN.findall(text)))


def _detected(sample: bytes) -> str | None:
    """What detection says, where it has something to go by: of a few accents it would make anything."""
    from bs4.dammit import UnicodeDammit  # here: slow to import, and most text is UTF-8

    detected = _known(UnicodeDammit(sample, is_html=True).original_encoding)
    western = sample.decode("cp1252", "replace")
    high = sum(byte > 0x7F for byte in sample)
    letters = sum(chr(byte).isalpha() for byte in sample if byte < 0x80)
    if high * 4 > letters or _IN_WORD.search(western):
        return detected
    return None


def _mostly_utf8(data: bytes) -> bool:
    """Whether most characters beyond ASCII are good UTF-8: then the others are accidents."""
    bad = data.decode("utf-8", "replace").count("\ufffd")
    good = sum(1 for byte in data if 0xC2 <= byte <= 0xF4) - bad
    return good > bad


def _repaired(text: str) -> str:
    """Windows-1252 that somebody read as Latin-1, and UTF-8 that somebody read as Windows-1252, put right."""
    if text.isascii():
        return text
    if _CONTROLS.search(text):
        text = _CONTROLS.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "replace"), text)
    misread = _MISREAD.findall(text)
    if len(misread) >= 3 and sum(map(len, misread)) > sum(character > "\x7f" for character in text) * 0.9:
        try:
            return text.encode("cp1252").decode("utf-8")
        except UnicodeError:
            return text
    return text
