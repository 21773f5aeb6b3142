"""English is told without a model where it is plain; what is not plain is left to the model, or unknown."""

from __future__ import annotations

import pytest

from searchnews.extract.language import told

_RESULTS = (
    "Kelter Mills 1st qtr: a share lost 22 cts, 18 cts before. Sales 20.9 mln vs 19.7 mln. "
    "Dividend of 4 cts payable May 9."
)


def test_a_table_of_results_is_english() -> None:
    found = told(_RESULTS)
    assert found.code == "en"
    assert found.evidence is not None
    assert found.evidence.rule == "function-words"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "de",
            "Der Umsatz der Share Company stieg im dritten Quartal auf zwei Milliarden, das Ergebnis ist besser.",
        ),
        ("sv", "Företaget ökade omsättningen under året med tre procent och resultatet blev bättre än vad man trodde."),
        (
            "nl",
            "De omzet van het bedrijf steeg in het laatste half jaar met drie procent, meer dan verwacht.",
        ),
        (
            "fr",
            "Le groupe a publié les résultats des trois premiers mois, pour la plupart meilleurs que prévu.",
        ),
    ],
)
def test_business_news_of_other_languages_is_not_english(code: str, text: str) -> None:
    assert told(text).code == code
