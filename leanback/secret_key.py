"""Write a secret key into .env where there is none yet, as in a fresh copy of .env.example: `python -m leanback.secret_key`."""

import os
import re
import secrets
import sys
from pathlib import Path

SET = re.compile(r"""^(?:export )?SECRET_KEY=["' ]*[^"'\s]""", re.MULTILINE)
EMPTY = re.compile(r"^(?:export )?SECRET_KEY=.*$", re.MULTILINE)


def fill_in(file):
    """Write a key into the file, which only its owner can read from then on. Returns whether one was missing."""
    text = file.read_text("utf-8-sig") if file.exists() else ""
    if SET.search(text):
        return False
    line = f"SECRET_KEY={secrets.token_urlsafe(50)}"
    text = EMPTY.sub(line, text, count=1) if EMPTY.search(text) else f"{line}\n{text}"
    new = file.with_name(f"{file.name}.new")
    new.touch(mode=0o600)
    new.write_text(text, "utf-8")
    new.replace(file)
    return True


if __name__ == "__main__" and not os.environ.get("SECRET_KEY"):
    try:
        if fill_in(Path(".env").resolve()):
            sys.stdout.write("· a secret key, in .env\n")
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f".env cannot be given a SECRET_KEY ({error}): let it be a file that you may write, of UTF-8 text.")
