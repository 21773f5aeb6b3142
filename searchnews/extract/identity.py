"""Which article is this: its canonical address, and the id made from it."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import SplitResult, urlsplit

# Parameters that say how a reader came to the page, never which page it is.
_TRACKING = re.compile(
    r"(?:utm_\w+|fb_\w+|mc_[ce]id|pk_\w+|mtm_\w+|hsa_\w+|_hs(?:enc|mi)|at_(?:medium|campaign|custom\w*)"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mkt_tok|vero_id|wt_mc|xtor|ref_src"
    r"|cmpid|ocid|ncid|s_cid|srnd|smid|_ga|_gl)\Z",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[\w.-]+\Z|\[[0-9a-f:.]+\]\Z")
_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"  # base 32 of RFC 4648
_PAIRS = [first + second for first in _DIGITS for second in _DIGITS]
_MAX_URL = 4_000  # characters; what is longer is no address of an article


def canonical_url(url: str) -> str:
    """One spelling for every address of a page; "" for what is no http(s) address. Never raises.

    The scheme becomes https, the host loses capitals, `www.` and a default port; the fragment and tracking
    parameters go, all other parameters stay in their order.
    """
    parts = _split(url)
    if parts is None:
        return ""
    kept = [pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair.partition("=")[0])]
    query = "?" + "&".join(kept) if kept else ""
    return f"https://{_authority(parts)}{parts.path or '/'}{query}"


def article_id(url: str, key: str, ordinal: int) -> str:
    """16 characters of a-z and 2-7: from the canonical address where there is one, else from key and ordinal."""
    name = (url and canonical_url(url)) or f"{key}\n{ordinal}"
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=10).digest()
    first, second = int.from_bytes(digest[:5]), int.from_bytes(digest[5:])
    pairs = _PAIRS
    return (
        f"{pairs[first >> 30]}{pairs[first >> 20 & 1023]}{pairs[first >> 10 & 1023]}{pairs[first & 1023]}"
        f"{pairs[second >> 30]}{pairs[second >> 20 & 1023]}{pairs[second >> 10 & 1023]}{pairs[second & 1023]}"
    )


def publisher_of(url: str) -> str:
    """The host of an address without `www.`, "" for what is no http(s) address."""
    parts = _split(url)
    return "" if parts is None else _host(parts)


def is_home(url: str) -> bool:
    """Whether an address is that of a site's front page."""
    parts = _split(url)
    return parts is not None and parts.path.strip("/") in {"", "index.html", "index.php", "home"} and not parts.query


def _split(url: str) -> SplitResult | None:
    """The parts of an http(s) address with a usable host, else None."""
    text = url.strip()
    if not text or len(text) > _MAX_URL or any(letter.isspace() or letter < " " for letter in text):
        return None
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises ValueError for a port that is no number
    except ValueError:
        return None
    return parts if parts.scheme in _DEFAULT_PORTS and _HOST.match(_host(parts)) else None


def _host(parts: SplitResult) -> str:
    name = (parts.hostname or "").rstrip(".")
    bare = name.removeprefix("www.")
    if ":" in bare:
        return f"[{bare}]"
    return bare or name


def _authority(parts: SplitResult) -> str:
    port = parts.port
    return _host(parts) if port is None or port == _DEFAULT_PORTS[parts.scheme] else f"{_host(parts)}:{port}"
