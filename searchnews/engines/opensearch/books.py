"""What stands beside the articles: which generation this is, how long its fields are, its words, the ledger.

It is an index of its own, reached by an alias that changes in the same step as that of the articles. Its document
`current` says everything a search must know beforehand; writing it is the last act of a commit.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote

import orjson

from searchnews.analysis import STEMMED
from searchnews.engines.opensearch.connection import LINES, Connection, Refused
from searchnews.engines.opensearch.mapping import VERSION
from searchnews.errors import IndexUnavailable, NotAnIndex, WrongVersion
from searchnews.fields import FIELD_NAMES

REMEDY = "make it anew with `searchnews reindex --full`"
_CHUNK = 1 << 20  # bytes of ledger in a document
_WORDS_A_BODY = 20_000
_PAGE = 10_000
PATIENCE = 120.0  # seconds that a write goes on trying
LONG = 900.0  # the same, for what takes a cluster the longer the more articles there are


@dataclass(frozen=True, slots=True)
class Current:
    """One generation of an index."""

    generation: int
    articles_index: str
    books_index: str
    articles: int
    averages: Mapping[str, float]  # field → its terms, over all articles
    languages: Sequence[str]  # of its articles, in STEMMED, "en" left out, ascending
    shards: int  # that its articles are on
    newest: int  # the minute to sort by of the newest article; 0 where none is dated
    chunks: int = 0  # documents that the ledger is in
    ledger_of: int = 0  # the generation that wrote it
    mark: str = ""  # another with every commit, also where an index made anew begins to count again


def alias(name: str) -> str:
    """The alias of the books of an index."""
    return f"{name}.books"


def current(connection: Connection, *, patience: float | None = None) -> Current | None:
    """What the alias leads to; None where there is nothing. Raises WrongVersion, NotAnIndex, IndexUnavailable.

    patience: seconds to go on trying; without it a host that does not answer at once is not waited for (Overloaded).
    """
    name = connection.place.name
    try:
        answer = connection.call("GET", f"/{alias(name)}/_doc/current", quick=patience is None, patience=patience)
    except Refused as error:
        if error.status != 404:
            raise
        if error.kind == "index_not_found_exception" and _taken(connection):
            raise NotAnIndex(
                f"{connection.place}: there is an index of that name which searchnews did not make"
            ) from None
        return None
    held = answer["_source"]
    if held.get("version") != VERSION:
        raise WrongVersion(f"the index {name} was written by another version of searchnews: {REMEDY}")
    return Current(**held["current"])


def _taken(connection: Connection) -> bool:
    try:
        connection.call("GET", f"/{connection.place.name}/_settings")
    except Refused as error:
        if error.status == 404:
            return False
        raise
    return True


def require(connection: Connection, *, patience: float | None = None) -> Current:
    """The same. Raises IndexUnavailable where there is nothing."""
    found = current(connection, patience=patience)
    if found is None:
        raise IndexUnavailable(
            f"there is no index at {connection.place}: make one with `searchnews reindex PATH --index ADDRESS`"
        )
    return found


def enter(connection: Connection, now: Current) -> None:
    """Write what the generation is: from here on readers know it."""
    held = {name: getattr(now, name) for name in Current.__slots__}
    path = f"/{now.books_index}/_doc/current"
    connection.call("PUT", path, {"kind": "current", "version": VERSION, "current": held}, patience=PATIENCE)


class Measured(NamedTuple):
    """What a search must know of all articles; see Current."""

    articles: int
    averages: dict[str, float]
    languages: list[str]
    newest: int


def measured(connection: Connection, index: str) -> Measured:
    """What an index holds now."""
    sums = {name: {"sum": {"field": f"n.{name}"}} for name in FIELD_NAMES}
    languages = {"terms": {"field": "f.language", "include": sorted(STEMMED - {"en"}), "size": len(STEMMED)}}
    more = {"languages": languages, "newest": {"max": {"field": "moment"}}}
    body = {"size": 0, "track_total_hits": True, "aggs": {**sums, **more}}
    params = {"allow_partial_search_results": "false"}
    answer = connection.call("POST", f"/{index}/_search", body, params=params, patience=LONG, whole=lacking)
    total, found = answer["hits"]["total"]["value"], answer["aggregations"]
    averages = {name: found[name]["value"] / total if total else 0.0 for name in FIELD_NAMES}
    spoken = sorted(row["key"] for row in found["languages"]["buckets"])
    return Measured(total, averages, spoken, int(found["newest"]["value"] or 0))


def lacking(answer: Any) -> str:
    """Why an answer of a search is not one; "" where it is."""
    if answer.get("timed_out"):
        return "the cluster took too long and would have given a part of the answer"
    # `terminated_early` tells nothing: nobody asks for it here, and a count that the index's tables give sets it.
    if answer["_shards"]["failed"]:
        return f"{answer['_shards']['failed']} of {answer['_shards']['total']} parts of the index did not answer"
    return ""


def write_ledger(connection: Connection, index: str, generation: int, ledger: bytes) -> int:
    """Write it down beside an older one; the number of documents it took."""
    pieces = [ledger[at : at + _CHUNK] for at in range(0, len(ledger), _CHUNK)]
    for number, piece in enumerate(pieces):
        body = {"kind": "ledger", "piece": base64.b64encode(piece).decode()}
        connection.call("PUT", f"/{index}/_doc/ledger-{generation}-{number}", body, patience=PATIENCE)
    return len(pieces)


def forget_ledger(connection: Connection, held: Current) -> None:
    """Remove the pieces of an older ledger."""
    for number in range(held.chunks):
        try:
            connection.call("DELETE", f"/{held.books_index}/_doc/ledger-{held.ledger_of}-{number}")
        except Refused as error:
            if error.status != 404:
                raise


def ledger(connection: Connection, held: Current) -> bytes:
    """What the last commit was given. Raises IndexUnavailable where a piece is missing."""
    pieces = []
    for number in range(held.chunks):
        try:
            answer = connection.call("GET", f"/{held.books_index}/_doc/ledger-{held.ledger_of}-{number}")
        except Refused as error:
            raise IndexUnavailable(f"the index's list of files read is damaged ({error}): {REMEDY}") from None
        pieces.append(base64.b64decode(answer["_source"]["piece"]))
    return b"".join(pieces)


def add_words(connection: Connection, index: str, counted: Mapping[str, int], *, new: bool) -> None:
    """Add to the counts of words. Those of articles that leave stay: a count only chooses among many words."""
    for body in _word_bodies(counted, new=new):
        answer = connection.call("POST", f"/{index}/_bulk", body, kind=LINES, patience=PATIENCE)
        failed = next((row for item in answer["items"] for row in item.values() if row["status"] >= 300), None)
        if failed:
            raise IndexUnavailable(f"the words of the index could not be written: {failed.get('error')}")
    connection.call("POST", f"/{index}/_refresh", patience=LONG)


def _word_bodies(counted: Mapping[str, int], *, new: bool) -> Iterator[bytes]:
    rows = sorted(counted.items())
    for at in range(0, len(rows), _WORDS_A_BODY):
        yield b"".join(line for word, count in rows[at : at + _WORDS_A_BODY] for line in _word_lines(word, count, new))


def _word_lines(word: str, count: int, new: bool) -> Iterable[bytes]:
    key = f"word-{quote(word)[:480]}"
    row = {"kind": "word", "word": word, "count": count}
    if new:
        return (orjson.dumps({"index": {"_id": key}}), b"\n", orjson.dumps(row), b"\n")
    script = {"source": "ctx._source.count += params.more", "params": {"more": count}}
    change = {"script": script, "upsert": row}
    return (
        orjson.dumps({"update": {"_id": key, "retry_on_conflict": 5}}),
        b"\n",
        orjson.dumps(change),
        b"\n",
    )


def words(connection: Connection, index: str, wanted: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The words that a query on `word` keeps, each with its count."""
    after: list[Any] = []
    while True:
        body: dict[str, Any] = {"size": _PAGE, "query": wanted, "sort": [{"word": "asc"}]}
        body |= {"search_after": after} if after else {}
        answer = connection.call("POST", f"/{index}/_search", body, whole=lacking)
        rows = answer["hits"]["hits"]
        yield from ((row["_source"]["word"], row["_source"]["count"]) for row in rows)
        if len(rows) < _PAGE:
            return
        after = rows[-1]["sort"]
