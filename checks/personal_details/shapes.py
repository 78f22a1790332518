"""Details that are known by their shape: numbers, addresses, dates. Each pattern is bounded, so that none can be made slow."""

import re

from stages.text.words import APOSTROPHES

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
PROFILE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:instagram|facebook|tiktok|twitter|linkedin|snapchat|threads|vk)\.com/[\w./@?=-]{2,100}",
    re.I,
)
HANDLE = re.compile(r"(?<![\w.@])@\w[\w.]{1,29}\w")
PHONE = re.compile(r"(?<![\w/.,:-])\+?\(?\d[\d ()./-]{5,18}\d(?![\w/:-])")
AS_PHONES_ARE = re.compile(r"\+|0\d|\(\d{3}\)|\d{3}[-. ]\d{3}[-. ]\d{4}$|\d{3}-\d{4}$")
DATE = r"(?<![\w/.-])(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d)(?![\w/-])"
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
FEWEST_DIGITS, MOST_DIGITS = 7, 15
TELLING_AGES = 3  # ages and years together, from which they may belong to one person alone


class Shapes:
    """The patterns of one language."""

    def __init__(self, table):
        self.softer = table["softer"]
        month, of, on = table["months"], table["of"], rf"(?:\b{table['on']})?"
        written = rf"\d{{1,2}}(?:st|nd|rd|th)? {of}(?:{month}),? {of}(?:19|20)\d\d|(?:{month}) \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
        named = rf"\w[\w{APOSTROPHES}]{{1,20}}(?: \w[\w{APOSTROPHES}]{{1,20}}){{0,2}}"
        street = (
            rf"\b(?:{table['streets']})\.? {named} \d{{1,4}}\b"
            if table["street_first"]
            else rf"\b\d{{1,5}} {named} (?:{table['streets']})\b"
        )
        handle = rf"\b(?:{table['profiles']})(?: es| is)?[ :=]{{1,3}}((?=[\w.]{{0,29}}[\d_])\w[\w.]{{2,29}}\w)"
        self.whole = [
            ("email", EMAIL),
            ("profile", PROFILE),
            ("profile", HANDLE),
            ("date", re.compile(rf"{on}\b(?:{written})\b", re.I)),
            ("date", re.compile(on + DATE, re.I)),
            ("address", re.compile(street, re.I)),
            ("address", POSTCODE),
        ]
        self.handle = re.compile(handle, re.I)
        self.age = re.compile(rf"\b{table['ages']} (\d{{1,2}})\b(?! ?(?:{table['not_ages']})\b)", re.I)
        self.year = re.compile(rf"\b{table['years']} (?:19|20)\d\d\b", re.I)

    def find(self, text):
        """Yield (start, end, kind, softer), never two that overlap."""
        taken = []
        for start, end, kind, softer in self._all(text):
            if not any(start < other_end and other_start < end for other_start, other_end in taken[-200:]):
                taken.append((start, end))
                yield start, end, kind, softer

    def _all(self, text):
        for kind, pattern in self.whole:
            for met in pattern.finditer(text):
                yield *met.span(), kind, self.softer[kind]
        for met in self.handle.finditer(text):
            yield *met.span(1), "profile", self.softer["profile"]
        for met in PHONE.finditer(text):
            digits = sum(sign.isdigit() for sign in met[0])
            if FEWEST_DIGITS <= digits <= MOST_DIGITS and AS_PHONES_ARE.search(met[0]):
                yield *met.span(), "phone", self.softer["phone"]
        ages, years = list(self.age.finditer(text)), list(self.year.finditer(text))
        if len(ages) + len(years) > TELLING_AGES:
            for met in ages:
                yield *met.span(1), "age", self._softer_age(int(met[1]))
            for met in years:
                yield *met.span(), "age", self.softer["year"]

    def _softer_age(self, age):
        return self.softer["decade"].format(decade=age // 10 * 10) if age >= 20 else self.softer["young"]
