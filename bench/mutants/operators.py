"""The small breaks that are tried on a function, always the same ones in the same order: a comparison that is off by one, a
condition left out, a filter forgotten, a line not written. Each is one that somebody could make by a slip."""

import ast
import re
from dataclasses import dataclass

COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
LOOKED_UP = {"lt": "lte", "lte": "lt", "gt": "gte", "gte": "gt"}
ASKS = {"filter", "exclude", "get", "update", "Q"}  # calls each of whose conditions could be forgotten
NARROWS = {"filter", "exclude", "distinct"}  # calls that could be forgotten altogether, beside a QuerySet's own words
YES_OR_NO = re.compile(r"_*(is|may|can|has|needs|was|takes|lacks|calls|holds)_")  # a function that is a question
BLOCKS = ("body", "orelse", "finalbody")


@dataclass(frozen=True)
class Break:
    """One break: where in the tree what stands instead, and the words for it."""

    node: ast.AST
    field: str
    index: int | None
    instead: ast.AST
    words: str
    line: int
    statement: int  # the number of the statement in which it stands, in the order of reading

    def swap(self, new):
        """Put a node in its place, and return what stood there."""
        where = getattr(self.node, self.field)
        if self.index is None:
            setattr(self.node, self.field, new)
            return where
        old, where[self.index] = where[self.index], new
        return old


def breaks(function, words_of_querysets=frozenset()):
    """Return every Break of a function, an ast.FunctionDef, in the order of reading. `words_of_querysets` are the methods
    that narrow a QuerySet, any of which could be forgotten in a chain."""
    found, narrows = [], NARROWS | words_of_querysets
    for number, (block, index) in enumerate(statements(function)):
        statement = block[index]
        variants = list(_of_statement(function, statement))
        for instead in variants:
            found.append(_break(_owner(function, block), _field(function, block), index, statement, instead, number))
        for parent, field, place, node in _expressions(statement):
            for instead in _of_expression(node, narrows):
                found.append(_break(parent, field, place, node, instead, number))
    return found


def statements(function):
    """Yield (block, index) of every statement of a function but its docstring, in the order of reading."""
    yield from _in_block(function.body, 1 if ast.get_docstring(function) else 0)


def _in_block(block, start=0):
    for index in range(start, len(block)):
        yield block, index
        for inner in _blocks(block[index]):
            yield from _in_block(inner)


def _blocks(statement):
    """Return the blocks of statements inside a statement."""
    found = [getattr(statement, name) for name in BLOCKS if getattr(statement, name, None)]
    found += [part.body for name in ("handlers", "cases") for part in getattr(statement, name, ())]
    return found


def _owner(function, block):
    return next(node for node in ast.walk(function) if any(getattr(node, name, None) is block for name in BLOCKS))


def _field(function, block):
    owner = _owner(function, block)
    return next(name for name in BLOCKS if getattr(owner, name, None) is block)


def _expressions(node):
    """Yield (parent, field, index, node) of every expression of a statement, those of statements inside it left out."""
    for field, value in ast.iter_fields(node):
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
                yield node, field, index, child
                yield from _expressions(child)


def _break(parent, field, index, node, instead, number):
    words = f"{_said(node)} → {_said(instead)}"
    return Break(parent, field, index, instead, words, getattr(node, "lineno", 0), number)


def _said(node):
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    return " ".join(ast.unparse(node).split()) if not isinstance(node, ast.Pass) else "nothing"


# What can go wrong with a statement


def _of_statement(function, statement):
    match statement:
        case ast.If():
            for value in (True, False):
                yield ast.If(ast.Constant(value), statement.body, statement.orelse)
        case ast.Expr(ast.Call()) | ast.Raise() | ast.Delete():
            yield ast.Pass()
        case ast.Assign() | ast.AugAssign() if _is_kept(statement):
            yield ast.Pass()
        case ast.Return(ast.expr()) if YES_OR_NO.match(function.name) and not isinstance(statement.value, ast.Constant):
            yield from (ast.Return(ast.Constant(value)) for value in (True, False))


def _is_kept(statement):
    """Does it change something that outlives the function, or add to something?"""
    if isinstance(statement, ast.AugAssign):
        return True
    targets = [part for target in statement.targets for part in getattr(target, "elts", [target])]
    return all(isinstance(target, ast.Attribute | ast.Subscript) for target in targets)


# What can go wrong with an expression


def _of_expression(node, narrows):
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in COMPARED:
            yield ast.Compare(node.left, [COMPARED[type(operator)]()], node.comparators)
        case ast.BoolOp():
            yield from (_one_less(node, place) for place in range(len(node.values)))
        case ast.UnaryOp(ast.Not() | ast.Invert(), inner):
            yield inner
        case ast.BinOp(left, ast.BitOr() | ast.BitAnd() | ast.Sub(), right):
            yield left
            if not isinstance(node.op, ast.Sub):
                yield right
        case ast.BinOp(left, ast.Add(), right):
            yield ast.BinOp(left, ast.Sub(), right)
        case ast.IfExp(_test, body, orelse):
            yield from (body, orelse)
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield ast.Constant(value + 1)
        case ast.comprehension() if node.ifs:
            yield from (
                ast.comprehension(node.target, node.iter, node.ifs[:place] + node.ifs[place + 1 :], 0)
                for place in range(len(node.ifs))
            )
        case ast.Set(elements) if len(elements) > 1:
            yield from (ast.Set(elements[:place] + elements[place + 1 :]) for place in range(len(elements)))
        case ast.keyword(str(name), ast.List(elements)) if name.endswith("__in") and len(elements) > 1:
            rests = (elements[:place] + elements[place + 1 :] for place in range(len(elements)))
            yield from (ast.keyword(name, ast.List(rest, ast.Load())) for rest in rests)
        case ast.Call():
            yield from _of_call(node, narrows)


def _one_less(node, place):
    values = node.values[:place] + node.values[place + 1 :]
    return values[0] if len(values) == 1 else ast.BoolOp(node.op, values)


def _of_call(call, narrows):
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    receiver = getattr(call.func, "value", None)
    if receiver and (name in NARROWS or (name in narrows and not isinstance(receiver, ast.Name))):
        yield receiver
    if name not in ASKS:
        return
    for place, keyword in enumerate(call.keywords):
        if keyword.arg and len(call.keywords) + len(call.args) > 1:
            yield _with(call, place, [])
        path, _sign, lookup = (keyword.arg or "").rpartition("__")
        if lookup in LOOKED_UP:
            yield _with(call, place, [ast.keyword(f"{path}__{LOOKED_UP[lookup]}", keyword.value)])


def _with(call, place, instead):
    return ast.Call(call.func, call.args, call.keywords[:place] + instead + call.keywords[place + 1 :])
