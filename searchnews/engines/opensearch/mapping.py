"""What the indexes on the cluster look like: their fields, and how the cluster is told to take our terms as they are.

A text arrives analysed: its terms with blanks between, words of two parts beside their first part ("co|cooperation
operation"), a value a string, END after each. So positions are those of `query.nodes`, and the cluster needs to know
nothing of languages. What an article says is kept as one string of JSON and read by us only; beside it the terms of its
headlines and body, so that where words stand in the best hits is found without analysing them again (standing.py).

    t.<field>        our terms, with positions, of each field of fields.TEXT_FIELDS; t.lead: the first value of the body
    n.<field>        how many terms
    f.<facet>        the values of each facet
    kind             of the article
    start, end       minutes since 1970, of the interval of its date; absent without one, as are the next
    moment           the minute to sort by
    precision        "minute", "day", "month", "year"
    day, month, year the period it is counted in when bars are so long
    headline         words of the headline, folded, for completion
    whole_headline   its digest (document.digest), for finding the article that has it
    id               the article's, to sort by
    article          all it says (serialise.article_to_bytes)
"""

from __future__ import annotations

from typing import Any

from searchnews.fields import FACET_NAMES, FIELD_NAMES, POSITION_GAP

VERSION = 4  # a change of what is written is a change of this
END = "\u00b6"  # after each value: what a paragraph must not reach across
STACK = "|"  # between terms at one position
ANY_WORD = "\u0005"  # in what is asked: whatever stands there
PERIODS = ("day", "month", "year")
STORED = ("article", "t.title", "t.body", "headline")
_LONGEST = 8000  # characters of a value that is counted
_SHARD_BYTES = 30 << 30  # a shard that can still be moved within minutes
ARTICLE_BYTES = 2_900  # on disk, measured (docs/scale.md)
_MOST_SHARDS = 1024
# While a new index is filled nobody waits for the disk after every request: what a crash takes is missed when the
# articles are counted, before anybody is led to them. From then on every write is on the disk when it is answered.
DURABLE = {"index.translog.durability": "request"}

# A mention counts one: scoring.py makes BM25F of such counts, the same on every shard whatever it holds.
_MENTIONS = {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}
_ANALYSIS = {
    "analyzer": {
        "terms": {"type": "custom", "tokenizer": "spaces", "filter": ["stacked"]},
        "gapped": {"type": "custom", "tokenizer": "spaces", "filter": ["stacked", "gaps"]},
    },
    "tokenizer": {"spaces": {"type": "char_group", "tokenize_on_chars": [" "], "max_token_length": 1_000_000}},
    "filter": {
        "stacked": {"type": "pattern_capture", "preserve_original": False, "patterns": [rf"([^{STACK}]+)"]},
        "gaps": {"type": "stop", "stopwords": [ANY_WORD]},
    },
}


def shards_for(articles: int) -> int:
    """How many shards an index of so many articles should have: none above 30 GB."""
    return min(max(-(-articles * ARTICLE_BYTES // _SHARD_BYTES), 1), _MOST_SHARDS)


def articles_index(shards: int, replicas: int) -> dict[str, Any]:
    """The body that makes an index of articles. Nothing in it is seen before a refresh, nor safe before DURABLE."""
    settings = _settings(shards, replicas) | {"similarity": {"mentions": _MENTIONS}, "translog.durability": "async"}
    return {"settings": settings, "mappings": _mappings()}


def books_index(replicas: int) -> dict[str, Any]:
    """The body that makes the index beside it: its words, the ledger, what the generation is."""
    properties = {"kind": _keyword(), "word": _keyword(), "count": {"type": "long"}}
    return {
        "settings": _settings(1, replicas),
        "mappings": {"dynamic": False, "_meta": {"searchnews": VERSION}, "properties": properties},
    }


def _settings(shards: int, replicas: int) -> dict[str, Any]:
    copies = {"auto_expand_replicas": "0-1"} if replicas < 0 else {"number_of_replicas": replicas}
    shown = {"refresh_interval": "-1", "merge_on_flush.enabled": False}  # when we say, and at once
    return {"number_of_shards": shards, "analysis": _ANALYSIS} | shown | copies


def _mappings() -> dict[str, Any]:
    text = {
        "type": "text",
        "analyzer": "terms",
        "similarity": "mentions",
        "norms": False,
        "position_increment_gap": POSITION_GAP - 1,  # END takes a place
    }
    names = (*FIELD_NAMES, "lead")
    properties: dict[str, Any] = {
        "t": {"properties": dict.fromkeys(names, text)},
        "n": {"properties": {name: {"type": "integer"} for name in FIELD_NAMES}},
        "f": {"properties": {name: _keyword(ignore_above=_LONGEST) for name in FACET_NAMES}},
        "headline": _keyword(doc_values=False),
        "whole_headline": _keyword(doc_values=False),
        "kind": _keyword(),
        "precision": _keyword(),
        "id": _keyword(index=False),
    }
    properties |= {name: {"type": "long"} for name in ("start", "end", "moment")}
    properties |= {name: _keyword() for name in PERIODS}
    return {
        "dynamic": False,
        "_meta": {"searchnews": VERSION},
        "_source": {"includes": STORED},
        "properties": properties,
    }


def _keyword(**options: Any) -> dict[str, Any]:
    return {"type": "keyword", **options}
