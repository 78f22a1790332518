"""What begins with _ is its own file's: traits of one model speak to each other by public verbs, like strangers."""

import ast
from pathlib import Path

from django.conf import settings

APPS = ["accounts", "stages", "comments", "search", "desk", "exchange", "leanback"]


def names_in(tree):
    """Return (the names with one _ that a file makes, those that it asks something for)."""
    own, asked = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            own.add(node.name)
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            own.add(getattr(node, "id", None) or node.attr)
        elif isinstance(node, ast.Attribute):
            asked.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            asked |= {alias.name for alias in node.names}
    return [{name for name in names if name.startswith("_") and name[1:2] not in {"", "_"}} for names in (own, asked)]


def test_no_file_asks_for_a_private_name_of_another():
    files = [
        path for app in APPS for path in Path(settings.BASE_DIR, app).rglob("*.py") if "migrations" not in path.parts
    ]
    names = {path: names_in(ast.parse(path.read_text())) for path in files}
    made = set().union(*(own for own, _asked in names.values()))
    assert {str(path): asked & made - own for path, (own, asked) in names.items() if asked & made - own} == {}
