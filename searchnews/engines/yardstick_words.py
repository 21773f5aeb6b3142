"""What the yardstick knows of words and headlines: near spellings, completions. Slow and obviously right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from searchnews.analysis import STEMMED, surface
from searchnews.dates import sort_minutes
from searchnews.engines.completing import COMPLETED, completions, folded
from searchnews.engines.yardstick import Document, matches, mentions
from searchnews.fields import FIELD_NAMES, facet_values, text_values
from searchnews.models import Article, Completion
from searchnews.query.expansion import Counted, Vocabulary, chosen, distance, expanded
from searchnews.query.nodes import Node, Pattern, Term


class PlainSpelling:
    """See engines.spelling.Spelling."""

    def __init__(self, documents: Collection[Document], vocabulary: Vocabulary) -> None:
        self._documents = documents
        self._vocabulary = vocabulary

    def near(self, word: str, edits: int) -> Iterable[tuple[str, int]]:
        counted: Counter[str] = Counter()
        for document in self._documents:
            for name in FIELD_NAMES:
                for text in text_values(document.article, name):
                    counted.update(surface(text))
        close = (other for other in counted if abs(len(other) - len(word)) <= edits)
        return [(other, counted[other]) for other in close if distance(word, other) <= edits]

    def articles(self, node: Node) -> int:
        tree, _ = expanded(node, self._vocabulary)
        return sum(matches(document, tree) for document in self._documents)


def plain_completions(documents: Collection[Document], prefix: str, limit: int) -> tuple[Completion, ...]:
    """See Engine.complete."""
    typed = surface(prefix)
    articles = sorted((document.article for document in documents), key=_newest)
    headlines = (article for article in articles if _has(surface(article.title), typed))
    return completions(_values(articles, " ".join(typed)), headlines, limit) if typed else ()


def _newest(article: Article) -> tuple[bool, int, str]:
    date = article.published
    return date is None, -sort_minutes(date) if date else 0, article.article_id


def _has(words: Sequence[str], typed: Sequence[str]) -> bool:
    """Whether all that was typed is there, the last word perhaps unfinished."""
    return set(typed[:-1]) <= set(words) and any(word.startswith(typed[-1]) for word in words)


def _values(articles: Sequence[Article], typed: str) -> Iterator[Completion]:
    for facet in COMPLETED:
        counts = Counter(value for article in articles for value in facet_values(article, facet))
        for value, count in counts.items():
            words = surface(value)
            if any(" ".join(words[place:]).startswith(typed) for place in range(len(words))):
                yield Completion(facet, value, count)


def plainly_titled(documents: Collection[Document], titles: Sequence[str]) -> dict[str, str]:
    """See Engine.titled."""
    articles = sorted((document.article for document in documents), key=_newest, reverse=True)
    ids = {folded(article.title): article.article_id for article in articles}
    return {title: ids[folded(title)] for title in titles if folded(title) and folded(title) in ids}


class PlainVocabulary:
    """What `expanded` asks of the index."""

    def __init__(self, documents: Collection[Document]) -> None:
        self._documents = documents

    @property
    def articles(self) -> int:
        return len(self._documents)

    def languages(self) -> list[str]:
        return sorted({document.article.language for document in self._documents} & STEMMED - {"en"})

    def fitting(self, pattern: Pattern, most: int) -> Counted:
        return chosen(pattern, self._words, most)

    def _words(self, prefix: str, pieces: Sequence[str] = ()) -> Iterable[tuple[str, int]]:
        counted: Counter[str] = Counter()
        for document in self._documents:
            texts = (value for name in FIELD_NAMES for value in text_values(document.article, name))
            counted.update(word for text in texts for word in surface(text) if word.startswith(prefix))
        return counted.items()

    def has(self, term: str) -> bool:
        leaf = Term("", (term,))
        return any(mentions(document, leaf) for document in self._documents)
