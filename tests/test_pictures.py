"""What the coach may upload, and what becomes of it: only a picture comes in, and only the picture."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from shutil import rmtree

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from stages.models import Identity, StagePicture
from stages.pictures import MOST_BYTES, MOST_SIDE, PictureFormField, cleaned

GPS_NOTE = b"48.2082N 16.3738E"
SCRIPT = b"<script>alert(1)</script><?php system('id'); ?>"


@pytest.fixture(autouse=True)
def media(settings):
    """Uploads of a test go with it."""
    rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    yield settings.MEDIA_ROOT
    rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def stored(media):
    return [path for path in Path(media).rglob("*") if path.is_file()] if Path(media).exists() else []


def encoded(image, kind, **how):
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def photo(width=60, height=40, kind="JPEG", **how):
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", (width, height), (0, 0, 200))
    image.paste((200, 0, 0), (0, 0, width // 2, height))
    return encoded(image, kind, **how)


def photo_from_a_phone(orientation=1):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Phone of Ann"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = GPS_NOTE
    return photo(exif=exif, comment=GPS_NOTE)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(side):
    """A few bytes that unfold to side × side pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9999))
        + chunk(b"IEND", b"")
    )


def upload(data, name="picture.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, data, kind)


def shown(file):
    image = Image.open(file)
    image.load()
    return image


HOSTILE = {
    "html": b"<html><script>alert(1)</script></html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "gif": encoded(Image.new("P", (4, 4)), "GIF"),
    "bmp": encoded(Image.new("RGB", (4, 4)), "BMP"),
    "tiff": encoded(Image.new("RGB", (4, 4)), "TIFF"),
    "ico": encoded(Image.new("RGB", (16, 16)), "ICO"),
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (r) file\n",
    "pdf": b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF",
    "php": b"<?php system('id'); ?>",
    "zip": b"PK\x03\x04" + b"\0" * 40,
    "nothing": b"",
    "zeros": b"\0" * 5000,
    "beginning of a jpeg": b"\xff\xd8\xff\xe0",
    "truncated jpeg": photo()[:-200],
    "truncated png": photo(kind="PNG")[:-30],
    "truncated webp": photo(kind="WEBP")[:-30],
    "bomb of 30000": bomb(30_000),
    "bomb of 12000": bomb(12_000),
    "bomb of 8000": bomb(8_000),
    "bomb of 2 billion": bomb(2**31 - 1),
    "png of no width": bomb(0),
    "too many bytes": photo() + b"\0" * MOST_BYTES,
}


@pytest.fixture
def desk(as_person, coach, stage, django_capture_on_commit_callbacks):
    """Return a function that posts the stage's form at the desk with one picture."""
    client = as_person(coach)
    address = f"/admin/stages/stage/{stage.pk}/change/"

    def save(file=None, alt="Two soft forms, apart.", **more):
        fields = {"guide": stage.guide_id, "position": 1, "title": "Distance", "slug": "distance", "lead_in": "by"}
        fields |= {"published_at_0": "2026-01-01", "published_at_1": "00:00:00", "situation": "", "teaser": ""}
        for inline in ("guidance", "signs", "pictures"):
            fields |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
        picture = {"pictures-TOTAL_FORMS": 1, "pictures-0-position": 1, "pictures-0-alt": alt, "pictures-0-caption": ""}
        picture |= {"pictures-0-stage": stage.pk} | ({"pictures-0-image": file} if file else {})
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, fields | picture | more)

    save.client = client
    return save


def existing(picture):
    return {"pictures-INITIAL_FORMS": 1, "pictures-0-id": picture.pk}


# What comes in


def test_a_photo_loses_where_and_with_what_it_was_taken():
    file = cleaned(upload(photo_from_a_phone()))
    image = shown(file)
    assert not image.getexif() and not {"exif", "xmp", "comment", "icc_profile"} & image.info.keys()
    file.seek(0)
    assert GPS_NOTE not in (data := file.read()) and b"Phone of Ann" not in data


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_lose_it_too(kind):
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "Phone of Ann"
    file = cleaned(upload(photo(kind=kind, exif=exif), f"a.{kind.lower()}"))
    assert b"Phone of Ann" not in file.read()


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [(1, (60, 40), (2, 20)), (3, (60, 40), (57, 20)), (6, (40, 60), (20, 2)), (8, (40, 60), (20, 57))],
)
def test_a_photo_stands_upright(orientation, size, red_at):
    image = shown(cleaned(upload(photo_from_a_phone(orientation))))
    red, _, blue = image.convert("RGB").getpixel(red_at)
    assert image.size == size and red > 150 > 60 > blue


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_stays_so(mode):
    see_through = Image.new("RGBA", (30, 20), (200, 0, 0, 0))
    see_through.paste((0, 0, 200, 255), (0, 0, 15, 20))
    image = shown(cleaned(upload(encoded(see_through.convert(mode), "PNG"), "a.png")))
    assert (image.format, image.convert("RGBA").getpixel((5, 5))[3]) == ("WEBP", 255)
    assert image.convert("RGBA").getpixel((25, 5))[3] == 0


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB", "1", "I;16"])
def test_a_picture_of_any_colours_keeps_them(mode):
    kind = "PNG" if mode in {"1", "I;16"} else "JPEG"
    grey = Image.new(
        mode, (30, 20), {"CMYK": (0, 0, 0, 127), "RGB": (128, 128, 128), "I;16": 32768, "1": 0}.get(mode, 128)
    )
    level = shown(cleaned(upload(encoded(grey, kind), f"a.{kind.lower()}"))).convert("L").getpixel((5, 5))
    assert abs(level - (0 if mode == "1" else 128)) < 8


def test_a_large_photo_is_made_smaller():
    image = shown(cleaned(upload(photo(5000, 4000))))
    assert max(image.size) == MOST_SIDE and image.size[1] == MOST_SIDE * 4 // 5


def test_a_picture_gets_a_name_that_tells_nothing():
    names = {cleaned(upload(photo(), "Ann at home (Elm Street 4).jpg")).name for _ in range(2)}
    assert len(names) == 2 and not any("Ann" in name for name in names)


def test_a_picture_may_have_a_long_name():
    field = PictureFormField(max_length=100)
    assert field.clean(upload(photo(), "a long walk by the sea " * 8 + ".jpg"))


def test_what_hangs_behind_a_picture_is_left_behind():
    file = cleaned(upload(photo() + SCRIPT))
    assert SCRIPT not in file.read()


def test_what_hides_inside_a_picture_is_left_behind():
    file = cleaned(upload(photo(comment=SCRIPT)))
    assert b"script" not in file.read()


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(ValidationError) as refused:
        PictureFormField().clean(upload(data))
    assert refused.value.messages[0].endswith(".")


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.php", "a.gif", "a", "a.jpg.php"])
def test_what_is_not_called_a_picture_is_refused(name):
    with pytest.raises(ValidationError):
        PictureFormField().clean(upload(photo(), name))


# At the desk


def test_the_coach_adds_a_picture_with_words_to_a_stage(desk, stage, client):
    assert desk(upload(photo_from_a_phone(6))).status_code == 302
    picture = stage.pictures.get()
    assert (picture.width, picture.height) == (40, 60)
    page = desk.client.get(stage.get_absolute_url()).content.decode()
    assert f'src="{picture.image.url}" alt="Two soft forms, apart." width="40" height="60"' in page


def test_a_picture_is_served_as_what_it_is(desk, stage):
    desk(upload(photo(kind="PNG"), "a.png", "text/html"))
    served = desk.client.get(stage.pictures.get().image.url)
    assert (served["Content-Type"], served["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_nothing_is_stored_of_what_is_no_picture(desk, stage, media, data):
    page = desk(upload(data))
    assert page.status_code == 200 and b"errorlist" in page.content
    assert not stored(media) and not stage.pictures.exists()


def test_a_picture_without_words_is_refused_and_not_stored(desk, stage, media):
    page = desk(upload(photo()), alt="  ")
    assert page.status_code == 200 and b"errorlist" in page.content
    assert not stored(media) and not stage.pictures.exists()


def test_words_without_a_picture_are_refused(desk, stage):
    assert desk(None).status_code == 200 and not stage.pictures.exists()


def test_the_words_of_a_picture_can_be_mended_without_sending_it_again(desk, stage, media):
    desk(upload(photo()))
    before, [file] = stage.pictures.get(), stored(media)
    desk(None, alt="Better words.", **existing(before))
    after = stage.pictures.get()
    assert (after.alt, after.image.name) == ("Better words.", before.image.name) and stored(media) == [file]


def test_a_picture_can_be_replaced_and_the_old_one_is_gone(desk, stage, media):
    desk(upload(photo()))
    before = stage.pictures.get()
    assert desk(upload(photo(30, 30)), **existing(before)).status_code == 302
    assert stage.pictures.get().width == 30
    assert [path.name for path in stored(media)] == [Path(stage.pictures.get().image.name).name]


def test_a_failed_replacement_leaves_the_picture_as_it_was(desk, stage, media):
    desk(upload(photo()))
    before = stage.pictures.get()
    assert desk(upload(HOSTILE["html"]), **existing(before)).status_code == 200
    assert stage.pictures.get().image.name == before.image.name and len(stored(media)) == 1


def test_a_removed_picture_is_gone_from_the_page_and_from_the_disk(desk, stage, media):
    desk(upload(photo()))
    address = stage.pictures.get().image.url
    desk(None, **existing(stage.pictures.get()), **{"pictures-0-DELETE": "on"})
    assert not StagePicture.objects.exists()
    assert desk.client.get(address).status_code == 404 and not stored(media)


def test_the_coach_s_own_picture_is_cleaned_too(as_person, coach, media):
    fields = {"title": "Leanback", "tagline": "", "coach_name": "Mara", "about": "", "time_zone": "UTC"}
    fields |= {"away_until": "", "help_lines-TOTAL_FORMS": 0, "help_lines-INITIAL_FORMS": 0}
    page = as_person(coach).post("/admin/stages/identity/1/change/", fields | {"picture": upload(photo_from_a_phone())})
    assert page.status_code == 302 and Identity.objects.get().picture
    assert GPS_NOTE not in stored(media)[0].read_bytes()


@pytest.mark.parametrize("who", ["ann", "mod", None])
def test_nobody_else_adds_pictures(request, as_person, stage, media, who):
    client = as_person(request.getfixturevalue(who) if who else None)
    page = client.post(f"/admin/stages/stage/{stage.pk}/change/", {"pictures-0-image": upload(photo())})
    assert page.status_code in {302, 403} and not stored(media)
