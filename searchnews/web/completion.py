"""What the search box offers while a person types: values and headlines, each with the link it stands for."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import quote

from flask import Blueprint, Response, current_app, jsonify, request

from searchnews.engine import Engine
from searchnews.errors import BadRequest
from searchnews.fields import facet
from searchnews.models import Completion
from searchnews.query.parser import limit_characters
from searchnews.web import wording
from searchnews.web.address import Address

box = Blueprint("completion", __name__)
OFFERED = 8
MOST = 50


@box.get("/complete.json")
def complete() -> Response:
    """Completions of `q`, at most `limit`."""
    typed = request.args.get("q", "")
    limit_characters(typed, "the query has")
    found = cast(Engine, current_app.config["ENGINE"]).complete(typed, _limit(request.args.get("limit")))
    return jsonify({"q": typed, "completions": [_to_json(row) for row in found]})


def _limit(text: str | None) -> int:
    if not text:
        return OFFERED
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST):
        raise BadRequest(f"limit is {text[:40]!r}; expected a whole number from 1 to {MOST}", "limit")
    return int(text)


def _to_json(row: Completion) -> dict[str, Any]:
    if row.kind == "headline":
        return {"kind": row.kind, "text": row.text, "count": row.count, "url": f"/a/{quote(row.article_id)}"}
    url = Address().only(row.kind, row.text).url()
    said = f"{facet(row.kind).label}, {wording.counted(row.count, 'article')}"
    return {"kind": row.kind, "text": row.text, "count": row.count, "url": url, "said": said}
