"""schemathesis asks everything that /openapi.json describes, and finds each answer as described."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from searchnews.engines.memory import MemoryEngine
from searchnews.models import Article
from searchnews.web import create_app
from searchnews.web.openapi import description
from tests.length import examples

if TYPE_CHECKING:  # else imported where it is used: every worker of a run of all tests imports this module
    import schemathesis

STORIES = [Article(f"story{number:011}", "Ferry", body=("Tarn sails.",), language="en") for number in range(9)]
MODES = ("positive", "negative")


@pytest.fixture(scope="module")
def described() -> schemathesis.BaseSchema:
    import schemathesis

    engine = MemoryEngine()
    engine.commit([engine.encode(STORIES)])
    return schemathesis.openapi.from_wsgi("/openapi.json", create_app(engine))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("path", description("x")["paths"])
def test_every_answer_is_as_described(described: schemathesis.BaseSchema, path: str, mode: str) -> None:
    import schemathesis

    generated = schemathesis.GenerationMode(mode)
    operation = described[path]["GET"]
    if generated == schemathesis.GenerationMode.NEGATIVE and not operation.definition.raw["parameters"]:
        pytest.skip("there is nothing to get wrong")

    @settings(deadline=None, max_examples=examples(10), suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=generated))
    def ask(case: schemathesis.Case) -> None:
        if "{id}" in path and len(str(case.path_parameters["id"])) % 2:
            case.path_parameters["id"] = STORIES[0].article_id  # one that is there
        if case.query:  # JSON Schema takes 2.0 for an integer; nobody writes one so in an address
            whole = {
                name: int(value) for name, value in case.query.items() if isinstance(value, float) and value % 1 == 0
            }
            case.query.update(whole)
        case.call_and_validate(excluded_checks=unchecked(path))

    ask()


def unchecked(path: str) -> list[Callable[..., object]]:
    """What a path's answers are not asked about.

    A wrong value may be written as none at all, such as a list of nothing; that wrong ones are refused is tested in
    tests/unit/test_web.py. In a search a valid string may be no date, or a query of more clauses than are answered: the
    description says so, and 400 says why.
    """
    from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

    return [negative_data_rejection, *([positive_data_acceptance] if path.startswith("/search") else [])]
