"""What the words of a search come to in one generation, kept for searches that ask the same again.

A reader asks the same words many times over: with a filter, without it, from an earlier day, the second page. What is
kept follows from the words and the index alone: no filter, no hit and no count of a search is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bags import bag_of
from searchnews.engines.whoosh.costing import refusal
from searchnews.engines.whoosh.gained import Gained
from searchnews.engines.whoosh.highlighting import marking_of
from searchnews.engines.whoosh.one_phrase import plan_of
from searchnews.engines.whoosh.snapshot import Snapshot
from searchnews.marking import Marking
from searchnews.models import Match, Query
from searchnews.query.echo import in_words
from searchnews.query.expansion import expanded, unmarked
from searchnews.query.nodes import Node, Term, clauses, positive_leaves, with_any
from searchnews.ranking import words_of

MOST = 256  # trees that are kept


class Prepared:
    """A tree as a snapshot answers it. May be shared by threads."""

    def __init__(self, snapshot: Snapshot, typed: Node, match: Match, aside: Sequence[str]) -> None:
        """aside: the common words of the query."""
        self._aside = aside
        self.typed = typed  # held, so that no other tree gets its identity
        node, self.notes = expanded(typed, snapshot)
        self.node = with_any(node) if match == "any" else node
        self.bag = bag = bag_of(snapshot, self.node)
        # The bag and what it gives a compiled call (Bag.given); None where none does what is asked.
        compiled = kernels.can_sweep()
        self.one_call = (bag, bag.given(aside)) if compiled and bag and bag.is_one_call else None
        self.phrase = plan_of(snapshot, self.node) if compiled else None
        self.refused = None if bag or self.phrase else refusal(snapshot, self.node)
        self.limits: dict[tuple[int, int], Array] = {}  # by offset and limit of a page: `asked` of answering.answer_bag
        self.gained = Gained()  # where no compiled loop looks at the places of words
        self.suggestions: dict[tuple[str, Match], str | None] = {}  # what was probably meant, by what was typed
        self.shown = unmarked(self.node)  # the tree as it is shown to people
        self.understood = in_words(self.shown)  # and the words for it

    def of(self, query: Query) -> Query:
        """The query with this tree, and with the notes on it."""
        if query.node is self.node and not self.notes:
            return query
        return replace(query, node=self.node, notes=query.notes + self.notes)

    @cached_property
    def is_several(self) -> bool:
        """Whether some of it may match where not all does."""
        return len(clauses(self.node)) > 1

    @cached_property
    def words(self) -> list[tuple[Term, float]]:
        """Its words whose places count (ranking.words_of)."""
        return words_of(self.node, self._aside)

    @cached_property
    def marking(self) -> Marking:
        """What marks its words."""
        return marking_of(positive_leaves(self.node))


def prepared(snapshot: Snapshot, typed: Node, match: Match, aside: tuple[str, ...]) -> Prepared:
    """The tree prepared, or what is kept of it. Raises Damaged where its words' postings are."""
    kept = snapshot.prepared
    key = id(typed), match, aside, kernels.can_sweep()
    found = kept.get(key)
    if found is None or found.typed is not typed:
        if key[-1]:
            snapshot.slim()
        if len(kept) >= MOST:
            kept.clear()
        found = kept[key] = Prepared(snapshot, typed, match, aside)
    return found
