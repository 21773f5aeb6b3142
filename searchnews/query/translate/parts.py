"""What the dialects share: their words in our nodes, their fields and dates in ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from searchnews.query.common import is_common
from searchnews.query.nodes import Node, Not, Term
from searchnews.query.shaping import all_of, near, within
from searchnews.query.values import length, restriction
from searchnews.query.words import pattern, word_or_phrase

MAX_NESTED = 40  # brackets that are read; deeper ones are left out, and ours would be too deep
_TODAY = date(1970, 1, 1)  # no dialect names days from today
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})(\d{2})(\d{2})|(\d{4})/(\d{1,2})(?:/(\d{1,2}))?")
_FIELDS = {
    "title": "title", "headline": "title", "hd": "title", "article_title": "title", "hlead": "hlead", "lead": "hlead", "hlp": "hlead",
    "lp": "hlead", "body": "body", "text": "body", "td": "body", "content": "body", "text_content": "body", "byline": "author",
    "author": "author", "by": "author", "publication": "publisher", "publisher": "publisher", "source": "source", "section": "section",
    "se": "section", "url": "url", "domain": "url", "canonical_domain": "url", "caption": "captions", "graphic": "captions",
}  # fmt: skip
_APPROXIMATE = {
    "lead": "the first paragraph alone can't be asked for, so the headline and the standfirst were added",
    "lp": "the first paragraph alone can't be asked for, so the headline and the standfirst were added",
}
LANGUAGE = frozenset({"language", "lang", "la"})
DATED = frozenset(
    {"date", "published", "publish_date", "publication_date", "publish_day", "pubdate", "pd", "load-date"}
)
LENGTHS = frozenset({"length", "wc", "words", "word_count"})


@dataclass(slots=True)
class Lexemes:
    """A text's pieces in order, taken one by one: pairs of kind and text."""

    found: Sequence[tuple[str, str]]
    place: int = 0

    def next(self, *kinds: str) -> str | None:
        """The text of the next piece if it is of one of the kinds."""
        kind, text = self.found[self.place] if self.place < len(self.found) else ("", "")
        return text if kind and (not kinds or kind in kinds) else None

    def take(self, *kinds: str) -> str | None:
        """The same, and past it."""
        text = self.next(*kinds)
        self.place += text is not None
        return text

    def kind(self) -> str:
        """The kind of the next piece, "" at the end."""
        return self.found[self.place][0] if self.place < len(self.found) else ""


def words(texts: Sequence[str], notes: list[str], *, phrase: bool = True) -> Node | None:
    """Words that stand together, in our syntax for wildcards: a phrase, or windows of one word where one is a pattern."""
    nodes: list[Node] = []
    plain: list[str] = []
    for text in texts:
        found = pattern(text, notes)
        if found is None:
            plain.append(text)
            continue
        nodes += [node for node in [word_or_phrase(" ".join(plain))] if node]
        nodes.append(found)
        plain = []
    nodes += [node for node in [word_or_phrase(" ".join(plain))] if node]
    if not nodes:
        return None
    if len(nodes) == 1 and isinstance(nodes[0], Term) and not phrase and _is_left_out(nodes[0]):
        notes.append(f"common words don't decide here: “{nodes[0].text}” was left out")
        return None
    joined = nodes[0]
    for node in nodes[1:]:
        joined = near(joined, node, 1, ordered=True, notes=notes)
    return joined


def _is_left_out(term: Term) -> bool:
    return is_common(term.text) and not term.capitals


def in_field(name: str, node: Node, notes: list[str]) -> Node:
    """The node asked of our counterpart of a field; everywhere, with a note, where there is none."""
    name = name.lower()
    field = _FIELDS.get(name)
    if field is None:
        notes.append(f"the field “{name}” has no counterpart, so its words were asked of the whole article")
        return node
    if name in _APPROXIMATE:
        notes.append(_APPROXIMATE[name])
    return within(node, field)


def is_field(name: str) -> bool:
    """Whether a field has a counterpart."""
    return name.lower() in _FIELDS


def language(code: str, notes: list[str]) -> Node | None:
    """The language of a code of two letters; None, with a note, for another."""
    found = restriction("lang", code, _TODAY)
    if found is None:
        notes.append(f"the language “{code}” was left out: languages are codes of two letters here")
    return found


def words_count(comparison: str) -> Node:
    """Of ">800" and the like."""
    return length(comparison.replace(" ", ""))


def dated(comparison: str, text: str, notes: list[str]) -> Node | None:
    """A date compared with one of ours; None, with a note, where it can't be read."""
    day = iso(text)
    prefix, spelled = {
        ">": ("after", day), "<": ("before", day), ">=": ("date", f"{day}.."), "<=": ("date", f"..{day}"), "=": ("date", day)
    }[comparison]  # fmt: skip
    found = restriction(prefix, spelled, _TODAY)
    if found is None:
        notes.append(f"the date “{text}” can't be read and was left out; write 2014-02-03")
    return found


def between(first: str, last: str, notes: list[str]) -> Node | None:
    """From one date to another, either "" or "*" for open."""
    ends = ["" if end in ("", "*") else iso(end) for end in (first, last)]
    found = restriction("date", "..".join(ends), _TODAY) if any(ends) else None
    if found is None:
        notes.append(f"the dates “{first}” to “{last}” can't be read and were left out; write 2014-02-03")
    return found


def iso(text: str) -> str:
    """A date in our spelling; m/d/yyyy is read as American services write it. What is none stays as it is."""
    text = text.strip().strip("\"'()").partition("T")[0]
    found = _DAY.fullmatch(text)
    if not found:
        return text
    month, day, year, *compact = found.groups()
    if year:
        return f"{year}-{int(month):02}-{int(day):02}"
    return "-".join(part.zfill(2) for part in compact if part)


def excluded(node: Node) -> Node:
    """The opposite."""
    return node.child if isinstance(node, Not) else Not(node)


def together(nodes: Sequence[Node | None]) -> Node | None:
    """All of those that are there."""
    return all_of([node for node in nodes if node])
