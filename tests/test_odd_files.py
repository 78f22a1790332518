"""Files from elsewhere as nobody should write them: read as far as they say anything, or refused in a sentence."""

import csv
import gzip
import io
import json
import zipfile

import pytest
from django.core.management import CommandError

from comments.models import Comment
from stages.models import Resource
from tests.test_importing import bring, comment, export, imported, page  # noqa: F401


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR = str(tmp_path / "media"), tmp_path


def said():
    return set(Comment.objects.exclude(origin=None).values_list("text", flat=True))


@pytest.mark.parametrize(
    "table",
    [
        "id;text;name\n1;Café;Ann\n",
        "id\ttext\n1\tCafé\n",
        '"ID";"Text"\n"1";"Café"\n',
        "\ufeffid,text\r\n1,Café\r\n",
        "id,text\n1,Ca\0fé\n",
        "id,text,name\n1,Café,Ann,more,still more\n2\n\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_table_of_any_spreadsheet_is_read(coach, stage, bring, table, encoding):  # noqa: F811
    bring(table.lstrip("" if encoding == "utf-8" else "\ufeff").encode(encoding))
    assert said() == {"Café"}


def test_a_cell_may_be_long(coach, stage, bring):  # noqa: F811
    assert csv.field_size_limit() > 200_000
    bring(f'id,text\n1,"{"so " * 70_000}"\n')
    assert Comment.objects.exclude(origin=None).count() > 10


@pytest.mark.parametrize(
    "source",
    [
        '{"id":1,"text":"Hello"}\n{"id":2,"text":"So","parent":1}\n',
        '[{"id":1,"text":"Hello"},null,{"id":2,"text":"So","parent":1}]',
    ],
)
def test_comments_alone_are_read(coach, stage, bring, source):  # noqa: F811
    bring(source)
    assert said() == {"Hello", "So"} and Comment.objects.get(text="So").parent.text == "Hello"


ODD = [
    {"id": {}, "title": [], "html": ["x"], "address": 9, "at": True, "comments": {"a": 1}},
    {"id": "a", "title": "x\ud800y", "html": "<p>a\0b</p>", "address": "http://[x", "comments": None},
    {
        "comments": [
            None,
            "so",
            {"id": [1], "text": {"a": 1}},
            {"id": 1, "text": "\ud83d Hi\0", "at": "0001-01-01T00:00:00+14:00", "status": None, "name": {}, "email": 7},
            {"id": 2, "text": "Ho", "at": "9999-12-31T23:59:59-12:00", "parent": True},
        ]
    },
    None,
    "page",
]


def test_what_is_of_a_wrong_kind_is_as_if_it_were_not_there(coach, stage, bring):  # noqa: F811
    bring(json.dumps({"site": 5, "title": None, "pages": ODD}))
    assert said() == {"Hi", "Ho"} and Resource.objects.get().title == "xy"


@pytest.mark.parametrize("data", [{"posts": [None, {"id": None, "title": "T", "html": "<p>x</p>"}], "tags": 5}])
@pytest.mark.parametrize("is_old", [False, True])
def test_an_export_of_ghost_may_have_gaps(coach, stage, bring, data, is_old):  # noqa: F811
    post = {"status": "published", "slug": "t"} | data["posts"][1]
    data = data | {"posts": [None, post], "users": None, "settings": [{}], "posts_tags": [{}]}
    bring(json.dumps({"data": data} if is_old else {"db": [{"data": data}]}))
    assert Resource.objects.get().title == "T"


@pytest.mark.parametrize(
    "source", ["[" * 100_000 + "]" * 100_000, '{"pages": "abc"}', '{"pages": ["a"]}', "5", '{"a": 1']
)
def test_what_says_nothing_is_refused(coach, stage, bring, source):  # noqa: F811
    with pytest.raises(CommandError):
        bring(source)


def test_a_gz_in_a_zip_is_unpacked(coach, bring, tmp_path):  # noqa: F811
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.xml.gz", gzip.compress(export(page(comment(1))).encode()))
    bring(file)
    assert imported(1).text == "Hello"


def test_a_bomb_of_two_layers_is_refused(coach, bring, tmp_path):  # noqa: F811
    inner, file = io.BytesIO(), tmp_path / "bomb.zip"
    with gzip.open(inner, "wb") as packed:
        packed.write(b"<rss>" + b"0" * 60_000_000)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.xml.gz", inner.getvalue())
    with pytest.raises(CommandError, match="beyond all bounds"):
        bring(file)


def test_nothing_is_written_where_a_zip_says(coach, bring, tmp_path):  # noqa: F811
    file = tmp_path / "evil.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../evil.xml", export(page(comment(1))))
    bring(file)
    assert imported(1).text == "Hello" and not list(tmp_path.parent.glob("evil.xml"))
