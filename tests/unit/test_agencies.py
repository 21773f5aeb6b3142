from __future__ import annotations

import pytest

from searchnews.extract.agencies import agency, credited, dateline, is_sign_off, sign_off


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("REUTERS", "Reuters"),
        ("AA", "Anadolu"),
        ("Agence France-Presse", "AFP"),
        ("Via AP news wire", "AP"),
        ("Reuters Staff", "Reuters"),
        ("a Reuters investigation", None),
        ("Duduzile", None),
        ("ap", None),
    ],
)
def test_a_name_counts_only_as_a_whole(text: str, name: str | None) -> None:
    assert agency(text) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("TRT World and agencies", ("TRT World",)),
        ("Le Matin et AFP", ("Le Matin", "AFP")),
        ("AFP, AA", ("AFP", "Anadolu")),
        ("Times and Star", ("Times and Star",)),
        ("Rundschau mit dpa", ("Rundschau", "dpa")),
    ],
)
def test_who_a_source_line_credits(text: str, names: tuple[str, ...]) -> None:
    assert credited(text) == names


@pytest.mark.parametrize(
    ("text", "place", "names"),
    [
        ("KILWANE, Aug. 15 (Xinhua) -- The dam", "Kilwane", ("Xinhua",)),
        ("ORLENZ (Reuters) - The bank", "Orlenz", ("Reuters",)),
        ("Puerto Lucero, 11 oct (EFE).- El monte", "Puerto Lucero", ("EFE",)),
        ("TAVANE, February 15 - Ministers", "Tavane", ()),
    ],
)
def test_datelines(text: str, place: str, names: tuple[str, ...]) -> None:
    found = dateline(text)
    assert found is not None
    assert (found.place, found.agencies) == (place, names)


def test_what_begins_otherwise_has_no_dateline() -> None:
    assert dateline("Rodenfurt. After three nights") is None
    assert dateline("The minister said so.") is None


def test_sign_offs() -> None:
    assert sign_off("the control centre said.  -- PTI") == ("PTI",)
    assert sign_off("(DHA)") == ("DHA",)
    assert sign_off("as a man from UNI said") == ()
    assert is_sign_off("Reporting by Ada Lund; Editing by Bo Ek")
