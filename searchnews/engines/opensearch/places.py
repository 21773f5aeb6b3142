"""Words, windows and paragraphs in one field on the cluster: our spans that have a query there which finds the same."""

from __future__ import annotations

from collections.abc import Sequence

from searchnews.engines.opensearch.clauses import NOTHING, Clause, any_of
from searchnews.engines.opensearch.document import spelled
from searchnews.engines.opensearch.mapping import END, STACK
from searchnews.engines.opensearch.windows import alternatives, counted_runs, gapped
from searchnews.fields import scope
from searchnews.query.nodes import And, Away, Boost, Near, Node, Or, Pattern, Phrase, Term


def physical(name: str | None) -> tuple[str, ...]:
    """The fields on the cluster that a leaf's field name stands for; () where positions must be looked at."""
    asked = scope(name)
    if asked.first_words is not None:
        return ()
    return tuple("lead" if asked.lead_only and field == "body" else field for field in asked.fields)


def stacked(variants: Sequence[str]) -> str:
    """Terms that may stand at one position, as the cluster reads them."""
    return STACK.join(map(spelled, variants))


def in_field(node: Term | Pattern | Phrase, name: str) -> Clause:
    if not isinstance(node, Phrase):
        return {"terms": {f"t.{name}": [spelled(variant) for variant in node.variants]}} if node.variants else NOTHING
    run = {"match_phrase": {f"t.{name}": " ".join(map(stacked, node.slots))}} if all(node.slots) else NOTHING
    if not node.joined:
        return run
    return any_of([run, {"terms": {f"t.{name}": [spelled(variant) for variant in node.joined]}}])


def shared_fields(node: Node) -> list[str]:
    """The fields on the cluster that all the leaves of a node can stand in."""
    match node:
        case Near(left, right):
            return [name for name in shared_fields(left) if name in shared_fields(right)]
        case Away(left):
            return shared_fields(left)
        case Or(children):
            return list(dict.fromkeys(name for child in children for name in shared_fields(child)))
        case Term() | Pattern() | Phrase():
            return list(physical(node.field))
        case _:
            return []


def window(node: Near, name: str) -> Clause:
    """Either side is a choice among parts that each have one length: only then does the cluster find every pair."""
    left, right = _alternatives(node.left, name), _alternatives(node.right, name)
    pairs = [(one, other) for one in left for other in right]
    if not node.ordered:
        pairs += [(other, one) for one, other in pairs]
    return any_of(
        [{"span_near": {"clauses": [one, other], "slop": node.distance - 1, "in_order": True}} for one, other in pairs]
    )


def _alternatives(node: Node, name: str) -> list[Clause]:
    if isinstance(node, Or):
        return [clause for child in node.children for clause in _alternatives(child, name)]
    if not isinstance(node, Term | Pattern | Phrase) or name not in physical(node.field):
        return []
    slots = node.slots if isinstance(node, Phrase) else (node.variants,)
    if not all(slots):
        return []
    parts = [_span_any(variants, name) for variants in slots]
    return parts if len(parts) == 1 else [{"span_near": {"clauses": parts, "slop": 0, "in_order": True}}]


def _span_any(variants: Sequence[str], name: str) -> Clause:
    terms: list[Clause] = [{"span_term": {f"t.{name}": spelled(variant)}} for variant in variants]
    return terms[0] if len(terms) == 1 else {"span_or": {"clauses": terms}}


def counted(node: Node) -> Clause:
    """A query whose score is how many mentions the node has, all its fields together."""
    if isinstance(node, Or):
        return any_of([counted(child) for child in node.children])
    assert isinstance(node, Term | Pattern | Phrase)
    return any_of([clause for name in physical(node.field) for clause in mentions(node, name)])


def mentions(node: Term | Pattern | Phrase, name: str) -> list[Clause]:
    """Queries whose scores together are the mentions in one field."""
    if not isinstance(node, Phrase):
        return [{"match": {f"t.{name}": {"query": stacked(node.variants)}}}] if node.variants else []
    if not all(node.slots):
        return []
    run = _interval(node, joined=False)
    if not node.joined:
        return [counted_runs(run, name)]
    # Where it begins a run as well (co-operation is kept both ways) that is one mention.
    written_as_one = {"match": {"query": stacked(node.joined)}}
    run["all_of"]["filter"] = {"not_containing": written_as_one}
    return [counted_runs(run, name), {"match": {f"t.{name}": written_as_one["match"]}}]


def near_mentions(node: Near, name: str, most: int) -> list[Clause]:
    """Queries whose scores together are the mentions of a window in one field.

    Where that takes more than `most` words about as many: each counts less the farther its sides are apart.
    """
    sides = [[part for part in alternatives(side) if name in shared_fields(part)] for side in (node.left, node.right)]
    exactly = gapped(node, sides, name, most)
    return [_about(node, name)] if exactly is None else exactly


def _about(node: Near, name: str) -> Clause:
    sides = [_interval(_only(side, name)) for side in (node.left, node.right)]
    mode = "ordered" if node.ordered else "unordered_no_overlap"
    near = {"all_of": {"mode": mode, "max_gaps": node.distance - 1, "intervals": sides}}
    source = "Math.max(1.0, Math.rint(_score / (1.0 - _score)))"
    return {"script_score": {"query": {"intervals": {f"t.{name}": near}}, "script": {"source": source}}}


def _interval(node: Node, *, joined: bool = True) -> Clause:
    match node:
        case Or(children):
            return {"any_of": {"intervals": [_interval(child) for child in children]}}
        case Phrase(_, slots):
            words = [{"match": {"query": stacked(slot)}} for slot in slots]
            run = {"all_of": {"mode": "ordered", "max_gaps": 0, "intervals": words}}
            if not (joined and node.joined):
                return run
            return {"any_of": {"intervals": [run, {"match": {"query": stacked(node.joined)}}]}}
        case _:
            return {"match": {"query": stacked(node.variants) or "\u0004"}}  # type: ignore[union-attr]


def value_fields(node: Node) -> list[str]:
    parts = [shared_fields(part.child if isinstance(part, Boost) else part) for part in parts_of(node)]
    return [name for name in parts[0] if all(name in part for part in parts)]


def parts_of(node: Node) -> tuple[Node, ...]:
    return node.children if isinstance(node, And) else (node,)


def in_one_value(node: Node, name: str) -> Clause:
    asked = [_interval(_only(part.child if isinstance(part, Boost) else part, name)) for part in parts_of(node)]
    # The cluster would look for as many mentions as a part is named times.
    intervals = [part for number, part in enumerate(asked) if part not in asked[:number]]
    if len(intervals) == 1:
        return {"intervals": {f"t.{name}": intervals[0]}}
    together = {"mode": "unordered", "intervals": intervals, "filter": {"not_containing": {"match": {"query": END}}}}
    return {"intervals": {f"t.{name}": {"all_of": together}}}


def _only(node: Node, name: str) -> Node:
    """Of alternatives those that can stand in the field."""
    if not isinstance(node, Or):
        return node
    kept = tuple(_only(child, name) for child in node.children if name in shared_fields(child))
    return kept[0] if len(kept) == 1 else Or(kept)
