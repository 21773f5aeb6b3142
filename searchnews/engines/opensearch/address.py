"""Where an index lives on a cluster: opensearch+http://host:9200,other:9200/name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from searchnews.errors import UsageError

SCHEMES = ("opensearch+http", "opensearch+https")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}\Z")  # no dot: those are for the indexes behind the alias
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?\Z")
_PORT = 9200
_EXPECTED = "expected opensearch+http://host:9200/name or opensearch+https://…, several hosts with commas between"


@dataclass(frozen=True, slots=True)
class Place:
    """A cluster and the name of an index on it."""

    hosts: tuple[tuple[str, int], ...]
    secure: bool
    name: str  # the alias that readers ask; what is behind it changes

    def urls(self) -> list[str]:
        """Where each host answers."""
        scheme = "https" if self.secure else "http"
        return [f"{scheme}://{host}:{port}" for host, port in self.hosts]

    def __str__(self) -> str:
        return f"{', '.join(self.urls())} (index {self.name})"


def is_cluster(address: str) -> bool:
    """Whether an index's address names a cluster."""
    return address.partition("://")[0] in SCHEMES


def place_of(address: str) -> Place:
    """The parts of an address. Raises UsageError without repeating it: somebody may have put a password in."""
    scheme, separator, rest = address.partition("://")
    if not separator or scheme not in SCHEMES:
        raise UsageError(f"the index's address is not one of a cluster; {_EXPECTED}")
    from urllib.parse import urlsplit  # here: every command asks whether an address is one of a cluster

    parts = urlsplit(f"//{rest}")
    if "@" in rest:
        raise UsageError(
            "the index's address holds a name or password: set opensearch_user and opensearch_password "
            "in searchnews.toml, or SEARCHNEWS_OPENSEARCH_PASSWORD, instead"
        )
    name = parts.path.strip("/")
    if parts.query or parts.fragment or not _NAME.match(name):
        raise UsageError(
            f"the index's address must end in its name, of a-z, 0-9, - and _, not in {name[:40]!r}; {_EXPECTED}"
        )
    return Place(tuple(_host(text) for text in parts.netloc.split(",")), scheme.endswith("https"), name)


def _host(text: str) -> tuple[str, int]:
    found = _HOST.match(text)
    port = int(found[2] or _PORT) if found else 0
    if not found or not 1 <= port <= 65535:
        raise UsageError(f"the index's address names the host {text[:60]!r}; {_EXPECTED}")
    return found[1], port
