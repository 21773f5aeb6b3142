"""Which words tell what an article is about: the query behind "similar articles"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from searchnews.analysis import terms
from searchnews.fields import text_field, text_values
from searchnews.models import Article
from searchnews.query.nodes import Node, Or, Term
from searchnews.ranking import idf

TELLING = 12  # terms asked for


def likeness_query(article: Article, articles: int, frequency: Callable[[str], int]) -> Node | None:
    """Any of the article's most telling terms: frequent in it, rare elsewhere. None where it has none.

    `frequency` tells how many of the `articles` have a term in a default field.
    """
    mentions: Counter[str] = Counter()
    for name in ("title", "standfirst", "body"):
        for value in text_values(article, name):
            for term in terms(value, article.language):
                mentions[term] += int(text_field(name).weight)
    shared = {term: frequency(term) for term in mentions}
    ranked = sorted(
        (term for term, count in shared.items() if count > 1),
        key=lambda term: (-mentions[term] * idf(articles, shared[term]), term),
    )
    leaves = tuple(Term("", (term,)) for term in ranked[:TELLING])
    return Or(leaves) if len(leaves) > 1 else (leaves[0] if leaves else None)
