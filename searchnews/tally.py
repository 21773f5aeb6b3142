"""From a survey to the report: every article read is added, changed, unchanged or refused, and counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set

from searchnews.claiming import Winner
from searchnews.ledger_entries import BY_KEY, Claim, Entry
from searchnews.report import Complaint, Report
from searchnews.survey import Survey


def report_of(seen: Survey, skipped: tuple[str, ...], seconds: float, generation: str) -> Report:
    """What a run did."""
    answered = _answered_for(seen)
    if seen.contested:
        entries = [entry for entry in seen.ledger.entries() if entry.real in answered]
        owned = sum([winner.entry.real in answered for winner in seen.now.values()])
    else:  # most files have nothing to tell
        entries = [entry for entry in seen.ledger.remarked() if entry.real in answered]
        whole = len(answered) == len(seen.ledger)
        owned = len(seen.now) if whole else seen.ledger.claimed_by(answered)
    counts = _fates(seen, owned, answered)
    entries.sort(key=BY_KEY)
    refusals = [Complaint(trouble.shown, None, trouble.reason) for trouble in seen.troubles]
    refusals += [complaint for entry in entries for complaint in _refusals(seen, entry)]
    return Report(
        read=counts.total() + len(refusals),
        added=counts["added"],
        changed=counts["changed"],
        removed=len(seen.removed()),
        unchanged=counts["unchanged"],
        refused=len(refusals),
        seconds=seconds,
        refusals=tuple(refusals),
        warnings=tuple(Complaint(entry.shown, row.line, row.reason) for entry in entries for row in entry.warnings),
        skipped=skipped,
        generation=generation,
    )


def _answered_for(seen: Survey) -> set[str]:
    """The files of this run, and others that it had to read again because an id of theirs came free."""
    if len(seen.read) == len(seen.ledger):
        return seen.read
    return seen.read | {winner.entry.real for article_id, winner in seen.moved if seen.is_new(article_id)}


def _owns(winner: Winner, entry: Entry, claim: Claim) -> bool:
    return winner.entry.real == entry.real and winner.claim.ordinal == claim.ordinal


def _fates(seen: Survey, owned: int, answered: Set[str]) -> Counter[str]:
    """How many of the articles that these files own were added, changed, or are as they were."""
    if not seen.before:
        return Counter(added=owned)
    new = [own for own, winner in seen.moved if winner.entry.real in answered and seen.is_new(own)]
    added = sum([own not in seen.before for own in new])
    return Counter(added=added, changed=len(new) - added, unchanged=owned - len(new))


def _refusals(seen: Survey, entry: Entry) -> Iterator[Complaint]:
    for remark in entry.refusals:
        yield Complaint(entry.shown, remark.line, remark.reason)
    for claim in entry.claims:
        winner = seen.now[claim.article_id]
        if not _owns(winner, entry, claim):
            yield Complaint(entry.shown, claim.line, _lost_to(winner))


def _lost_to(winner: Winner) -> str:
    place = winner.entry.shown if winner.claim.line is None else f"{winner.entry.shown}, line {winner.claim.line}"
    return (
        f"the id {winner.claim.article_id} is taken by {place}, which has the same web address "
        "(or the same folder name and path): only the first of the two is in the index"
    )
