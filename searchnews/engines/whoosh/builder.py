"""Segments, built in a staging folder where no reader looks: the work that can run in any process."""

from __future__ import annotations

import json
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from searchnews.engines.whoosh.columns import EXTENSION, columns_of, save
from searchnews.engines.whoosh.schema import INDEX_NAME, STORED_ARTICLE, WORDS, field_terms, headline_words, schema
from searchnews.fields import FIELD_NAMES
from searchnews.models import Article
from searchnews.serialise import article_from_json, article_to_json

STAGING = "staging-"  # prefix of the folders in which segments wait


class OpenSegment(W3Segment):  # type: ignore[misc]
    """A segment whose files stay apart, so that they are mapped and not copied into memory."""

    def should_assemble(self) -> bool:
        return False


class OpenCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's own codec, writing such segments."""

    def new_segment(self, storage: Any, indexname: str) -> OpenSegment:
        return OpenSegment(self, indexname)


@dataclass(frozen=True, slots=True)
class Built:
    """A finished segment in its staging folder."""

    folder: str
    articles: int


def build(articles: Iterable[Article], index: Path) -> Built:
    """Write one segment of these articles into a new staging folder of the index. Raises OSError."""
    folder = Path(tempfile.mkdtemp(prefix=STAGING, dir=index))
    try:
        return Built(str(folder), _write(articles, folder))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write(articles: Iterable[Article], folder: Path) -> int:
    storage = FileStorage(str(folder))
    TOC.create(storage, schema(), INDEX_NAME)
    writer = FileIndex(storage, indexname=INDEX_NAME).writer(codec=OpenCodec(), compound=False, limitmb=256)
    written, lengths = [], []
    for article in articles:
        fields = {name: field_terms(article, name) for name in FIELD_NAMES}
        writer.add_document(
            **{name: places for name, (places, _) in fields.items() if places},
            **{WORDS: headline_words(article), STORED_ARTICLE: packed(article)},
        )
        lengths.append([fields[name][1] for name in FIELD_NAMES])
        written.append(_without_text(article))
    writer.commit(merge=False)
    for segment in staged_segments(folder):
        save(columns_of(written, lengths), folder / segment.make_filename(EXTENSION))
    return len(written)


def _without_text(article: Article) -> Article:
    # Only what the columns need stays in memory until the segment is full.
    return Article(
        article.article_id,
        "",
        published=article.published,
        sources=article.sources,
        publisher=article.publisher,
        section=article.section,
        authors=article.authors,
        language=article.language,
    )


def staged_segments(folder: Path) -> list[Any]:
    """The segments of a staging folder: one, or none where there was nothing to write."""
    return list(TOC.read(FileStorage(str(folder)), INDEX_NAME).segments)


def staging_folders(index: Path) -> Iterator[Path]:
    """Every staging folder of an index, left behind or not."""
    return (path for path in index.glob(f"{STAGING}*") if path.is_dir())


def packed(article: Article) -> bytes:
    """An article as it is stored."""
    return zlib.compress(json.dumps(article_to_json(article), separators=(",", ":")).encode(), 3)


def unpacked(data: bytes) -> Article:
    """The article that `packed` stored."""
    return article_from_json(json.loads(zlib.decompress(data)))
