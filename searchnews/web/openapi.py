"""What programs can ask of the web server, as OpenAPI 3.1: written from the same tables that answer."""

from __future__ import annotations

from typing import Any, get_args

from searchnews import __version__
from searchnews.fields import FACETS, MISSING
from searchnews.models import PartKind
from searchnews.query.parser import MAX_CHARACTERS
from searchnews.request import MAX_LIMIT, MAX_PAGE
from searchnews.web.address import NOT
from searchnews.web.article import FORMS
from searchnews.web.completion import MOST

Json = dict[str, Any]
_MEDIA = {
    "txt": "text/plain",
    "json": "application/json",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
}
_STRING: Json = {"type": "string"}
_COUNT: Json = {"type": "integer", "minimum": 0}


def description(archive: str) -> Json:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": archive,
            "version": __version__,
            "description": "Every number counts articles, and every address finds as many as the numbers say.",
        },
        "paths": _search_paths() | _article_paths() | _other_paths(),
        "components": {"schemas": _schemas()},
    }


def _search_paths() -> Json:
    asked = _parameters()
    whole = [row for row in asked if row["name"] not in ("page", "limit")]
    every = _parameter("all", {"type": "string"}, "1: every hit, not a page of them")
    explain = _parameter("explain", {"type": "string"}, "1: what the score of each hit of a page is made of")
    return {
        "/search.json": _get(
            "search", "One page of results.", [*asked, every, explain], {"application/json": _ref("Result")}
        ),
        "/search.csv": _get("searchCsv", "Every result as a row.", whole, {"text/csv": _STRING}),
        "/search.ndjson": _get("searchNdjson", "Every result as a line.", whole, {"application/x-ndjson": _STRING}),
        "/search.rss": _get("searchRss", "A page of results as a feed.", asked, {"application/rss+xml": _STRING}),
        "/search.atom": _get("searchAtom", "A page of results as a feed.", asked, {"application/atom+xml": _STRING}),
    }


def _article_paths() -> Json:
    named: Json = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[0-9a-z]+$"}}
    paths: Json = {}
    for form, label in FORMS.items():
        schema = _ref("Article") if form == "json" else _STRING
        operation = f"article{form.title()}"
        paths[f"/a/{{id}}.{form}"] = _get(operation, f"An article as {label}.", [named], {_MEDIA[form]: schema}, 404)
    return paths


def _other_paths() -> Json:
    typed = _parameter("q", {"type": "string", "maxLength": MAX_CHARACTERS}, "what was typed so far")
    most = _parameter("limit", _whole(1, MOST), "how many at most")
    offered = _object(q=_STRING, completions=_list(_ref("Completion")))
    well = _object(ok={"type": "boolean"}, articles=_COUNT, generation=_STRING)
    return {
        "/complete.json": _get(
            "complete", "Headlines, sources, authors and sections.", [typed, most], {"application/json": offered}
        ),
        "/healthz": _get("health", "Whether the archive can be read.", [], {"application/json": well}),
        "/metrics": _get("metrics", "Counters for Prometheus.", [], {"text/plain": _STRING}),
        "/opensearch.xml": _get(
            "opensearch", "How a browser searches here.", [], {"application/opensearchdescription+xml": _STRING}
        ),
        "/openapi.json": _get("openapi", "This document.", [], {"application/json": {"type": "object"}}),
        "/robots.txt": _get("robots", "What crawlers may read.", [], {"text/plain": _STRING}),
    }


def _parameters() -> list[Json]:
    """Of a search, under the names that an address of the page has."""
    many = {"type": "array", "items": _STRING}
    return [
        _parameter("q", {"type": "string", "maxLength": MAX_CHARACTERS}, "the query; docs/query.md"),
        *(_parameter(row.name, many, f"{row.label}: any of these values") for row in FACETS),
        *(_parameter(f"{NOT}{row.name}", many, f"{row.label}: none of these values") for row in FACETS),
        _parameter("missing", {"type": "array", "items": {"enum": [*MISSING, ""]}}, "has no value of these"),
        _parameter("from", _STRING, "first period: 2014, 2014-02, 2014-02-03, last week"),
        _parameter("to", _STRING, "last period, included"),
        _parameter("precision", {"enum": ["minute", "day", "month", "year", ""]}, "only dates known so exactly"),
        _parameter("undated", _STRING, "1: with the undated ones"),
        _parameter("possible", _STRING, "1: with those dated less precisely"),
        _parameter("match", {"enum": ["all", "any", ""]}, "all the words, or some"),
        _parameter("sort", {"enum": ["relevance", "newest", "oldest", ""]}, "the order"),
        _parameter("recent", _STRING, "1: by relevance, newer articles gain up to half of their score"),
        _parameter("page", _whole(1, MAX_PAGE), "which page, from 1"),
        _parameter("limit", _whole(0, MAX_LIMIT), "hits a page"),
    ]


def _whole(least: int, most: int) -> Json:
    """A number; an empty value is none."""
    return {"anyOf": [{"type": "integer", "minimum": least, "maximum": most}, {"const": ""}]}


def _parameter(name: str, schema: Json, told: str) -> Json:
    return {"name": name, "in": "query", "description": told, "schema": schema, "explode": True}


def _get(operation: str, summary: str, parameters: list[Json], content: Json, *codes: int) -> Json:
    failed = {"description": "What is wrong, and what to do.", "content": _failures()}
    responses: Json = {
        "200": {
            "description": summary,
            "headers": {"ETag": {"schema": _STRING}},
            "content": {media: {"schema": schema} for media, schema in content.items()},
        },
        "304": {"description": "Nothing has changed since the answer with the ETag that was sent."},
    }
    responses |= {str(code): failed for code in (400, *codes, 503)}
    return {"get": {"operationId": operation, "summary": summary, "parameters": parameters, "responses": responses}}


def _failures() -> Json:
    return {"application/json": {"schema": _ref("Failure")}, "text/html": {"schema": _STRING}}


def _schemas() -> Json:
    moment = _object(start=_STRING, end=_STRING, precision={"enum": ["minute", "day", "month", "year"]})
    date = {"anyOf": [{"type": "null"}, moment]}
    text = {"type": ["string", "null"]}
    hit = _object(
        id=_STRING, title=_STRING, url=_STRING, published=date, sources=_list(_STRING), publisher=_STRING,
        section=_STRING, authors=_list(_STRING), language=_STRING, score={"type": "number"},
        matched_in=_list(_STRING), snippets=_list(_STRING),
    )  # fmt: skip
    part = _object(part={"enum": list(get_args(PartKind))}, score={"type": "number"})
    part["properties"] |= {"words": _STRING, "mentions": {"type": "object", "additionalProperties": _COUNT}}
    hit["properties"]["explanation"] = _list(part)
    asked = _object(
        text=_STRING, filters={"type": "object"}, match=_STRING, sort=_STRING, recent={"type": "boolean"},
        page=_COUNT, limit=_COUNT,
        **{"from": text, "to": text},
    )  # fmt: skip
    value = _object(value=text, count=_COUNT, selected={"type": "boolean"})
    return {
        "Hit": hit,
        "Value": value,
        "Bar": _object(period=_STRING, start=_STRING, end=_STRING, count=_COUNT),
        "Result": _object(
            query=asked, understood=_STRING, total=_COUNT, undated=_COUNT, possible=_COUNT, hits=_list(_ref("Hit")),
            nearly=_list(_ref("Hit")), facets={"type": "object", "additionalProperties": _list(_ref("Value"))},
            histogram=_list(_ref("Bar")), notes=_list(_STRING), suggestion=text, generation=_STRING,
            seconds={"type": "number"},
        ),
        "Article": _object(
            article_id=_STRING, title=_STRING, standfirst=_STRING, body=_list(_STRING), published=date, updated=date,
            sources=_list(_STRING), publisher=_STRING, section=_STRING, authors=_list(_STRING), dateline=_STRING,
            captions=_list(_STRING), related=_list({"type": "object"}), language=_STRING, url=_STRING,
            alternative_titles=_list(_STRING), kind=_STRING, partial={"type": "boolean"}, evidence={"type": "object"},
            notes=_list(_STRING),
        ),
        "Completion": {"type": "object", "required": ["kind", "text", "count", "url"]},
        "Failure": _object(error=_object(message=_STRING, field=text)),
    }  # fmt: skip


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}
