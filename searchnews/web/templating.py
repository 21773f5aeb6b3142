"""Jinja for pages of hundreds of values: attributes are read as Python reads them, and plain text passes unchanged.

The templates are Jinja's, with one difference: `row.label` is the attribute `label` and nothing else. Jinja would look
for an item of that name next and make an empty text of what is missing; here a misspelt name is an error.
"""

from __future__ import annotations

import re
from typing import Any

from flask.templating import Environment
from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.compiler import Frame as Scope
from markupsafe import Markup, escape

_special = re.compile("[&<>\"']").search  # what `escape` changes


class _Code(CodeGenerator):
    def visit_Getattr(self, node: nodes.Getattr, frame: Scope) -> None:  # noqa: N802 - Jinja's name
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Scope, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class PageEnvironment(Environment):
    """What Flask makes an application's pages with."""

    code_generator_class = _Code

    @staticmethod
    def shown(value: object) -> str:
        """A value as HTML: text is escaped, markup is as it is."""
        kind = type(value)
        if kind is Markup:
            return value  # type: ignore[return-value]
        if kind is str and not _special(value):  # type: ignore[call-overload]
            return value  # type: ignore[return-value]
        return escape(value)
