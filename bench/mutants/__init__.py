"""Small breaks of important functions, and whether a test notices: `make mutants`."""

import tomllib
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "var" / "mutants"
LIST = HERE / "functions.toml"


def groups(only=""):
    """Return {name of a function: the files of tests that are about it}, of those that have `only` in their name or in
    that of their group."""
    return {
        name: [f"tests/test_{file}.py" for file in group["tests"].split()]
        for title, group in tomllib.loads(LIST.read_text()).items()
        for name in group["functions"]
        if only in name or only in title
    }


def equivalent():
    """Return {words of a break: why nobody could ever notice it}."""
    every = tomllib.loads((HERE / "equivalent.toml").read_text())
    return {words: reason for reason, breaks in every.items() for words in breaks}
