"""What readers get of a picture: small files that the worker makes, and the picture itself until they are there."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from shutil import rmtree
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from PIL import Image

from leanback.settings import CONTENT_SECURITY_POLICY
from stages.models import Identity, StagePicture
from stages.pictures import cleaned

WIDE = (2000, 1000)
ALL = {(width, kind) for width in (400, 800, 1200, 1600) for kind in ("avif", "webp")}


@pytest.fixture(autouse=True)
def media(settings):
    """Uploads of a test go with it."""
    rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    yield Path(settings.MEDIA_ROOT)
    rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@cache
def clean(size, colour, mode):
    """Return (bytes, ending) of a picture as it is kept."""
    out = BytesIO()
    Image.new(mode, size, colour).save(out, "PNG")
    file = cleaned(ContentFile(out.getvalue(), "a.png"))
    return file.read(), Path(file.name).suffix


def upload(size=WIDE, colour=(200, 80, 40), mode="RGB"):
    content, ending = clean(size, colour, mode)
    return ContentFile(content, f"{uuid4().hex}{ending}")


@pytest.fixture
def picture(stage):
    return stage.pictures.create(alt="Two soft forms.", image=upload())


@pytest.fixture
def made(picture, work):
    """A picture of which the worker has made all sizes."""
    work()
    picture.refresh_from_db()
    return picture


def files(media):
    return {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}


def names_of(picture):
    return {picture.image.name} | {size["name"] for size in picture.sizes}


def html_of(client, path):
    """Return a page with one space wherever there is any: a tag may take several lines."""
    return " ".join(client.get(path).content.decode().split())


def page_of(client, stage):
    return html_of(client, stage.get_absolute_url())


def sent(client, address):
    answer = client.get(address)
    return answer, Image.open(BytesIO(b"".join(answer.streaming_content)))


# The worker makes them


def test_nothing_is_made_while_she_waits(picture, media):
    assert files(media) == {picture.image.name} and picture.sizes == []


def test_the_worker_makes_each_width_in_both_kinds(made, media):
    assert {(size["width"], size["kind"]) for size in made.sizes} == ALL
    assert files(media) == names_of(made)


def test_each_file_is_what_its_name_says(made):
    for size in made.sizes:
        with made.image.storage.open(size["name"]) as file, Image.open(file) as image:
            assert (image.format.lower(), image.size) == (size["kind"], (size["width"], size["width"] // 2))


@pytest.mark.parametrize(
    ("width", "widths"), [(60, {60}), (400, {400}), (1000, {400, 800, 1000}), (3200, {400, 800, 1200, 1600})]
)
def test_a_picture_is_never_made_larger_than_it_is(stage, work, width, widths):
    picture = stage.pictures.create(alt="Small.", image=upload((width, 40)))
    work()
    picture.refresh_from_db()
    assert {size["width"] for size in picture.sizes} == widths


def test_what_is_transparent_stays_so_in_every_size(stage, work):
    picture = stage.pictures.create(alt="Air.", image=upload((500, 300), (200, 0, 0, 0), "RGBA"))
    work()
    picture.refresh_from_db()
    for size in picture.sizes:
        with picture.image.storage.open(size["name"]) as file, Image.open(file) as image:
            assert image.convert("RGBA").getpixel((9, 9))[3] == 0


def test_a_line_of_pixels_has_sizes_too(stage, work):
    picture = stage.pictures.create(alt="A line.", image=upload((3200, 1)))
    work()
    picture.refresh_from_db()
    assert len(picture.sizes) == 8


def test_the_coach_s_own_picture_gets_them_too(identity, work):
    identity.picture = upload()
    identity.save()
    work()
    identity.refresh_from_db()
    assert identity.picture.has_all_sizes() and identity.picture.alt == "Mara"
    assert (identity.picture_width, identity.picture_height) == WIDE


# What a page shows


def test_until_they_are_there_the_picture_itself_is_shown(client, stage, picture):
    page = page_of(client, stage)
    assert "srcset" not in page
    assert f'src="{picture.image.url}" alt="Two soft forms." width="2000" height="1000"' in page


def test_then_a_browser_may_choose_the_better_kind_first(client, stage, made):
    page = page_of(client, stage)
    assert re.findall(r'<source type="([^"]+)"', page) == ["image/avif", "image/webp"]
    assert re.findall(r"\S+-(\d+)\.avif (\d+)w", page) == [(w, w) for w in ("400", "800", "1200", "1600")]
    assert f'src="{made.image.url}"' in page and page.count("sizes=") == 2


def test_everything_that_a_page_names_is_served_as_what_it_is(client, stage, made):
    addresses = re.findall(r'(/media/[^ ",]+)', page_of(client, stage))
    assert len(addresses) == 9
    for address in addresses:
        answer, image = sent(client, address)
        assert answer["Content-Type"] == f"image/{image.format.lower()}" == Image.MIME[image.format]
        assert "immutable" in answer["Cache-Control"] and answer["X-Content-Type-Options"] == "nosniff"


def test_only_the_first_picture_of_a_page_is_loaded_at_once(client, stage, picture):
    stage.pictures.create(position=2, alt="Another.", image=upload((100, 100)))
    pictures = re.findall(r"<img [^>]+>", page_of(client, stage))
    assert ['fetchpriority="high"' in each for each in pictures] == [True, False]
    assert ['loading="lazy"' in each for each in pictures] == [False, True]


def test_a_page_asks_no_more_of_the_database_for_pictures_with_sizes(
    client, stage, made, django_assert_max_num_queries
):
    stage.pictures.create(position=2, alt="Another.", image=upload((100, 100)))
    page_of(client, stage)
    with django_assert_max_num_queries(8):
        page_of(client, stage)


def test_a_page_opens_no_picture(client, stage, made, media):
    rmtree(media)
    assert 'width="2000" height="1000"' in page_of(client, stage)


def test_a_page_stands_when_a_picture_of_unknown_measures_is_gone(client, stage, identity):
    Identity.objects.update(picture="identity/gone.jpg")
    assert client.get(stage.get_absolute_url()).status_code == 200


def test_words_of_a_picture_are_escaped(client, stage):
    stage.pictures.create(alt='"><script>', image=upload((9, 9)))
    assert 'alt="&quot;&gt;&lt;script&gt;"' in page_of(client, stage)


# Replaced, removed


def test_a_replaced_picture_takes_all_its_sizes_along(made, media, work, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made.image = upload((500, 500))
        made.save()
    assert files(media) == {made.image.name} and made.image.sizes == []
    work()
    made.refresh_from_db()
    assert files(media) == names_of(made) and made.image.has_all_sizes()


def test_a_replaced_picture_is_shown_itself_at_once(client, stage, made):
    made.image = upload((500, 500))
    made.save()
    page = page_of(client, stage)
    assert "srcset" not in page and f'src="{made.image.url}" alt="Two soft forms." width="500"' in page


def test_a_removed_picture_takes_all_its_sizes_along(made, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made.delete()
    assert not list((media / "stages").iterdir())


def test_a_stage_takes_its_pictures_along(made, stage, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        stage.delete()
    assert not files(media)


def test_a_picture_that_was_removed_before_its_turn_is_left_alone(picture, media, work):
    picture.delete()
    work()
    assert not StagePicture.objects.exists() and files(media) <= {picture.image.name}


def test_a_picture_that_is_replaced_while_they_are_made_leaves_none(picture, media):
    StagePicture.objects.update(image="stages/another.jpg")
    picture.image.make_sizes()
    assert files(media) == {picture.image.name} and StagePicture.objects.get().sizes == []


def test_a_form_that_was_opened_before_the_worker_was_done_undoes_nothing(picture, work):
    opened = StagePicture.objects.get()
    work()
    opened.caption = "By the sea."
    opened.save()
    assert len(StagePicture.objects.get().sizes) == 8


# Twice, halfway, not at all


def test_a_second_time_changes_nothing(made, media):
    before = files(media)
    made.image.make_sizes()
    assert files(media) == before


def test_of_two_workers_at_once_one_wins(picture, media):
    second = StagePicture.objects.get()
    picture.image.make_sizes()
    winner = files(media)
    second.image.make_sizes()
    assert files(media) == winner == names_of(StagePicture.objects.get())


def test_what_a_killed_worker_left_is_cleared_away(picture, media, work):
    FileSystemStorage().save(picture.image.name.replace(".jpg", "/0000-400.avif"), ContentFile(b"half"))
    work()
    assert files(media) == names_of(StagePicture.objects.get())


def test_a_full_disk_in_the_middle_leaves_nothing_and_is_tried_again(picture, media, work, monkeypatch):
    keep, left = FileSystemStorage._save, iter(range(3))

    def full(*args):
        if next(left, None) is None:
            raise OSError(28, "No space left on device")
        return keep(*args)

    with monkeypatch.context() as disk:
        disk.setattr(FileSystemStorage, "_save", full)
        work()
    assert files(media) == {picture.image.name} and StagePicture.objects.get().sizes == []
    work(70)
    assert files(media) == names_of(StagePicture.objects.get()) and StagePicture.objects.get().sizes


def test_what_cannot_be_made_is_told_without_private_words_and_the_picture_stays(client, stage, picture, work, caplog):
    Path(picture.image.path).write_bytes(b"<script>not a picture</script>")
    for wait in (11, 70, 700, 4000, 40_000):
        work(wait)
    assert len(caplog.records) == 4 and "UnidentifiedImageError" in caplog.text
    assert picture.alt not in caplog.text and "Traceback" not in caplog.text
    assert f'src="{picture.image.url}"' in page_of(client, stage)


# What was there before


def test_pictures_of_an_older_version_get_them_by_one_command(picture, identity, work, capsys):
    identity.picture = upload()
    identity.save()
    Identity.objects.update(picture_width=None, picture_height=None)
    call_command("make_pictures")
    assert capsys.readouterr().out == "2 wait for the worker.\n"
    work()
    call_command("make_pictures")
    assert capsys.readouterr().out == "All have their sizes.\n"
    assert Identity.objects.get().picture_width == 2000


def test_a_size_that_a_new_version_wants_is_made(made, media, work):
    StagePicture.objects.update(sizes=made.sizes[:-1])
    call_command("make_pictures")
    work()
    assert files(media) == names_of(StagePicture.objects.get()) and StagePicture.objects.get().image.has_all_sizes()


def test_pictures_of_this_machine_come_from_nowhere_else():
    assert CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] == ["'self'", "data:"]


def test_the_coach_s_picture_stands_on_her_page_alone_in_its_sizes(client, identity, work):
    identity.picture = upload()
    identity.save()
    shown = f'<img fetchpriority="high" decoding="async" src="{identity.picture.url}" alt="Mara"'
    assert shown in html_of(client, "/about/")
    work()
    html = client.get("/about/").content.decode()
    assert 'type="image/avif"' in html and 'sizes="(min-width: 20rem) 18rem, calc(100vw - 2rem)"' in html
    assert identity.picture.url not in client.get("/rules/").content.decode()


def test_without_a_picture_the_page_about_the_coach_has_none(client, identity):
    assert "<picture" not in client.get("/about/").content.decode()
