"""Finds the functions that are listed, takes them apart, and puts broken code in their place while the site runs."""

import ast
import builtins
import hashlib
import importlib
import inspect
from functools import cache, cached_property
from pathlib import Path
from types import CodeType

from django.db.models import QuerySet

from bench.mutants import LIST, groups, operators

HIT = "__mutants_hit__"
OURS = {
    "accounts",
    "stages",
    "checks",
    "comments",
    "search",
    "wishes",
    "writing",
    "practice",
    "letters",
    "desk",
    "exchange",
    "leanback",
}


class Gone(Exception):
    """A function that is listed is not there any more."""


class Function:
    """One function that is listed, as "module:Class.name"."""

    def __init__(self, name):
        self.name = name
        module, _sign, self.path = name.partition(":")
        try:
            self.module = importlib.import_module(module)
            self.function = _function_at(self.module, self.path)
        except (ImportError, AttributeError, KeyError) as error:
            raise Gone(f"{name} is not there any more: say in {LIST.name} where it went.") from error
        self.original = self.function.__code__

    @cached_property
    def tree(self):
        return ast.parse(Path(self.module.__file__).read_text())

    @cached_property
    def node(self):
        nodes = [self.tree]
        for name in self.path.split("."):
            nodes = [inner for node in nodes for inner in node.body if getattr(inner, "name", "") == name]
        return nodes[-1]

    @cached_property
    def mark(self):
        """What changes when its code does."""
        return mark_of(ast.dump(self.node))

    def breaks(self):
        """Return [(words that name a break for good, Break)]."""
        found, times = [], {}
        for each in operators.breaks(self.node, words_of_querysets()):
            times[each.words] = times.get(each.words, 0) + 1
            more = f" ({times[each.words]})" if times[each.words] > 1 else ""
            found.append((f"{self.name}: {each.words}{more}", each))
        return found

    def broken(self, each):
        """Put a Break in place."""
        old = each.swap(each.instead)
        try:
            self.function.__code__ = self._compiled()
        finally:
            each.swap(old)

    def watched(self, number):
        """Let every statement tell that it is run, as (number, statement)."""
        told = []
        for place, (block, index) in enumerate(operators.statements(self.node)):
            told.append((block, index, ast.parse(f"{HIT}({number}, {place})").body[0]))
        for block, index, call in reversed(told):
            block.insert(index, ast.copy_location(call, block[index]))
        self.function.__code__ = self._compiled()
        for block, index, _call in told:
            del block[index]

    def mended(self):
        self.function.__code__ = self.original

    def _compiled(self):
        ast.fix_missing_locations(self.tree)
        whole = compile(self.tree, self.module.__file__, "exec")
        return next(code for code in _codes(whole) if _is_same(code, self.original))


def mark_of(text):
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _is_same(code, original):
    return code.co_qualname == original.co_qualname and code.co_firstlineno == original.co_firstlineno


def _codes(code):
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _function_at(module, path):
    """Return the plain function behind a property, a classmethod, a task, a decorator."""
    found = module
    for name in path.split("."):
        found = found.__dict__[name]
    while not inspect.isfunction(found) or hasattr(found, "__wrapped__"):
        ways = ("__wrapped__", "__func__", "fget", "func")
        found = next(getattr(found, way) for way in ways if getattr(found, way, None) is not None)
    return found


@cache
def words_of_querysets():
    """Return the names of all methods of our own QuerySets."""
    words = {name for cls in _querysets() for name, value in vars(cls).items() if inspect.isfunction(value)}
    return frozenset(word for word in words if not word.startswith("_"))


def _querysets():
    waiting = [QuerySet]
    while waiting:
        cls = waiting.pop()
        waiting += cls.__subclasses__()
        if cls.__module__.partition(".")[0] in OURS:
            yield cls


def listed(only=""):
    """Return every Function of the list, or of a part of it. Raises Gone."""
    return [Function(name) for name in groups(only)]


def tell(hit):
    """Let watched functions call this with (number of the function, number of the statement)."""
    setattr(builtins, HIT, hit)
