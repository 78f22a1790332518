"""What begins with _ is its own file's: traits of one model speak to each other by public verbs, like strangers."""

import ast
from pathlib import Path

from django.conf import settings

APPS = [
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
]


def private(names):
    return {name for name in names if name.startswith("_") and name[1:2] not in {"", "_"}}


def names_in(tree):
    """Return the private names that the classes of a file make, all that it makes, and those that it asks something for."""
    nodes = list(ast.walk(tree))
    stored = {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    parts = [part for node in nodes if isinstance(node, ast.ClassDef) for part in node.body]
    verbs = {part.name for part in parts if isinstance(part, ast.FunctionDef | ast.ClassDef)}
    asked = {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)}
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return private(stored | verbs), private(stored | verbs | functions), private(asked)


def imported(tree):
    """Return the private names that a file imports from our apps."""
    ours = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] in APPS]
    return private({alias.name for node in ours for alias in node.names})


def test_no_file_asks_for_a_private_name_of_another():
    files = [
        path for app in APPS for path in Path(settings.BASE_DIR, app).rglob("*.py") if "migrations" not in path.parts
    ]
    trees = {path: ast.parse(path.read_text()) for path in files}
    names = {path: names_in(tree) for path, tree in trees.items()}
    made = set().union(*(verbs for verbs, _all, _asked in names.values()))
    strange = {str(path): (asked & made - own) | imported(trees[path]) for path, (_verbs, own, asked) in names.items()}
    assert {path: found for path, found in strange.items() if found} == {}
