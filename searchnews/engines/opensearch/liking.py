"""What articles like one have: the tree of its most telling words, by how many articles of a cluster have each."""

from __future__ import annotations

from searchnews.engines.likeness import likeness_query
from searchnews.engines.opensearch.searching import Searcher
from searchnews.models import Article
from searchnews.query.nodes import Node, Term


def likeness(searcher: Searcher, article: Article) -> Node | None:
    """The tree; None where the article has no such words."""
    now, known = searcher.now, searcher.known
    wanted: list[str] = []
    likeness_query(article, now.articles, lambda term: wanted.append(term) or 0)  # type: ignore[func-returns-value]
    leaves = {term: Term(term, (term,)) for term in wanted}
    searcher.count_each([leaf for leaf in leaves.values() if known.count(now, leaf) is None])
    return likeness_query(article, now.articles, lambda term: known.count(now, leaves[term]) or 0)
