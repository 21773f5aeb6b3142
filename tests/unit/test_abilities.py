"""An engine that can't favour recent articles or explain scores: nothing offers that, and who asks is told why."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from searchnews.cli import main
from searchnews.engine import ABILITIES, Ability, refuse_more
from searchnews.engines.memory import MemoryEngine
from searchnews.errors import BadRequest
from searchnews.models import Article, Query, SearchResult
from searchnews.request import make_query
from searchnews.web import create_app

STORIES = [Article(f"a{number:015}", "Ferry", body=("Tarn sails.",)) for number in range(3)]


class Plain(MemoryEngine):
    """An engine that can do nothing special."""

    can: frozenset[Ability] = frozenset()

    def search(self, query: Query) -> SearchResult:
        refuse_more(query, self.can, "a plain index")
        return super().search(query)


def made(engine: MemoryEngine) -> MemoryEngine:
    engine.commit([engine.encode(STORIES)])
    return engine


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(made(Plain())).test_client()


def test_the_page_offers_what_works(client: FlaskClient) -> None:
    page = client.get("/search?q=ferry").get_data(as_text=True)
    assert "3 articles" in page
    assert "recent" not in page
    assert "Why this result?" not in page
    able = create_app(made(MemoryEngine())).test_client().get("/search?q=ferry").get_data(as_text=True)
    assert "recent=1" in able
    assert "Why this result?" in able


@pytest.mark.parametrize("ability", sorted(ABILITIES))
def test_who_asks_all_the_same_is_told_why(client: FlaskClient, ability: str) -> None:
    answer = client.get(f"/search.json?q=ferry&{ability}=1")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["field"] == ability
    assert "a plain index can't" in answer.get_json()["error"]["message"]


def test_the_command_line_says_why(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    engine = made(Plain())
    monkeypatch.setattr("searchnews.library.open_engine", lambda address: engine)
    assert main(["search", "ferry", "--explain"]) == 2
    assert "leave `explain` out" in capsys.readouterr().err


def test_what_is_there_is_not_refused() -> None:
    asked = make_query("ferry", recent=True, explain=True)
    refuse_more(asked, ABILITIES, "this index")
    with pytest.raises(BadRequest, match="favour recent"):
        refuse_more(asked, frozenset(("explain",)), "this index")
