"""Lines by the headline of an HTML page that name the authors without any word that says so."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from searchnews.datetext import find_dates
from searchnews.extract.byline_fields import beside_day
from searchnews.extract.bylines import is_desk, is_eastern, is_labelled, is_other_work, is_person, split_names, strip_by
from searchnews.extract.html_flow import LABEL, Block
from searchnews.extract.html_outline import Extent
from searchnews.extract.html_tree import words
from searchnews.extract.metadata import Claim

PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|by|profiles?|writers?|contributors?|reporters?|journalists?|staff|people)/[^/?#]+/?\Z",
    re.IGNORECASE,
)
_DIRECTLY = 4  # blocks after the headline in which a name may stand alone
_LINE, _NAMES = 120, 240  # characters of such a line; of one that holds several names and their degrees
_LOGIN = 24  # characters of "by" and a login


def unlabelled(extent: Extent, head: Sequence[Block]) -> Iterator[Claim]:
    """Lines right under the headline that hold names and nothing else but a day: several names, or one beside a day."""
    near = _under_headline(extent, head)
    for number, block in enumerate(near[1:], 1):
        if block.kind != "head" and (name := beside_day(block.text)):
            yield Claim(name, "alone", "field beside the day under the headline", 0.5)
        names = split_names(block.text) if _may_be_names(block) else []
        beside = (near[number - 1], block, *near[number + 1 : number + 3])
        if any(map(is_eastern, names)) and not is_labelled(block.text):
            continue
        if not names or not all(map(_is_author, names)):
            continue
        if len(names) > 1 or (len(block.text) <= _LINE and any(map(_is_dated, beside))):
            yield Claim(block.text, "alone", "line under the headline", 0.5)


def _under_headline(extent: Extent, head: Sequence[Block]) -> list[Block]:
    """The headline and the few blocks after it; on a page that marks no headline, those right over the story."""
    if not any(block.element.tag == "h1" for block in head):
        place = extent.outline.place
        over = [block for block in head if extent.first is not None and place[block.element] < extent.first]
        return over[-1 - _DIRECTLY :]
    after = itertools.dropwhile(lambda block: block.element.tag != "h1", head)
    return list(itertools.islice(after, 1 + _DIRECTLY))


def _is_author(name: str) -> bool:
    return is_person(name) or is_desk(name)


def _may_be_names(block: Block) -> bool:
    profile = not block.linked or PROFILE.search(block.url or "") is not None
    return profile and len(block.text) <= _NAMES and block.kind != "head" and not is_other_work(block.text)


def _is_dated(block: Block) -> bool:
    return len(block.text) <= _LINE and bool(find_dates(block.text, place=""))


def logins(head: Sequence[Block]) -> Iterator[Claim]:
    """The one word after a "by" in a line for that, or beside a day: "by marsh", who signs with a login."""
    for number, block in enumerate(head):
        name = strip_by(block.text) if len(block.text) <= _LOGIN else ""
        told = name and (block.zone is LABEL or any(map(_is_dated, head[max(number - 1, 0) : number + 2])))
        if name and name != block.text and name.islower() and " " not in name and told:
            yield Claim(name, "login", 'one word after a "by" under the headline', 0.4)


def is_mentioned(name: str, body: Sequence[str]) -> bool:
    """Whether the story speaks of a name inside its sentences: of a place it tells of, or of a person, not of its author."""
    wanted = f" {' '.join(words(name))} "
    return any(wanted in f" {' '.join(words(text))} "[1:] for text in body)
