"""One commit: into a new pair of indexes behind the alias, or into the current one.

Full: a new index is filled where nobody looks, counted, and the aliases change in one request; a run that dies before
it leaves an orphan that the next run clears. Incremental: changed and removed articles are written and not seen,
since nothing is refreshed by itself; one refresh shows them all, shard by shard within milliseconds.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from searchnews.engines.opensearch import books
from searchnews.engines.opensearch.books import LONG, PATIENCE, Current
from searchnews.engines.opensearch.bulk import Batch, wanted_places
from searchnews.engines.opensearch.connection import Connection, Refused
from searchnews.engines.opensearch.lease import is_held, lease
from searchnews.engines.opensearch.mapping import DURABLE, articles_index, books_index, shards_for
from searchnews.engines.opensearch.sending import remove, send
from searchnews.engines.opensearch.watching import Gone, Watch, is_gone
from searchnews.errors import IndexLocked, IndexWriteFailed, SearchnewsError
from searchnews.settings import Settings


def commit(
    connection: Connection,
    settings: Settings,
    batches: Sequence[Batch],
    *,
    before: Current | None,
    removed: Sequence[str],
    rebuild: bool,
    ledger: bytes | None,
) -> Current:
    """Make batches visible.

    `before` is the generation that the run began with. Raises IndexLocked where another is there now.
    """
    with lease(connection, before, rebuild=rebuild) as check:
        wanted = wanted_places(batches)
        if before is None or rebuild:
            return _anew(connection, settings, batches, wanted, before, ledger or b"", check)
        return _changed(connection, batches, wanted, before, removed, ledger, check)


def _anew(
    connection: Connection,
    settings: Settings,
    batches: Sequence[Batch],
    wanted: Sequence[Sequence[bool]],
    before: Current | None,
    ledger: bytes,
    check: Callable[[], None],
) -> Current:
    for left in reversed(range(_TRIES)):
        generation = _newest(connection) + 1
        base = f"{connection.place.name}.{generation:06}"
        names = f"{base}.articles", f"{base}.books"
        try:
            now = _filled(connection, settings, batches, wanted, (generation, *names), ledger, check)
            break
        except BaseException as error:
            again = left and isinstance(error, SearchnewsError) and not isinstance(error, IndexLocked)
            again = again and (isinstance(error, Gone) or is_gone(connection, names))
            _drop(connection, names)
            if not again:
                raise
    _flip(connection, now, before)  # what fails from here on may have been done: the next run looks which
    return now


_TRIES = 3  # new indexes that are begun: a node that dies at the wrong moment takes shards of one along


def _filled(
    connection: Connection,
    settings: Settings,
    batches: Sequence[Batch],
    wanted: Sequence[Sequence[bool]],
    named: tuple[int, str, str],
    ledger: bytes,
    check: Callable[[], None],
) -> Current:
    """A new generation, its number and the names of its indexes given, that no alias leads to yet."""
    generation, articles, others = named
    names = articles, others
    expected = sum(map(sum, wanted))
    shards = settings.opensearch_shards or shards_for(expected)
    _make(connection, names[0], articles_index(shards, settings.opensearch_replicas))
    _make(connection, names[1], books_index(settings.opensearch_replicas))
    send(connection, names[0], batches, wanted, Watch(connection, names, check, _drop))
    books.add_words(connection, names[1], _words(batches), new=True)
    chunks = books.write_ledger(connection, names[1], generation, ledger)
    connection.call("PUT", f"/{names[0]}/_settings", DURABLE, patience=PATIENCE)
    connection.call("POST", f"/{names[0]}/_flush", patience=LONG)
    connection.call("POST", f"/{names[0]}/_refresh", patience=LONG)
    held = books.measured(connection, names[0])
    if held.articles != expected:
        raise IndexWriteFailed(f"the new index holds {held.articles:,} of {expected:,} articles: the old one is intact")
    now = Current(
        generation, articles, others, shards=shards, chunks=chunks, ledger_of=generation, mark=_mark(), **held._asdict()
    )
    books.enter(connection, now)
    check()
    return now


def _mark() -> str:
    return uuid.uuid4().hex


def _make(connection: Connection, name: str, body: dict[str, Any]) -> None:
    try:
        # With every copy there before the first article, so that a node that dies takes none along.
        connection.call("PUT", f"/{name}", body, params={"wait_for_active_shards": "all"}, patience=PATIENCE)
    except Refused as error:  # the first try made it and its answer was lost
        if error.kind != "resource_already_exists_exception":
            raise


def _words(batches: Sequence[Batch]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for batch in batches:
        counted.update(batch.words())
    return counted


def _flip(connection: Connection, now: Current, before: Current | None) -> None:
    """Have the aliases lead to the new indexes, in one step; the old ones go with it unless somebody reads them."""
    name = connection.place.name
    pairs = [(now.articles_index, name), (now.books_index, books.alias(name))]
    actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": alias}} for index, alias in pairs]
    for index, alias in _led(connection):
        actions.append({"remove": {"index": index, "alias": alias}})
    connection.call("POST", "/_aliases", {"actions": actions}, patience=PATIENCE)
    for index in (before.articles_index, before.books_index) if before else ():
        if not _read_still(connection, index):
            _drop(connection, (index,))


def _led(connection: Connection) -> list[tuple[str, str]]:
    """Where the aliases lead: each index with its alias."""
    name = connection.place.name
    aliases = (name, books.alias(name))
    found = _ours(connection)
    return [(index, alias) for index, row in found.items() for alias in row["aliases"] if alias in aliases]


def _ours(connection: Connection) -> dict[str, Any]:
    name = connection.place.name
    found = connection.call("GET", f"/{name}.*/_alias", params={"allow_no_indices": "true"}, patience=PATIENCE)
    pattern = re.compile(rf"{re.escape(name)}\.\d+\.(articles|books)\Z")
    return {index: row for index, row in found.items() if pattern.match(index)}


def _newest(connection: Connection) -> int:
    return max((int(index.split(".")[1]) for index in _ours(connection)), default=0)


def orphans(connection: Connection) -> list[str]:
    """Indexes that no alias leads to: of a run that died, or kept for who was reading when a newer one came."""
    return sorted(index for index, row in _ours(connection).items() if not row["aliases"])


def clear_orphans(connection: Connection) -> None:
    """Remove them, but those that somebody reads still, or is making right now."""
    if is_held(connection):
        return
    _drop(connection, [index for index in orphans(connection) if not _read_still(connection, index)])


def _read_still(connection: Connection, index: str) -> bool:
    """Whether somebody exports from it."""
    try:
        stats = connection.call("GET", f"/{index}/_stats/search", patience=PATIENCE)
    except Refused:
        return False
    searches = stats["_all"]["total"].get("search", {})  # none of an index that no node has
    return bool(searches.get("point_in_time_current", 0))


def _drop(connection: Connection, names: Sequence[str]) -> None:
    for name in names:
        try:
            connection.call("DELETE", f"/{name}", patience=PATIENCE)
        except Refused as error:
            if error.status != 404:
                raise


def _changed(
    connection: Connection,
    batches: Sequence[Batch],
    wanted: Sequence[Sequence[bool]],
    before: Current,
    removed: Sequence[str],
    ledger: bytes | None,
    check: Callable[[], None],
) -> Current:
    generation = before.generation + 1
    books.add_words(connection, before.books_index, _words(batches), new=False)
    chunks, ledger_of = before.chunks, before.ledger_of
    if ledger is not None:
        chunks, ledger_of = books.write_ledger(connection, before.books_index, generation, ledger), generation
    sent = {
        article_id
        for batch, places in zip(batches, wanted, strict=True)
        for article_id, kept in zip(batch.ids, places, strict=True)
        if kept
    }
    send(connection, before.articles_index, batches, wanted, check)
    remove(connection, before.articles_index, [gone for gone in removed if gone not in sent], check)
    # A flush writes the segments and shows them to nobody, so that all that the refresh does is to open them.
    connection.call("POST", f"/{before.articles_index}/_flush", patience=LONG)
    check()
    connection.call("POST", f"/{before.articles_index}/_refresh", patience=LONG)
    held = books.measured(connection, before.articles_index)
    now = replace(before, generation=generation, chunks=chunks, ledger_of=ledger_of, mark=_mark(), **held._asdict())
    books.enter(connection, now)
    if ledger is not None:
        books.forget_ledger(connection, before)
    return now
