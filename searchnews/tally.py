"""From a survey to the report: every article read is added, changed, unchanged or refused, and counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from searchnews.ledger import BY_KEY, Claim, Entry, Winner
from searchnews.report import Complaint, Report
from searchnews.survey import Survey


def report_of(seen: Survey, skipped: tuple[str, ...], seconds: float, generation: str) -> Report:
    """What a run did."""
    answered = _answered_for(seen)
    owned = list(seen.now)
    if len(answered) < len(seen.ledger):
        owned = [article_id for article_id in owned if seen.now[article_id].entry.real in answered]
    counts = _fates(seen, owned)
    # Most files have nothing to tell: those are put in order that have.
    lost = len(owned) != sum([len(seen.ledger[real].claims) for real in answered])
    entries = [seen.ledger[real] for real in answered]
    entries = sorted([each for each in entries if lost or each.refusals or each.warnings], key=BY_KEY)
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
    return seen.read | {winner.entry.real for article_id, winner in seen.moved() if seen.is_new(article_id)}


def _owns(winner: Winner, entry: Entry, claim: Claim) -> bool:
    return winner.entry.real == entry.real and winner.claim.ordinal == claim.ordinal


def _fates(seen: Survey, article_ids: Sequence[str]) -> Counter[str]:
    """How many of these were added, changed, or are as they were."""
    before, now = seen.before, seen.now
    if not before:
        return Counter(added=len(article_ids))
    added = len(article_ids) - sum([article_id in before for article_id in article_ids])
    moved = [article_id for article_id in article_ids if before.get(article_id) is not now[article_id]]
    new = sum([seen.is_new(article_id) for article_id in moved])
    return Counter(added=added, changed=new - added, unchanged=len(article_ids) - new)


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
