"""How quickly does a WordPress site come in, and who waits meanwhile? `make bench-import`, 100,000 comments unless COUNT says.

Makes a site of its own on SQLite (var/bench/sqlite-import), writes a blog of that many comments, and brings it in while somebody
else writes into the database all the time. `--profile` says what the processor did."""

import argparse
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from xml.sax.saxutils import escape

from bench.databases import FOLDER, ROOT, environment_of

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Letters of ten years</title>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_id>7</wp:author_id><wp:author_login>oriel</wp:author_login>
<wp:author_email>oriel@old.example</wp:author_email></wp:author>
"""
POST = """<item><title>Letter {number}</title><link>https://old.example/letter-{number}/</link><dc:creator>oriel</dc:creator>
<content:encoded><![CDATA[{text}]]></content:encoded><wp:post_id>{number}</wp:post_id><wp:post_type>post</wp:post_type>
<wp:status>publish</wp:status><wp:post_name>letter-{number}</wp:post_name><wp:post_date_gmt>{at}</wp:post_date_gmt>
"""
COMMENT = """<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author><![CDATA[{name}]]></wp:comment_author>
<wp:comment_author_email>{email}</wp:comment_author_email><wp:comment_date_gmt>{at}</wp:comment_date_gmt>
<wp:comment_content><![CDATA[{text}]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved>
<wp:comment_type>comment</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent>
<wp:comment_user_id>{user}</wp:comment_user_id></wp:comment>
"""
SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "la",
    "me",
    "ni",
    "po",
    "ru",
    "sa",
    "te",
    "vi",
    "wo",
    "zu",
    "han",
    "jel",
    "kin",
]
A_POST = 200  # comments
READERS = 4_000


def sentences(chance, words):
    """Made-up sentences of about so many words, of which few are used often and many seldom, as in a language."""
    said = []
    for _word in range(words):
        said.append("".join(SYLLABLES[int(18 * chance.random() ** 2)] for _syllable in range(chance.randint(1, 3))))
    for at in range(9, words, 10):
        said[at] += chance.choice([".", ".", ",", "?", "!", ".\n\n", " – I don't know…"])
    return " ".join(said)


def write_blog(path, count):
    """Write an export of this many comments: a third of them questions, a third her answers, a third what followed."""
    chance, at = random.Random(1), "{}-{:02}-{:02} {:02}:15:{:02}"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for first in range(1, count + 1, A_POST):
            day = (2010 + first * 10 // (count + 1), 1, 2, 8, 0)
            file.write(POST.format(number=first + 10_000_000, text=sentences(chance, 400), at=at.format(*day)))
            for number in range(first, min(first + A_POST, count + 1)):
                place, reader = (number - first) % 3, chance.randrange(READERS)
                when = (day[0], 1 + (number - first) // 24, 1 + (number - first) % 24, place + 9, number % 60)
                fields = {"name": f"Reader {reader}", "email": f"reader{reader}@post.example", "user": 0}
                if place == 1:
                    fields = {"name": "Oriel", "email": "oriel@old.example", "user": 7}
                parent = 0 if place == 0 else number - 1
                words = sentences(chance, chance.choice([5, 30, 70, 120]))
                file.write(
                    COMMENT.format(number=number, at=at.format(*when), text=escape(words), parent=parent, **fields)
                )
            file.write("</item>\n")
        file.write("</channel></rss>\n")


def connection(environment):
    """Return a connection to the site's database that commits by itself."""
    return sqlite3.connect(Path(environment["VAR_DIR"]) / "leanback.sqlite3", isolation_level=None, timeout=60)


def watch(environment, importing):
    """Write a row ten times a second until the import is over; return the seconds that the slowest took, and the kilobytes that
    the import had in memory of its own at most: what it sees of the database's file is the system's cache, not its own."""
    slowest, memory = 0.0, 0
    with closing(connection(environment)) as writing:
        while importing.poll() is None:
            said = re.search(r"RssAnon:\s+(\d+)", Path(f"/proc/{importing.pid}/status").read_text())
            memory = max(int(said[1]) if said else 0, memory)
            begun = time.monotonic()
            writing.execute("UPDATE stages_identity SET tagline = tagline WHERE id = 1")
            slowest = max(slowest, time.monotonic() - begun)
            time.sleep(0.1)
    return slowest, memory


def manage(environment, *command, profile=()):
    return subprocess.Popen(
        [sys.executable, *profile, "manage.py", *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--profile", action="store_true", help="write var/bench/import.profile")
    asked = parser.parse_args()
    environment = environment_of("import") | {"DATABASE_URL": ""}
    shutil.rmtree(environment["VAR_DIR"])
    Path(environment["VAR_DIR"]).mkdir()
    if manage(environment, "prepare").wait():
        raise SystemExit("The site could not be prepared.")
    blog = FOLDER / f"blog-{asked.count}.xml"
    if not blog.exists():
        write_blog(blog, asked.count)
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    profile = ("-m", "cProfile", "-o", str(FOLDER / "import.profile")) if asked.profile else ()
    importing = manage(environment, "import_wordpress", str(blog), profile=profile)
    waited, memory = watch(environment, importing)
    took, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    with closing(connection(environment)) as reading:
        [came] = reading.execute("SELECT COUNT(*) FROM comments_comment WHERE origin LIKE 'wordpress:%'").fetchone()
    print(
        f"{came:,} of {asked.count:,} comments ({blog.stat().st_size / 1e6:.0f} MB) in {took:.0f} s, {processor:.0f} s of a"
        f" processor: {came / took:,.0f} and {came / processor:,.0f} a second. At most {memory / 1024:.0f} MB of"
        f" memory of its own. Who wrote meanwhile waited {waited:.2f} s at most."
    )


if __name__ == "__main__":
    main()
