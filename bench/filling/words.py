"""What made-up people write: sentences put together from parts, so that no two texts are alike and the words are as
unevenly spread as in real ones."""

from dataclasses import dataclass
from hashlib import blake2b

from checks.holding import SHORT
from stages.models import coach_html
from stages.text import reader_html
from stages.text.words import bare_words

MOST = (
    6_000  # paragraphs that are written and rendered once, and of which texts are put together; for few threads fewer
)

PARTS = {
    "when": "yesterday|on Sunday|last week|two weeks ago|before the holidays|in spring|this morning|after work|at night|"
    "since March|for nine days|for a month|over and over|every evening|now and then|on my birthday|at the weekend",
    "who": "he|she|my partner|my husband|my wife|my boyfriend|my girlfriend|the man I love|the woman I live with",
    "did": "went quiet|moved out|came back|stopped calling|said we need a break|wrote one line|asked for room|forgot our day|"
    "cooked for me|left the keys on the table|would not talk|smiled again|took the dog|slept on the sofa|laughed at me",
    "where": "in the kitchen|at the station|in the car|on the balcony|at her mother's|by the river|in the garden|"
    "on the phone|at a wedding|in the stairwell|at the bakery|in Lisbon|in Graz|near the harbour|in the old flat",
    "thing": "a letter|the blue scarf|an old photograph|the bicycle|a list of chores|our calendar|the guitar|a message|"
    "the lease|two tickets|a recipe|the piano|the allotment|a thermos|the tent|a jar of plums|his jacket",
    "felt": "calm|tired|foolish|hopeful|angry|small|relieved|ashamed|light|lonely|awake|jealous|patient|numb|proud",
    "do": "write first|wait|let it rest|say sorry|go dancing|see my friends|ask him plainly|move on|call her sister|"
    "sleep on it|keep the flat|count to ten|tell the children|cancel the trip|learn to swim",
    "rare": "lighthouse|origami|beekeeping|chess|pottery|marathon|choir|accordion|vineyard|observatory|ferry|greenhouse|"
    "carpentry|falconry|embroidery|kayak|sourdough|telescope|typewriter|caravan|lantern|orchard|trombone|windmill",
}
SAID = [
    "{When}, {who} {did}.",
    "We were {where} when {who} {did}, and I felt {felt}.",
    "I found {thing} {where}, and since then I am {felt}.",
    "Do I {do}, or do I {do}?",
    "I wanted to {do}; {who} only spoke of the {rare}.",
    "{Who} gave me {thing} {when} and then {did}.",
    "My friends say I should {do}. I am too {felt} for it.",
    "It began with the {rare} class, {where}.",
    "I have tried to {do} {when}, and it helped a little.",
    "What did you do when {who} {did}?",
    "Thank you, that made me {felt}.",
    "{When} I sat {where} with {thing} and felt {felt}.",
    "I will {do} and tell you what comes of it.",
]
ANSWERED = [
    "First, breathe. That {who} {did} says little about you.",
    "You need not {do} today; {when} is soon enough.",
    "Go back to what you love: the {rare}, your friends, a long walk.",
    "When you feel {felt}, lean back and do nothing for an evening.",
    "Ask yourself what you would do if {who} never called again.",
    "Keep {thing} where you see it, and let the rest be.",
    "If you want to {do}, say it once, kindly, and then listen.",
    "It is no weakness to be {felt}.",
    "Write down what happened {where}, without a single guess.",
    "Let {who} come to you; room is a gift, too.",
]
ADVERTISED = [
    "Cheap pills at www.pills-{rare}.top",
    "Win $500 at www.{rare}-casino.top today",
    "Love spells: {rare}@x.example",
]


@dataclass(frozen=True)
class Text:
    """A text with all that is kept of it."""

    source: str
    html: str
    bare: str  # its words, as they are compared
    names: tuple = ()  # keys of the resources in it

    @property
    def fingerprint(self):
        """What `holding.fingerprint` makes of it, without looking for its words again."""
        return blake2b(self.bare.encode(), digest_size=16).hexdigest() if len(self.bare) >= SHORT else ""


class Writer:
    """In: a seeded Random, the resources that there are, for how many threads. Out: questions, replies, answers,
    advertisements."""

    def __init__(self, chance, resources, threads):
        self.chance = chance
        count = min(MOST, 100 + threads * 6)
        self.paragraphs = [self._paragraph() for _each in range(count)]
        self.answers = [self._answer(resources) for _each in range(count // 4)]
        self.adverts = [self._rendered(self._sentence(ADVERTISED)) for _each in range(len(ADVERTISED) * 40)]

    def reader(self, most=3):
        """Return a Text of one to `most` paragraphs."""
        parts = self.chance.sample(self.paragraphs, self.chance.randint(1, most))
        html = "".join(part.html for part in parts)
        return Text("\n\n".join(part.source for part in parts), html, " ".join(part.bare for part in parts))

    def coach(self):
        return self.chance.choice(self.answers)

    def advert(self):
        return self.chance.choice(self.adverts)

    def _paragraph(self):
        return self._rendered(" ".join(self._sentence(SAID) for _each in range(self.chance.randint(2, 5))))

    def _rendered(self, source):
        return Text(source, reader_html(source), bare_words(source))

    def _answer(self, resources):
        parts = [" ".join(self._sentence(ANSWERED) for _each in range(3)) for _part in range(self.chance.randint(1, 4))]
        named = self.chance.sample(resources, min(len(resources), self.chance.choice([0, 0, 1, 2])))
        parts += [f"Read [[{resource.slug}]] when you have an hour." for resource in named]
        source = "\n\n".join(parts)
        return Text(source, coach_html(source), bare_words(source), tuple(resource.pk for resource in named))

    def _sentence(self, patterns):
        words = {name: self._one_of(name) for name in PARTS}
        words |= {name.capitalize(): words[name][0].upper() + words[name][1:] for name in ("when", "who")}
        return self.chance.choice(patterns).format_map(words)

    def _one_of(self, name):
        """Return a part; those at the front far more often, as words are."""
        parts = PARTS[name].split("|")
        return parts[int(len(parts) * self.chance.random() ** 1.6)]
