"""One search: what was typed, what was meant, what is found. Only what everybody may read counts, at each step."""

from dataclasses import dataclass
from difflib import get_close_matches

from django.db import connection
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from search import engine, people_use, words
from search.close import close_in_meaning
from search.models import Passage
from stages.pages import page_of
from stages.text import plain_text
from stages.text.words import LIKE_APOSTROPHES

PAGE = 15
FIRST_PAGE = PAGE + 1  # results, and whether there are more
LONG = 8  # letters of a word in which two may be wrong
SHORTEST_MENDED = 4  # letters; shorter words are too much like each other
SENTENCE = 4  # words, from which on somebody types what happened, and not what to look for
MOST_MENDED = 3  # words of one search that are looked for by their likeness
LIKE_ENOUGH, TRIED = 0.72, 4  # of a likeness between 0 and 1; how many alike words are tried

# One result a stage, a resource, a thread: its best passage. The coach's own words come first, readers' after them.
RANKED = """WITH hits AS MATERIALIZED ({hits}), seen AS ({seen}),
    best AS (SELECT passage.id, passage.by_coach, hits.score, ROW_NUMBER() OVER (
        PARTITION BY passage.stage_id, passage.resource_id, passage.thread_id, passage.guide_id, passage.term_id
        ORDER BY passage.by_coach DESC, hits.score, passage.id) AS place
        FROM hits JOIN seen ON seen.id = hits.id JOIN search_passage passage ON passage.id = hits.id)
    SELECT id FROM best WHERE place = 1 ORDER BY by_coach DESC, score, id LIMIT %s OFFSET %s"""


@dataclass(frozen=True)
class Found:
    """A passage as a result: what it is, where it leads, its title and words with what was sought marked in them."""

    passage: Passage
    stems: frozenset
    language: str

    @property
    def label(self):
        if self.passage.comment:
            return self.passage.comment.get_kind_display()
        if self.passage.resource:
            return self.passage.resource.get_kind_display()
        if self.passage.guide or self.passage.term:
            return _("guide") if self.passage.guide else _("one of her words")
        return _("guidance") if self.passage.guidance else _("sign") if self.passage.sign else _("stage")

    @property
    def about(self):
        passage = self.passage
        return passage.comment or passage.resource or passage.guide or passage.term or passage.stage

    @property
    def address(self):
        return reverse("home") if self.passage.term else self.about.get_absolute_url()

    @property
    def name(self):
        return str(self.passage.thread or self.about)

    @property
    def title(self):
        return words.marked(self.name, self.stems, self.language)

    @property
    def excerpt(self):
        return words.excerpt(self.text, self.stems, self.language)

    @property
    def text(self):
        """The words as they stand there now, not as the index has them."""
        comment, resource, guidance = self.passage.comment, self.passage.resource, self.passage.guidance
        if comment:
            return plain_text(comment.html)
        if resource:
            return f"{resource.summary} {plain_text(resource.body_html)}".strip()
        if self.passage.sign or self.passage.term:
            return self.passage.sign.line if self.passage.sign else self.passage.term.meaning
        if guide := self.passage.guide:
            html = f"{guide.what_it_is_html} {guide.how_it_helps_html}"
            return " ".join([guide.summary, plain_text(html), *guide.principle_list()]).strip()
        if guidance:
            return f"{guidance.line} {plain_text(guidance.detail_html)}".strip()
        stage = self.passage.stage
        return " ".join([stage.teaser, plain_text(stage.situation_html), *stage.dont_list()]).strip()


class Search:
    """What somebody looks for: words of a language, and where (a kind, a stage, or both)."""

    def __init__(self, typed, kind="", stage=None, language=words.ENGLISH):
        self.typed, self.kind, self.stage, self.language = typed, kind, stage, language
        self.words = words.sought_in(typed)
        self.within = kind or stage
        self.passages = Passage.objects.visible().of_kind(kind).about(stage)

    def is_everywhere(self):
        """Are there words to look for, and is nothing left out?"""
        return bool(self.words) and not self.within

    def page(self, number):
        """Return a Page of Found. Raises InvalidPage."""
        return page_of(self.results, number, PAGE)

    @cached_property
    def results(self):
        """All that says every word; if nothing does, all that says any."""
        every = Results(self.passages, self.words, self.language, every=True)
        return every if not self.words or every else Results(self.passages, self.words, self.language, every=False)

    @cached_property
    def meant(self):
        """{word that nothing says and nobody uses: the word most like it that something says}"""
        long_enough = [word for word in self.words if len(word) >= SHORTEST_MENDED]
        unsaid = [word for word in long_enough if not people_use.is_used(word) and not self.says(word)]
        nearest = {word: self.nearest(word) for word in unsaid[:MOST_MENDED]}
        return {word: near for word, near in nearest.items() if near}

    @cached_property
    def offered(self):
        """What was perhaps meant, to be looked for instead: an offer, and only where nothing has all words as typed."""
        if not self.words or (self.results.every and self.results):
            return ""
        return " ".join(self.meant.get(word, word) for word in self.words) if self.meant else ""

    @cached_property
    def close(self):
        """What is near in meaning to what was typed, without what is found by its words on this page."""
        return close_in_meaning(self.typed, self.kind) if self.words and not self.stage else []

    @property
    def says_only_some(self):
        return not self.results.every

    @property
    def means_a_sentence(self):
        """Does what is near in meaning come before what has the words? Where nothing has them all, where they tell nothing
        one by one ("what are we"), and where somebody told a story."""
        tells_nothing = words.CARRY_NOTHING.issuperset(self.words)
        return self.says_only_some or tells_nothing or len(self.typed.split()) >= SENTENCE

    def says(self, word):
        return bool(Results(self.passages, [word], self.language, every=True))

    def nearest(self, word):
        """Return the word that is most like this one and stands in a text that everybody may read, or None."""
        stem = words.stem(word)
        for stems in (engine.stems_like, engine.stems_that_begin_otherwise):
            for near in get_close_matches(stem, stems(stem, connection), TRIED, LIKE_ENOUGH):
                if words.edits(stem, near) > (1 if len(word) < LONG else 2) or stem.startswith(near):
                    continue  # needy is another word, and no slip in need
                if said := self.as_said(near):
                    return said
        return None

    def as_said(self, stem):
        """Return the word with this stem, one of the index's own, as a text says it that everybody may read, or None."""
        for found in Results(self.passages, [stem], words.ENGLISH, every=True)[:1]:
            said = f"{found.name} {found.text}"
            for match in words.found_in(said, {stem}):
                if not LIKE_APOSTROPHES.match(said, match.end()):  # "needn" is no word
                    return words.indexed(match.group())
        return None


class Results:
    """What says every one, or any, of some words, best first; sliced like a QuerySet."""

    def __init__(self, passages, words, language, *, every):
        self.passages, self.words, self.language, self.every = passages, words, language, every

    def __bool__(self):
        return bool(self.ids(0, 1))

    def __getitem__(self, wanted):
        ids = self.ids(wanted.start or 0, wanted.stop)
        found = self.passages.with_what_pages_show().in_bulk(ids)
        stems = frozenset(words.stem(word, self.language) for word in self.words)
        return [Found(found[pk], stems, self.language) for pk in ids if pk in found]

    def ids(self, start, stop):
        """Return the keys of the passages in these places. What the first page shows is asked for once."""
        return self._first_page[start:stop] if stop <= FIRST_PAGE else self._ids(start, stop)

    @cached_property
    def _first_page(self):
        return self._ids(0, FIRST_PAGE)

    def _ids(self, start, stop):
        if not self.words:
            return []
        hits, sought = engine.likely_hits(connection.vendor, self.words, self.every, self.language)
        among = self.passages.filter(pk__in=RawSQL("SELECT id FROM hits", [])).values("id")
        seen, conditions = among.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(RANKED.format(hits=hits, seen=seen), [*sought, *conditions, stop - start, start])
            return [pk for (pk,) in cursor.fetchall()]
