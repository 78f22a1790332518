"""What a backslash says, and what is shown as it stands."""

import re

ARM = re.compile(r"(?<=[¯‾￣])\\{1,3}_?(?:(\([^()\n]{1,8}\))\\?_/)?")
ESCAPED = re.compile(r"\\(?:([*_\[\]])|([#>+-])|(?<=\d\\)([.)]))")


def escape(state, silent):
    r"""`\*` is a star, `1\.` no list, `\#` at a line's start no heading. Any other \ is a \, as in \o/ and C:\ and the
    arm of ¯\_(ツ)_/¯, however often it was escaped."""
    src, pos = state.src, state.pos
    if src[pos] != "\\":
        return False
    if arm := ARM.match(src, pos, state.posMax):
        return show(state, r"\_" + (arm[1] + "_/" if arm[1] else ""), arm.end())
    escaped = ESCAPED.match(src, pos, state.posMax)
    if not escaped or (escaped[2] and src[src.rfind("\n", 0, pos) + 1 : pos].strip()):
        return False
    return show(state, escaped[0][1:], escaped.end())


def show(state, text: str, end: int) -> bool:
    state.append_pending(text)
    state.pos = end
    return True
