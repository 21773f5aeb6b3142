"""A ledger as a run leaves it: the one before, less the files that left it, with those that came or changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, MutableMapping
from itertools import chain

from searchnews.ledger_columns import Columns, Table
from searchnews.ledger_entries import Entry


class Revision(MutableMapping[str, Entry]):
    """What a run knows of every file: real path → entry."""

    def __init__(self, base: Table) -> None:
        self.base = base
        self.fresh: dict[str, Entry] = {}  # what is not in the base, or is another than there
        self.hidden: set[str] = set()  # of the base, what is not there any more, or is another

    def __getitem__(self, real: str) -> Entry:
        if (entry := self.fresh.get(real)) is not None:
            return entry
        if real in self.hidden:
            raise KeyError(real)
        return self.base[real]

    def __setitem__(self, real: str, entry: Entry) -> None:
        if real in self.base:
            self.hidden.add(real)
        self.fresh[real] = entry

    def __delitem__(self, real: str) -> None:
        if real not in self:
            raise KeyError(real)
        self.fresh.pop(real, None)
        if real in self.base:
            self.hidden.add(real)

    def __contains__(self, real: object) -> bool:
        return real in self.fresh or (real in self.base and real not in self.hidden)

    def __iter__(self) -> Iterator[str]:
        return chain((real for real in self.base if real not in self.hidden), self.fresh)

    def __len__(self) -> int:
        return len(self.base) - len(self.hidden) + len(self.fresh)

    def entries(self) -> list[Entry]:
        """All of them."""
        held = [self.base[real] for real in self.base if real not in self.hidden]
        return held + list(self.fresh.values())

    @property
    def gone(self) -> set[str]:
        """Of the base, the files that are not there any more."""
        return self.hidden.difference(self.fresh)

    def claimed(self) -> int:
        """How many articles all files have."""
        hidden = sum([self._claims(real) for real in self.hidden])
        return len(self.base.columns.article_id) - hidden + sum([len(entry.claims) for entry in self.fresh.values()])

    def claimed_by(self, reals: Collection[str]) -> int:
        """How many articles some files have."""
        fresh = self.fresh
        return sum([len(fresh[real].claims) if real in fresh else self._claims(real) for real in reals if real in self])

    def _claims(self, real: str) -> int:
        return self.base.columns.claims[self.base.rows[real]]

    def remarked(self) -> list[Entry]:
        """The files of which there is something to tell."""
        reals = self.base.columns.real
        rows = {row for some in self.base.remarked for row in some}
        held = [self.base[real] for row in rows if (real := reals[row]) not in self.hidden]
        return held + [entry for entry in self.fresh.values() if entry.refusals or entry.warnings]

    def columns(self) -> Columns:
        """As it is written."""
        return self.base.revised(self.hidden, [self.fresh[real] for real in sorted(self.fresh)])
