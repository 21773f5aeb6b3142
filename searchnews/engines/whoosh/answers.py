"""A search by one compiled call, where one does what is asked (answering.py), or by array operations.

The steps of engine.py are the general way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from searchnews.dates import minutes
from searchnews.engine import NEARLY_BELOW, enough
from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bags import Bag, integers
from searchnews.engines.whoosh.columns import UNDATED
from searchnews.engines.whoosh.executor import Executor
from searchnews.engines.whoosh.filters import Filters
from searchnews.engines.whoosh.one_phrase import phrase_found
from searchnews.engines.whoosh.prepared import Prepared, prepared
from searchnews.engines.whoosh.rescoring import best, by_places
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.engines.whoosh.tallies import PERIOD
from searchnews.errors import QueryTooLarge
from searchnews.fields import FIELD_NAMES
from searchnews.models import PRECISIONS, DateRange, Query
from searchnews.query.nodes import Everything, Phrase, clauses, with_any
from searchnews.ranking import ASIDE, HEADLINE, K1, LEAD, LEAD_WORDS, NEAR, NEAR_K, REACH, TYPED, WINDOW, words_of

_MOST = 64  # best articles that a compiled call keeps in order; see compiled.py
_WORTH = np.array([K1, HEADLINE, LEAD, NEAR, NEAR_K, TYPED, ASIDE])
_REACH = np.array([FIELD_NAMES.index("title"), LEAD_WORDS, REACH, WINDOW])
_HEAD = 4
_ALWAYS, _NEVER = -(1 << 60), 1 << 60  # minutes

Selection = tuple[Array, Array, Array]  # selected, wanted and dates of choosing.choose


class Answer(NamedTuple):
    """What a search found."""

    query: Query  # as it ran
    asked: Prepared
    filters: Filters
    total: int
    documents: Array  # the best, best first
    scores: Array
    nearly: Array | None  # None: not looked for
    of_nearly: Array

    def page(self) -> Answer:
        """The same with the documents of the page asked for."""
        begin, end = self.query.offset, self.query.offset + self.query.limit
        if not begin and len(self.documents) <= end:
            return self
        return self._replace(documents=self.documents[begin:end], scores=self.scores[begin:end])


def answered(executor: Executor, query: Query) -> Answer | None:
    """The answer; None where what is asked wants the general way. Raises QueryTooLarge."""
    if query.sort != "relevance" or query.recent or query.excluded:
        return None
    if not 0 < query.offset + query.limit <= _MOST or isinstance(query.node, Everything):
        return None
    snapshot = executor.snapshot
    asked = prepared(snapshot, query.node, query.match, query.aside)
    if asked.refused:
        raise QueryTooLarge(asked.refused)
    executor.bag, executor.affordable = asked.bag, asked.node
    if not kernels.can_sweep():
        return _of_arrays(executor, query, asked)
    if asked.one_call is None:
        return _of_found(executor, query, asked)
    bag, _ = asked.one_call
    found = _of_bag(snapshot, query, asked)
    if found is None and bag.every and len(bag) > 1:  # no article has all the words
        other = prepared(snapshot, query.node, "any", query.aside)
        return _of_bag(snapshot, replace(query, match="any"), other) if other.one_call else None
    return found


def _of_bag(snapshot: Snapshot, query: Query, asked: Prepared) -> Answer | None:
    """None where nothing matches."""
    assert asked.one_call is not None
    bag, (script, where, telling, looked) = asked.one_call
    key = query.offset, query.limit
    limits = asked.limits.get(key)
    if limits is None:
        nearly = bag.every and len(bag) > 1 and not query.offset
        below = NEARLY_BELOW if nearly else 0
        limits = asked.limits[key] = integers(
            (bag.every, sum(key), below, enough(len(bag)), query.limit, snapshot.whole, looked)
        )
    numbers, scores, counts, matching = kernels.answer_bag(
        script,
        where,
        snapshot.table,
        snapshot.kind,
        telling,
        _WORTH,
        _REACH,
        limits,
        snapshot.held,
        *_selection(snapshot, query),
    )
    if not len(matching):
        return None
    return _told(snapshot, asked.of(query), asked, matching, numbers, scores, counts).page()


def _of_arrays(executor: Executor, query: Query, asked: Prepared) -> Answer | None:
    """The same without compiled loops."""
    match = query.match
    query, matching = settled(executor, asked.of(query), asked.bag)
    if not len(matching):
        return None
    if query.match != match:
        asked = prepared(executor.snapshot, asked.typed, query.match, query.aside)
    executor.gained = asked.gained
    filters = Filters(executor.snapshot, query, matching)
    kept, last = filters.whole, query.offset + query.limit
    scores = executor.scores(query.node, kept, filters.passing())
    places, scores = best(executor, query.node, kept, scores, last, aside=query.aside, words=asked.words)
    nearly = _nearly(executor, query, asked, kept)
    return Answer(query, asked, filters, len(kept), kept[places], scores, *nearly).page()


def _nearly(executor: Executor, query: Query, asked: Prepared, kept: Array) -> tuple[Array, Array]:
    """What has some of the words but not all, where so few have all that it is listed, and their scores."""
    room = query.limit - len(kept)
    if query.match == "any" or len(kept) >= NEARLY_BELOW or query.offset or room <= 0 or not asked.is_several:
        return _NOTHING
    return executor.nearly(query, lambda found: Filters(executor.snapshot, query, found).kept(), room, asked.words)


_NOTHING = np.empty(0, np.int32), np.empty(0, np.float32)


def _of_found(executor: Executor, query: Query, asked: Prepared) -> Answer | None:
    """The same where what matches is found first, step by step."""
    query = asked.of(query)
    if asked.phrase:
        matching, scores = phrase_found(executor.snapshot, asked.phrase)
        if not len(matching) and isinstance(query.node, Phrase):
            executor.know_nowhere(query.node)
    else:
        query, matching = settled(executor, query, asked.bag)
        asked = prepared(executor.snapshot, asked.typed, query.match, query.aside)
        scores = executor.scores(query.node, matching)
    if not len(matching) or not scores.any():
        return None
    snapshot, first, words = executor.snapshot, query.offset + query.limit, words_of(query.node, query.aside)
    numbers, of_best, counts = kernels.answer_found(
        matching, scores, max(first, WINDOW) if words else first, snapshot.held, *_selection(snapshot, query)
    )
    answer = _told(snapshot, query, asked, matching, numbers, of_best, counts)
    best, scores = answer.documents, answer.scores
    if words:
        best, scores = by_places(executor, words, query.aside, best, scores)
    return answer._replace(documents=best, scores=scores, nearly=None).page()


def settled(executor: Executor, query: Query, bag: Bag | None = None) -> tuple[Query, Array]:
    """The query with `match` decided, and what matches: all the words, or any where no article has all.

    bag: the one that the query's tree is, where that is known.
    """
    if query.match == "all":
        matching = executor.found(query.node, bag)
        if len(matching) or len(clauses(query.node)) < 2:
            return query, matching
        bag = None
    query = replace(query, match="any", node=with_any(query.node))
    return query, executor.found(query.node, bag)


def _told(
    snapshot: Snapshot, query: Query, asked: Prepared, matching: Array, numbers: Array, scores: Array, counts: Array
) -> Answer:
    """What a compiled call says, in words."""
    told = numbers.tolist()
    total, possible, best, nearly = told[:_HEAD]
    end = _HEAD + best
    filters = Filters(snapshot, query, matching)
    filters.know(snapshot.tallies.known(counts, told[end + nearly :]), possible)
    documents, others = numbers[_HEAD:end], numbers[end : end + nearly]
    return Answer(query, asked, filters, total, documents, scores[:best], others, scores[best:])


def _selection(snapshot: Snapshot, query: Query) -> Selection:
    """The filters of a query as a compiled call takes them."""
    tallies, dates = snapshot.tallies, query.dates
    dated = dates.bounded or dates.missing or dates.precision is not None
    if not dated and not query.filters:
        return tallies.nothing_selected
    selected, wanted, limits = (array.copy() for array in tallies.everything_wanted)
    for name, values in query.filters.items():
        begin, end = tallies.span(name)
        selected[tallies.place(name)] = True
        wanted[begin:end] = False
        for value in values:
            code = snapshot.columns.facets[name].code(value)
            if code is not None:
                wanted[begin + code] = True
    if dated:
        selected[tallies.place(PERIOD)] = True
        given = _range(dates)
        limits[:-1] = given
        _, since, until, precision, _, _ = given
        limits = np.concatenate([limits, snapshot.periods.verdicts(since, until, known=precision != UNDATED)])
    return selected, wanted, limits


def _range(dates: DateRange) -> tuple[int, ...]:
    """See choosing.choose: Filters._dates in numbers."""
    if dates.missing and not dates.bounded:
        return 0, _NEVER, _ALWAYS, len(PRECISIONS), True, False
    undated = dates.missing or (dates.undated if dates.bounded else dates.precision is None)
    return (
        dates.bounded,
        _ALWAYS if dates.since is None else minutes(dates.since),
        _NEVER if dates.until is None else minutes(dates.until),
        UNDATED if dates.precision is None else PRECISIONS.index(dates.precision),
        undated,
        dates.possible,
    )
