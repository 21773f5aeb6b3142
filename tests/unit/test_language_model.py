"""The model that is kept is py3langid's own, and nothing depends on its being kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchnews.extract import language_model

TEXTS = (
    "Die Fähre ist heute nicht gekommen, und niemand weiß warum.",
    "Le bac n'est pas venu et personne ne sait pourquoi.",
    "net vs loss 3 mln",
    "岩手県は東北地方にある",
)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "kept"
    monkeypatch.setattr(language_model, "_FOLDER", folder)
    return folder


def told() -> list[tuple[str, float]]:
    found = language_model.identifier()
    return [found.classify(text) for text in TEXTS]


def plainly() -> list[tuple[str, float]]:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    found = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return [found.classify(text) for text in TEXTS]


def test_it_says_what_the_model_says(kept: Path) -> None:
    expected = plainly()
    assert told() == expected
    (file,) = kept.iterdir()
    assert file.suffix == ".arrays"
    assert told() == expected, "the second time it is read from there"


def test_a_damaged_copy_is_no_harm(kept: Path) -> None:
    told()
    (file,) = kept.iterdir()
    file.write_bytes(file.read_bytes()[:-100])
    assert told() == plainly()


def test_no_room_is_no_harm(kept: Path) -> None:
    kept.write_bytes(b"a file where the folder would be")
    assert told() == plainly()
