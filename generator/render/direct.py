"""Templates compiled to plainer Python: a call is a call, and what is text already is not wrapped to be joined.

Jinja2's own code asks of every callable whether it wants the context, looks for every attribute in a function of its
own, sorts out the arguments of every macro, and makes a Markup of every value before it joins them. Nothing that a
template of ours is given wants the context, nearly every attribute is there, and a join needs no Markup. The pages are
the same, byte for byte. `Environment.code_generator_class` is the place that Jinja2 has for this; whatever it writes
that is not named here stays its own.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import lru_cache, partial
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

_OR = " ".join(("", "is", "missing", "else", ""))  # code, and no words of ours
_SHORT = 60  # characters: names, words and addresses, which come again on every page
_escaped = lru_cache(maxsize=1 << 14)(escape)


def shown(value: object) -> str:
    """Return a value as a page shows it, escaped unless it is marked safe."""
    if type(value) is Markup:
        return value
    if type(value) is str:
        return _escaped(value) if len(value) < _SHORT else escape(value)
    return str(value) if type(value) is int or type(value) is float else escape(value)


_marked: Callable[[str], Markup] = partial(str.__new__, Markup)  # what `Markup` makes of a str, without asking


class Written(Macro):
    """A macro of a page that escapes: most are called with what they take, and nothing else."""

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """Return what the macro writes; see `Macro`."""
        if self.caller or self.catch_kwargs or self.catch_varargs or not self._default_autoescape:
            return super().__call__(*args, **kwargs)
        given = len(args)
        if given == self._argument_count and not kwargs:
            return _marked(self._func(*args))
        rest = self.arguments[given:]
        if given > self._argument_count or not kwargs.keys() <= {*rest}:
            return super().__call__(*args, **kwargs)
        return _marked(self._func(*args, *[kwargs.get(name, missing) for name in rest]))


class Flat(Environment):
    """An environment whose templates know nothing but what it knows: each need not keep names of its own beside."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that a template knows."""
        return {**self.globals, **d} if d else self.globals


class Direct(CodeGenerator):
    """Writes the code of templates none of whose callables want the context."""

    shown = staticmethod(shown)
    written = Written

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Write a whole template, which knows `shown`."""
        self.writeline("shown = environment.code_generator_class.shown")
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        """Write what each function of a template begins with: its macros are ours."""
        super().write_commons()
        self.writeline("Macro = environment.code_generator_class.written")

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

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Look for an attribute as Python does; where there is none it is left to Jinja2, which looks for an item."""
        found, of = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"(environment.getattr({of}, {node.attr!r}) if ({found} := getattr({of} := ")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, missing)){_OR}{found})")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("shown(")
