"""Which article has an id: the first by key, place and ordinal, so that every run decides alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from searchnews.ledger_columns import Table
from searchnews.ledger_entries import BY_KEY, Claim, Entry
from searchnews.ledger_revision import Revision


class Winner(NamedTuple):
    """The article that has an id, and the file it is in."""

    entry: Entry
    claim: Claim


Winners = Mapping[str, Winner]  # by id, in no order
_winner = partial(tuple.__new__, Winner)  # Winner._make, which would count the fields each time


class Uncontested(Winners):
    """Those of a table in which no id is claimed twice."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def __getitem__(self, article_id: str) -> Winner:
        return Winner(*self.table.owner(self.table.articles[article_id]))

    def __contains__(self, article_id: object) -> bool:
        return article_id in self.table.articles

    def __iter__(self) -> Iterator[str]:
        return iter(self.table.articles)

    def __len__(self) -> int:
        return len(self.table.articles)


class Revised(Winners):
    """Those before, less some, and others. No id is claimed twice."""

    def __init__(self, before: Uncontested, lost: set[str], won: dict[str, Winner]) -> None:
        """lost: ids of files that are hidden in a revision. won: of its fresh ones."""
        self.before, self.lost, self.won = before, lost, won

    def __getitem__(self, article_id: str) -> Winner:
        if (winner := self.won.get(article_id)) is not None:
            return winner
        if article_id in self.lost:
            raise KeyError(article_id)
        return self.before[article_id]

    def __contains__(self, article_id: object) -> bool:
        return article_id in self.won or (article_id in self.before and article_id not in self.lost)

    def __iter__(self) -> Iterator[str]:
        yield from (own for own in self.before if own not in self.lost)
        yield from self.won

    def __len__(self) -> int:
        return len(self.before) - len(self.lost) + len(self.won)


def winners(ledger: Table) -> Winners:
    """Id → who has it."""
    return winners_of(ledger.values()) if ledger.contested else Uncontested(ledger)


def winners_of(entries: Iterable[Entry]) -> dict[str, Winner]:
    """The same of some entries."""
    every = list(entries)
    won = {claim[0]: _winner((entry, claim)) for entry in every for claim in entry[6]}
    if len(won) == sum([len(entry.claims) for entry in every]):
        return won
    won.clear()
    for entry in sorted(every, key=BY_KEY):
        for claim in entry.claims:
            won.setdefault(claim.article_id, Winner(entry, claim))
    return won


def winners_after(before: Winners, new: Revision) -> Winners:
    """`winners_of(new.entries())`, from those of the ledger before: only what changed is looked at, mostly."""
    if not isinstance(before, Uncontested) or before.table is not new.base or 2 * len(new.fresh) > len(new):
        return winners_of(new.entries())
    lost = {claim.article_id for real in new.hidden for claim in new.base[real].claims}
    won: dict[str, Winner] = {}
    for entry in new.fresh.values():
        for claim in entry.claims:
            article_id = claim.article_id
            if article_id in won or (article_id in before and article_id not in lost):
                return winners_of(new.entries())
            won[article_id] = Winner(entry, claim)
    return Revised(before, lost, won)


def digest_of(held: Winners, article_id: str) -> str | None:
    """Of what the owner of an id says; None where nobody has it."""
    if isinstance(held, Uncontested):
        place = held.table.articles.get(article_id)
        return None if place is None else held.table.columns.article_digest[place]
    winner = held.get(article_id)
    return winner and winner.claim.digest


def digests(held: Winners) -> Iterable[str]:
    """Of what the owners say."""
    if isinstance(held, Uncontested):
        return held.table.columns.article_digest
    return (winner.claim.digest for winner in held.values())


def moved(before: Winners, now: Winners, *, anew: bool = False) -> list[tuple[str, Winner]]:
    """The ids that may have another owner than before, or one that was read again. anew: every file was."""
    if isinstance(now, Revised):
        return list(now.won.items())
    if not before or anew:
        return list(now.items())
    had = before.get
    return [(own, winner) for own, winner in now.items() if (old := had(own)) is None or old.claim is not winner.claim]


def lost(before: Winners, now: Winners) -> list[str]:
    """The ids that nothing asks for any more."""
    if isinstance(now, Revised):
        gone = now.lost.difference(now.won)
        return [own for own in before if own in gone] if gone else []
    gone = set(before.keys() - now.keys())
    return [own for own in before if own in gone] if gone else []
