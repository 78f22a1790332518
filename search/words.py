"""What people type as words, and the words found as they see them."""

import re
from collections import Counter
from functools import lru_cache

from django.utils.html import conditional_escape, format_html, format_html_join

from search.readers_words import MEANT_WITHOUT_APOSTROPHE as MEANT
from stages.text.words import WORD, indexed, indexed_words, stem

MOST = 12  # words of a search that count; a thirteenth narrows nothing any more
SHORTEST = 3  # letters of a word that tells something
SHOWN, BEFORE = 240, 70  # characters of an excerpt, and how many of them stand before the first word found
LOOKED_AT = 200  # found words of a text among which the best excerpt is sought

ENGLISH = "en"
APOSTROPHES_BACK = re.compile(r"[A-Za-z]+")
SHORTEST_BEGINNING = 4  # letters

SAID_EVERYWHERE = (
    "about after again all also always am and any are because been before being but can come could did does doing don"
    " down each even ever every few first for from get give going good got had has have having her here hers him his how into"
    " isn its just know last lean like little long look love lot made make man many may maybe men more most much need needs"
    " never next not now off one only other our out over own person put really relationship said same say second see she should so"
    " some still such take tell than thank thanks that the their them then there these they thing things think this"
    " those through time too two under until very want was way well were what when where which while who why will with"
    " woman women would you your yours back feel feeling feelings let letting share"
    " ahora algo antes así aunque cada como con cosa cosas cuando del desde donde ella ellas ellos era eran eres esa ese eso"
    " esta estaba estado estamos están estar este esto estos estoy fue hace hacer hacia han hasta hay las les los más"
    " mis mucho muy nada nos nunca para pareja pero poco por porque puede puedo que quien quiere quiero relación ser sido"
    " siempre sin sobre son soy sus también tan tengo tiene tiempo toda todas todo todos una uno unos veces voy"
)
COMMON = frozenset(map(indexed, SAID_EVERYWHERE.split()))
# Of these some are what a search is about; the others never carry a hit beside words that tell more.
TELL_IN_A_SEARCH = (
    "feel feeling feelings last let letting like look love man men need needs pareja person quiero relación"
)
TELL_IN_A_SEARCH += " relationship share time tiempo want woman women"
CARRY_NOTHING = (COMMON - frozenset(map(indexed, TELL_IN_A_SEARCH.split()))) | {
    "he",
    "i",
    "it",
    "me",
    "my",
    "we",
    "us",
    "to",
}
CARRY_NOTHING |= {"is", "in", "on", "of", "or", "no", "so", "do", "be", "an", "as", "at", "by", "if", "up", "the", "a"}
CARRY_NOTHING |= {"t", "s", "m", "re", "ve", "ll", "d", "el", "la", "de", "en", "se", "mi", "su", "me", "te", "lo", "y"}


def words_of(typed):
    """In: whatever was typed. Out: its words, each once, at most so many: letters and digits alone, so that no sign means
    anything to a database."""
    return list(dict.fromkeys(filter(None, indexed_words(typed))))[:MOST]


def sought_in(typed):
    """In: what was typed into a search. Out: the words to look for, at most MOST: apostrophes that phones leave out are put
    back, and words that stand in every text are left out beside others."""
    found = words_of(APOSTROPHES_BACK.sub(lambda word: MEANT.get(word[0].lower(), word[0]), typed))
    return [word for word in found if word not in CARRY_NOTHING] or found


def telling(typed, language=ENGLISH):
    """In: sentences. Out: at most so many of their words, those first that are said most often and are not in every letter:
    the ones that tell what it is about. Each form counts once."""
    words = [word for word in indexed_words(typed) if len(word) >= SHORTEST]
    said = Counter(stem(word, language) for word in words if word not in COMMON)
    forms = {stem(word, language): word for word in reversed(words)}
    return [forms[each] for each, _times in said.most_common(MOST)]


def stems_that_tell(source, language=ENGLISH):
    """In: a text. Out: the stems of all its words that are not in every letter, as often as they are said."""
    return [each for word in indexed_words(source) if (each := stem_that_tells(word, language))]


@lru_cache(maxsize=20_000)
def stem_that_tells(word, language=ENGLISH):
    """Return the stem of a word as the index has it, or an empty string for one that is in every letter, or no word."""
    tells = len(word) >= SHORTEST and word.isalpha() and word not in COMMON
    return stem(word, language) if tells else ""


def edits(one, other):
    """Return how many letters have to be put in, left out, changed, or swapped with the next, to make one word of another."""
    before, last = None, list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for at, wanted in enumerate(other, 1):
            costs = [last[at] + 1, line[at - 1] + 1, last[at - 1] + (letter != wanted)]
            if before and at > 1 and letter == other[at - 2] and one[row - 2] == wanted:
                costs.append(before[at - 2] + 1)
            line.append(min(costs))
        before, last = last, line
    return last[-1]


def is_beginning(stem, language):
    """Is a text searched for words that begin with this stem? Short ones begin too many."""
    return language != ENGLISH and len(stem) >= SHORTEST_BEGINNING


def found_in(text, stems, language=ENGLISH):
    """Return the matches of WORD in `text` that are one of `stems`. A stem keeps its word's first two letters, which
    spares most words the work."""
    starts = tuple(each for each in stems if is_beginning(each, language))
    beginnings = {each[:2] for each in stems}
    folded = ((match, indexed(match.group())) for match in WORD.finditer(text))
    likely = ((match, word) for match, word in folded if word[:2] in beginnings)
    return [match for match, word in likely if word.startswith(starts) or stem(word, language) in stems]


def stems_in(text, stems, language=ENGLISH):
    """Return those of `stems` that a text says."""
    said = {indexed(match.group()) for match in found_in(text, stems, language)}
    forms = said | {stem(word, language) for word in said}
    return {each for each in stems if each in forms or (is_beginning(each, language) and _begins(each, said))}


def _begins(start, words):
    return any(word.startswith(start) for word in words)


def marked(text, stems, language=ENGLISH):
    """In: plain text. Out: safe HTML, with <mark> around every word that is one of `stems`."""
    return _marked(text, found_in(text, stems, language), 0, len(text))


def excerpt(text, stems, language=ENGLISH):
    """In: plain text. Out: safe HTML of the part of it that has most of `stems`, with <mark> around them."""
    found = found_in(text, stems, language)
    start, end = _part(text, found)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, _marked(text, found, start, end), after)


def _part(text, found):
    """Where the excerpt begins and ends: at the edges of words."""
    at = max(found[:LOOKED_AT], key=lambda first: _different(found, first), default=None)
    start = max(0, at.start() - BEFORE) if at and len(text) > SHOWN else 0
    if start:
        space = text.find(" ", start, at.start())
        start = space + 1 if space >= 0 else at.start()
    end = start + SHOWN
    if end < len(text):
        space = text.rfind(" ", (at.end() if at else 0), end)
        end = space if space > start else end
    return start, min(end, len(text))


def _different(found, first):
    """How many different words stand in an excerpt that begins with this one."""
    near = (match for match in found[:LOOKED_AT] if 0 <= match.start() - first.start() < SHOWN - BEFORE)
    return len({stem(indexed(match.group())) for match in near})


def _marked(text, found, start, end):
    pieces, at = [], start
    for match in found:
        if start <= match.start() and match.end() <= end:
            pieces += [conditional_escape(text[at : match.start()]), format_html("<mark>{}</mark>", match.group())]
            at = match.end()
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[at:end]]))
