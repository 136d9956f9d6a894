"""Templates compiled to plainer Python: a call is a call, and what is text already is not wrapped to be joined.

Jinja2's own code asks of every callable whether it wants the context, and makes a Markup of every value before it joins
them. Nothing that a template of ours is given wants the context, and a join needs no Markup. The pages are the same,
byte for byte. `Environment.code_generator_class` is the place that Jinja2 has for this; whatever it writes that is not
named here stays its own.
"""

from __future__ import annotations

from functools import lru_cache
from keyword import iskeyword

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

_SHORT = 60  # characters: names, words and addresses, which come again on every page
_escaped = lru_cache(maxsize=1 << 14)(escape)


def shown(value: object) -> str:
    """Return a value as a page shows it, escaped unless it is marked safe."""
    if type(value) is Markup:
        return value
    if type(value) is str:
        return _escaped(value) if len(value) < _SHORT else escape(value)
    return str(value) if type(value) is int or type(value) is float else escape(value)


class Direct(CodeGenerator):
    """Writes the code of templates none of whose callables want the context."""

    shown = staticmethod(shown)

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Write a whole template, which knows `shown`."""
        self.writeline("shown = environment.code_generator_class.shown")
        super().visit_Template(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Write a call as Python has it; the rarer forms are left to Jinja2."""
        if node.dyn_args or node.dyn_kwargs or any(iskeyword(given.key) for given in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("shown(")
