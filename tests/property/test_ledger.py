"""A ledger in columns says what one of entries would: whatever came, went and changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchnews.claiming import digest_of, lost, moved, winners, winners_after, winners_of
from searchnews.glance import RACY
from searchnews.ledger import packed, unpacked
from searchnews.ledger_columns import Table, columns_of
from searchnews.ledger_entries import Claim, Entry, Remark, Stamp
from searchnews.ledger_revision import Revision
from searchnews.sources import Source

NAMES = [f"/w/{letter}.txt" for letter in "abcdef"]
remarks = st.lists(st.builds(Remark, st.none() | st.integers(1, 9), st.sampled_from("xy")), max_size=2).map(tuple)
stamps = st.builds(
    Stamp,
    st.integers(-1, 2),
    st.integers(0, 2),
    st.sampled_from([0, RACY, RACY + 1, RACY + 3]),
    st.sampled_from(["", "ab"]),
)


@st.composite
def entry(draw: st.DrawFn, real: str, ids: str) -> Entry:
    claims = [
        Claim(own, draw(st.sampled_from(["one", "two"])), ordinal, draw(st.none() | st.just(ordinal + 1)))
        for ordinal, own in enumerate(draw(st.lists(st.sampled_from(ids), max_size=3)))
    ]
    place = draw(st.sampled_from([real, f"/link{real}"]))
    reading = draw(st.sampled_from(["16 {}", ""]))
    return Entry(
        real,
        place,
        draw(st.sampled_from([real, "x"])),
        real[1:],
        draw(stamps),
        reading,
        tuple(claims),
        draw(remarks),
        draw(remarks),
    )


@st.composite
def ledgers(draw: st.DrawFn) -> dict[str, Entry]:
    """Half of them without an id that two files claim."""
    apart = draw(st.booleans())
    chosen = draw(st.lists(st.sampled_from(NAMES), unique=True))
    made = {}
    for number, real in enumerate(chosen):
        made[real] = draw(entry(real, chr(ord("A") + number) if apart else "ABCDEFGH"))
    return made


def _table(held: dict[str, Entry]) -> Table:
    return unpacked(packed(held))


@given(ledgers())
def test_what_is_written_is_read(held: dict[str, Entry]) -> None:
    assert dict(_table(held)) == held


@given(ledgers(), ledgers())
def test_a_revision_is_what_was_made_of_it(before: dict[str, Entry], after: dict[str, Entry]) -> None:
    revision = _revised(before, after)
    assert dict(revision) == after
    assert len(revision) == len(after)
    assert {entry.real: entry for entry in revision.entries()} == after
    assert dict(unpacked(packed(revision))) == after
    assert revision.gone == before.keys() - after.keys()
    assert revision.claimed() == sum(len(entry.claims) for entry in after.values())
    assert revision.claimed_by(list(after)[:2]) == sum(len(entry.claims) for entry in list(after.values())[:2])
    told = {real for real, entry in after.items() if entry.refusals or entry.warnings}
    assert {entry.real for entry in revision.remarked()} == told


def _revised(before: dict[str, Entry], after: dict[str, Entry]) -> Revision:
    revision = Revision(_table(before))
    for real in before.keys() - after.keys():
        del revision[real]
    for real, entry in after.items():
        if before.get(real) != entry:
            revision[real] = entry
    return revision


@given(ledgers(), ledgers())
def test_who_has_an_id_is_told_from_who_had_it(before: dict[str, Entry], after: dict[str, Entry]) -> None:
    revision = _revised(before, after)
    had, now, wanted = (
        winners(revision.base),
        winners_after(winners(revision.base), revision),
        winners_of(after.values()),
    )
    assert dict(had) == winners_of(before.values())
    assert dict(now) == wanted
    assert len(now) == len(wanted)
    assert [digest_of(had, own) for own in wanted] == [had[own].claim.digest if own in had else None for own in wanted]
    assert set(moved(had, now, anew=True)) <= set(wanted.items())
    assert set(lost(had, now)) == had.keys() - wanted.keys()
    others = {own for own, winner in wanted.items() if own not in had or had[own].claim != winner.claim}
    assert others <= {own for own, _ in moved(had, now)}
    assert all(wanted[own] == winner for own, winner in moved(had, now))


@given(ledgers(), ledgers())
def test_a_file_is_as_it_was_where_its_entry_proves_it(before: dict[str, Entry], now: dict[str, Entry]) -> None:
    sources = [Source(*entry[:4], max(entry.stamp.size, 0), entry.stamp.mtime) for entry in now.values()]
    found = {source.real for source in _table(before).differing(sources, "16 {}")}
    assert found == {source.real for source in sources if not _proved(before.get(source.real), source)}


@given(ledgers(), st.data())
def test_of_files_that_have_their_names_only_sizes_and_times_count(held: dict[str, Entry], data: st.DataObject) -> None:
    table = _table(held)
    sources = [
        Source(*entry[:4], data.draw(st.integers(-1, 2)), data.draw(st.integers(0, 2))) for entry in held.values()
    ]
    for found in (sources, sources[::-1]):
        assert table.differing(found, "16 {}", named=True) == [
            each for each in found if not _proved(held[each.real], each)
        ]


@given(ledgers(), ledgers())
def test_files_that_stay_keep_their_order(before: dict[str, Entry], after: dict[str, Entry]) -> None:
    made = list(unpacked(packed(_revised(before, after))))
    stayed = [real for real in before if real in after]
    assert made[: len(stayed)] == stayed
    assert made[len(stayed) :] == sorted(after.keys() - before.keys())


def _proved(entry: Entry | None, source: Source) -> bool:
    return (
        entry is not None
        and entry[:4] == source[:4]
        and entry.reading == "16 {}"
        and entry.stamp.same_time(source.size, source.mtime)
    )


def test_an_empty_one_is_nothing() -> None:
    assert dict(Table(columns_of(()))) == {}
    assert Table(columns_of(())).differing([Source("/a", "/a", "a", "a")], "16 {}") == [Source("/a", "/a", "a", "a")]
