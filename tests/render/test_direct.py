"""Templates compiled to plainer Python show what Jinja2's own code shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from jinja2.compiler import CodeGenerator
from jinja2.utils import _PassArg
from markupsafe import Markup

from generator.render.casebook import Casebook
from generator.render.direct import Direct
from generator.render.site import sheets_of
from generator.render.templates import Templates
from tests.render.render_inputs import TEMPLATES, inputs


class Loud:
    """Something that is shown by its own rules."""

    def __str__(self) -> str:
        return "<loud>"


class Html:
    """Something that is HTML."""

    def __html__(self) -> str:
        return "<b>"


class Odd:
    """Something with items beside attributes, one of which cannot be had."""

    both = "<attribute>"

    @property
    def broken(self) -> str:
        """Raise what Python raises where there is no attribute."""
        raise AttributeError("broken")

    def __getitem__(self, name: str) -> str:
        if name.startswith("not"):
            raise KeyError(name)
        return f"<item {name}>"


GIVEN = {
    "text": '<a href="x">&\'',
    "long": "<é>" * 100,
    "safe": Markup("<i>safe</i>"),
    "things": [3, -0.5, True, None, Loud(), Html(), float("nan"), 10**20],
    "f": lambda *args, **kwargs: f"<{args} {sorted(kwargs.items())}>",
    "table": {"key": "<value>", "items_of": {"a": 1}, "keys": "an item behind a method", "none": None},
    "odd": Odd(),
    "args": [1, 2],
    "named": {"x": 1},
}
SOURCES = [
    "{{ text }}{{ long }}{{ safe }}{{ text | upper }}{{ safe ~ text }}",
    "{% for thing in things %}{{ loop.index }} {{ thing }} {{ loop.cycle('<', '>') }}{% else %}none{% endfor %}",
    "{{ f() }}{{ f(1, text) }}{{ f(1, key=text) }}{{ f(*args) }}{{ f(**named) }}{{ f(1, *args, z=3, **named) }}",
    "{{ f(class=text, from=1) }}",
    "{% macro m(a, b='<d>') %}[{{ a }}{{ b }}]{% endmacro %}{{ m(1) }}{{ m(text, b=2) }}{{ f(m(text)) }}",
    "{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}{% call m(3) %}{{ text }}{% endcall %}",
    "{% macro rest() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ rest(1, text, k=safe) }}",
    "{% macro outer(x) %}{{ caller(x) }}{{ caller(safe) }}{% endmacro %}"
    "{% macro twice(x) %}{% call(y) outer(x) %}<{{ y }}>{% endcall %}{% endmacro %}{{ twice(text) }}",
    "{{ table.key }}{{ table['key'] }}{{ table.items_of.a }}{{ table.get('none') }}{{ 'a,b'.split(',') }}",
    "{{ table.keys is string }}{{ table.none }}{{ odd.both }}{{ odd.broken }}{{ odd.other.upper() }}{{ odd['both'] }}",
    "{{ odd.nothing is defined }}{{ odd.nothing | default(text) }}{{ table.a.b.c | default('-') if false else '' }}",
    "{% macro m(a, b, c=text, d=a) %}{{ a }}{{ b }}{{ c }}{{ d }};{% endmacro %}"
    "{{ m(1, 2) }}{{ m(1, 2, 3) }}{{ m(1, 2, d=4) }}{{ m(1, 2, 3, 4) }}{{ m(b=text, a=safe) }}",
    "{% autoescape false %}{% macro raw(a) %}{{ a }}{% endmacro %}{{ raw(text) }}{% endautoescape %}",
    "{% for row in [odd, odd] if row.both %}{{ row.other }}{{ loop.previtem.other if not loop.first }}{% endfor %}",
    "{% set ns = namespace(n=0) %}{% for x in range(3) %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}",
    "{% filter upper %}{{ text }}{% endfilter %}{% set kept %}{{ text }}{% endset %}{{ kept }}",
    "{% autoescape false %}{{ text }}{{ f(text) }}{% endautoescape %}{% block b %}{{ text }}{% endblock %}",
    "{% import 'parts' as parts with context %}{% from 'parts' import part %}{{ parts.part(text) }}{{ part(safe) }}"
    "{% include 'parts' %}",
    "{% for a in [[1, [2]], [3]] recursive %}{{ a if a is number else loop(a) }};{% endfor %}",
]


def _made(generator: type[CodeGenerator]) -> Environment:
    made = Environment(autoescape=True, undefined=StrictUndefined)
    made.code_generator_class = generator
    parts = "{% macro part(x) %}<p>{{ x }}{{ text is defined }}</p>{% endmacro %}"
    made.loader = DictLoader({"parts": parts})
    return made


@pytest.mark.parametrize("source", SOURCES)
def test_a_template_shows_what_jinja_makes_of_it(source: str) -> None:
    own, ours = (_made(generator).from_string(source).render(**GIVEN) for generator in (CodeGenerator, Direct))
    assert ours == own
    assert ours


@pytest.mark.parametrize(
    "source", ["{{ nothing }}", "{{ table.nothing }}", "{{ table.nothing() }}", "{{ nothing(1) }}"]
)
def test_what_is_not_there_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        _made(Direct).from_string(source).render(**GIVEN)


@pytest.mark.parametrize("call", ["m(1, 2, 3)", "m(1, z=2)", "m(1, 2, b=3)", "m(1, 2, caller=f)"])
def test_a_macro_called_wrongly_is_the_same_error(call: str) -> None:
    said = []
    for generator in (CodeGenerator, Direct):
        with pytest.raises(TypeError) as error:
            _made(generator).from_string(f"{{% macro m(a, b) %}}{{% endmacro %}}{{{{ {call} }}}}").render(**GIVEN)
        said.append(str(error.value))
    assert said[0] == said[1]


def test_it_is_plainer() -> None:
    source = "{{ f(text) }}{{ f.x }}"
    own, ours = (_made(generator).compile(source, raw=True) for generator in (CodeGenerator, Direct))
    assert "context.call(" in own and "escape(" in own
    assert "context.call(" not in ours and "shown(" in ours and "getattr(t_" in ours


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    return Casebook(inputs(tmp_path_factory.mktemp("direct")))


def test_every_page_is_the_same(casebook: Casebook) -> None:
    ours, own = (Templates([TEMPLATES], casebook) for _ in range(2))
    assert ours.environment.code_generator_class is Direct
    own.environment.code_generator_class = CodeGenerator
    sheets = sheets_of(casebook)
    assert len(sheets) > 60
    for sheet in sheets:
        assert ours.page(sheet) == own.page(sheet), sheet.uri


def test_nothing_that_a_template_is_given_wants_the_context(casebook: Casebook) -> None:
    given = Templates([TEMPLATES], casebook).environment.globals
    callables: dict[str, Callable[..., object]] = {name: each for name, each in given.items() if callable(each)}
    assert len(callables) > 20
    assert {name for name, each in callables.items() if _PassArg.from_obj(each) is not None} == set()
