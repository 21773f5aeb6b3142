"""Extraction against labelled pages: each field right, wrong or unknown, and the body by shared shingles."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from searchnews.errors import InputRefused
from searchnews.evaluation.measures import (
    Outcome,
    Overlap,
    contains,
    mean_overlap,
    overlap,
    same_day,
    same_title,
    set_overlap,
    states_day,
)
from searchnews.evaluation.truth import Truth, read_truth
from searchnews.extract import extract_page
from searchnews.formats import read
from searchnews.models import Article, Page

HALVES = ("first", "second")


@dataclass(slots=True)
class PageScore:
    """One page: what each field came to, and what differs where it is not right."""

    file: str
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    texts: dict[str, Overlap] = field(default_factory=dict)  # body, authors, related
    shares: dict[str, tuple[int, int]] = field(default_factory=dict)  # sentences: those as wanted, all
    differences: list[str] = field(default_factory=list)

    @property
    def cost(self) -> float:
        """How much the page takes from the figures: the body's share missing, and one for each wrong field."""
        wrong = sum({"right": 0.0, "unknown": 0.5, "wrong": 1.0}[outcome] for outcome in self.outcomes.values())
        return wrong + sum(1 - each.f1 for each in self.texts.values())


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All the pages, and the figures over them."""

    pages: tuple[PageScore, ...]

    def counts(self) -> dict[str, dict[Outcome, int]]:
        """For each field how many are right, wrong and unknown."""
        names = sorted({name for page in self.pages for name in page.outcomes})
        zero: dict[Outcome, int] = {"right": 0, "wrong": 0, "unknown": 0}
        table = {name: dict(zero) for name in names}
        for page in self.pages:
            for name, outcome in page.outcomes.items():
                table[name][outcome] += 1
        return table

    def overlaps(self) -> dict[str, Overlap]:
        """Mean precision and recall of what is compared as text or as a set."""
        names = sorted({name for page in self.pages for name in page.texts})
        return {name: mean_overlap([page.texts[name] for page in self.pages if name in page.texts]) for name in names}

    def shares(self) -> dict[str, float]:
        """The share of labelled sentences that are where they should be."""
        names = sorted({name for page in self.pages for name in page.shares})
        return {name: _share([page.shares[name] for page in self.pages if name in page.shares]) for name in names}

    def worst(self, count: int) -> list[PageScore]:
        """The pages that cost most, dearest first."""
        return sorted((page for page in self.pages if page.cost > 0), key=lambda page: (-page.cost, page.file))[:count]


def _share(rows: Iterable[tuple[int, int]]) -> float:
    good, total = (sum(numbers) for numbers in zip(*rows, strict=True))
    return good / total if total else 1.0


def evaluate_extraction(
    folder: Path, *, half: str = "", progress: Callable[[int], None] = lambda done: None
) -> Evaluation:
    """Extract every labelled page of a folder and compare; `half` keeps one of two halves, parted by a hash of names.

    Raises SearchnewsError where the folder has no labels or they are broken.
    """
    scores = []
    for path, truth in read_truth(folder):
        if half and half_of(truth.file) != half:
            continue
        scores.append(_score(path, truth))
        progress(len(scores))
    return Evaluation(tuple(scores))


def half_of(file: str) -> str:
    """Which half a page belongs to: by its name up to the first dot, so that a page and its dumps stay together."""
    name = Path(file).name.partition(".")[0]
    return HALVES[hashlib.sha256(name.encode()).digest()[0] % 2]


def _score(path: Path, truth: Truth) -> PageScore:
    score = PageScore(truth.file)
    page = next(iter(read(path, shown=str(path), key=truth.file, columns={})), None)
    article = None
    if isinstance(page, Page):
        page = replace(page, url=truth.url or page.url)
        try:
            article = extract_page(page)
        except InputRefused as refusal:
            score.differences.append(f"refused: {refusal}")
    else:
        score.differences.append(f"refused: {page}")
    text = page.content if isinstance(page, Page) and page.format == "text" else None
    _fields(score, truth, article, text)
    _texts(score, truth, article, text)
    return score


def _fields(score: PageScore, truth: Truth, article: Article | None, text: str | None) -> None:
    """Fields that are one value; of a dump only those that stand in it can be asked for."""
    if truth.title and (text is None or contains(text, truth.title)):
        found = article.title if article else ""
        right = same_title([found], truth.title)
        _note(score, "title", "right" if right else "wrong" if found else "unknown", truth.title, found)
        if text is None:
            others = article.alternative_titles if article else ()
            score.outcomes["title or alternative"] = "right" if same_title([found, *others], truth.title) else "wrong"
    if truth.day and (text is None or states_day(text, truth.day)):
        published = article.published if article else None
        shown = published.start.isoformat() if published else ""
        _note(score, "date", same_day(published, truth.day), truth.day.isoformat(), shown)
    elif truth.day:
        # Unknown is the right answer, unless something else, such as the page's address, tells the day.
        published = article.published if article else None
        outcome: Outcome = "right" if same_day(published, truth.day) != "wrong" else "wrong"
        shown = published.start.isoformat() if published else ""
        _note(score, "date not on the page", outcome, truth.day.isoformat(), shown)
    if truth.section and (text is None or contains(text, truth.section)):
        found = article.section if article else ""
        same = same_title([found], truth.section)
        _note(score, "section", "right" if same else "wrong" if found else "unknown", truth.section, found)


def _note(score: PageScore, name: str, outcome: Outcome, wanted: str, found: str) -> None:
    score.outcomes[name] = outcome
    if outcome != "right":
        score.differences.append(f"{name}: wanted {wanted!r}, found {found!r}")


def _texts(score: PageScore, truth: Truth, article: Article | None, text: str | None) -> None:
    body = "\n".join([article.standfirst, *article.body]) if article else ""
    if truth.body:
        score.texts["body"] = overlap(body, truth.body)
        _paragraphs(score, truth, article)
    if truth.authors and (text is None or all(contains(text, name) for name in truth.authors)):
        _set(score, "authors", article.authors if article else (), truth.authors)
    if truth.sources is not None:
        _set(score, "sources", article.sources if article else (), truth.sources)
    if truth.related:
        _set(score, "related", [each.title for each in article.related] if article else (), truth.related)
        out = sum(not contains(body, title) for title in truth.related)
        score.shares["related headlines not in the body"] = (out, len(truth.related))
    for name, sentences, wanted in (("sentences present", truth.present, True), ("absent", truth.absent, False)):
        if sentences:
            right = sum(contains(body, sentence) == wanted for sentence in sentences)
            score.shares[name if wanted else "furniture absent"] = (right, len(sentences))


def _set(score: PageScore, name: str, found: Sequence[str], wanted: Sequence[str]) -> None:
    score.texts[name] = set_overlap(found, wanted)
    if score.texts[name].f1 < 1:
        score.differences.append(f"{name}: wanted {list(wanted)!r}, found {list(found)!r}")


def _paragraphs(score: PageScore, truth: Truth, article: Article | None) -> None:
    """The paragraphs that only one side has: what to look at first."""
    if score.texts["body"].f1 > 0.98:
        return
    mine = "\n".join([article.title, article.standfirst, *article.body]) if article else ""
    missing = [line for line in truth.body.splitlines() if line.strip() and not contains(mine, line)]
    extra = [line for line in (article.body if article else ()) if not contains(truth.body, line)]
    score.differences += [f"body - {line[:160]}" for line in missing[:8]] + [
        f"body + {line[:160]}" for line in extra[:8]
    ]
