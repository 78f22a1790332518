"""What the coach may upload, and what becomes of it: only a picture comes in, and only the picture."""

import re
import struct
import zlib
from io import BytesIO
from pathlib import Path
from shutil import rmtree

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageCms

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


def profile_of_swapped_colours():
    """sRGB with red in the place of blue: what is stored as red is meant to be seen as blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    head, table = profile[:128], profile[128:400]
    for old, new in ((b"rXYZ", b"????"), (b"bXYZ", b"rXYZ"), (b"????", b"bXYZ")):
        table = table.replace(old, new)
    return head + table + profile[400:]


def profile_of_green_ink():
    """The smallest CMYK profile: the first ink is green (by its numbers alone it would be cyan), black is black."""
    as_it_is = bytes(range(256))
    inks = [(i >> 3 & 1, i >> 2 & 1, i >> 1 & 1, i & 1) for i in range(16)]
    lab = b"".join(bytes((0, 128, 128) if k else (128, 60, 178) if c else (255, 128, 128)) for c, _m, _y, k in inks)
    one = struct.pack(">i", 0x10000)
    matrix = b"".join(one if place in {0, 4, 8} else b"\0" * 4 for place in range(9))
    lut = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + matrix + as_it_is * 4 + lab + as_it_is * 3
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    tags, at, table = [(b"A2B0", lut), (b"wtpt", white)], 128 + 4 + 24, b""
    for name, data in tags:
        table += name + struct.pack(">II", at, len(data))
        at += len(data)
    header = struct.pack(">I4xI4s4s4s12s4s", at, 0x02400000, b"prtr", b"CMYK", b"Lab ", b"\0" * 12, b"acsp")
    header = header.ljust(68, b"\0") + struct.pack(">3i", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + lut + white


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
        fields |= {"published_at": "2026-01-01T00:00", "situation": "", "teaser": ""}
        for inline in ("guidance", "signs", "pictures", "listed", "examples"):
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


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_seen_in_the_colours_that_its_profile_means(kind):
    file = cleaned(upload(photo(kind=kind, icc_profile=profile_of_swapped_colours()), f"a.{kind.lower()}"))
    red, _, blue = shown(file).getpixel((2, 20))  # stored as red
    assert blue > 150 > 60 > red and "icc_profile" not in shown(file).info


def test_a_picture_for_print_is_seen_in_the_colours_of_its_inks():
    ink = Image.new("CMYK", (30, 20), (255, 0, 0, 0))
    red, green, blue = shown(cleaned(upload(encoded(ink, "JPEG", icc_profile=profile_of_green_ink())))).getpixel((5, 5))
    assert green > 100 and blue < 60 and red < 60


def test_what_is_transparent_keeps_its_profile_s_colours():
    see_through = Image.new("RGBA", (30, 20), (200, 0, 0, 128))
    file = cleaned(upload(encoded(see_through, "PNG", icc_profile=profile_of_swapped_colours()), "a.png"))
    red, _, blue, alpha = shown(file).convert("RGBA").getpixel((5, 5))
    assert blue > 150 > 60 > red and abs(alpha - 128) < 4


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK", "LA", "P"])
@pytest.mark.parametrize("profile", [b"no profile", profile_of_green_ink(), profile_of_swapped_colours()[:300]])
def test_a_profile_that_does_not_fit_is_as_none(mode, profile):
    kind = "PNG" if mode in {"LA", "P"} else "JPEG"
    data = encoded(Image.new(mode, (30, 20)), kind, icc_profile=profile)
    assert shown(cleaned(upload(data, f"a.{kind.lower()}"))).size == (30, 20)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_is_kept(kind):
    frames = [Image.new("RGB", (30, 20), colour) for colour in ((200, 0, 0), (0, 0, 200), (0, 200, 0))]
    data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    image = shown(cleaned(upload(data, f"a.{kind.lower()}")))
    assert image.convert("RGB").getpixel((5, 5))[0] > 150 and getattr(image, "n_frames", 1) == 1


def test_of_a_phone_s_picture_with_several_inside_the_first_is_kept():
    frames = [Image.new("RGB", (30, 20), colour) for colour in ((200, 0, 0), (0, 0, 200))]
    image = shown(cleaned(upload(encoded(frames[0], "MPO", save_all=True, append_images=frames[1:]))))
    assert image.format == "JPEG" and image.getpixel((5, 5))[0] > 150


def test_a_progressive_photo_comes_in_whole():
    assert shown(cleaned(upload(photo(1200, 800, progressive=True)))).getpixel((1190, 790))[2] > 150


def test_a_palette_is_made_smaller_smoothly():
    stripes = Image.new("P", (6400, 4))
    stripes.putpalette([0, 0, 0, 255, 255, 255])
    stripes.putdata([x % 2 for _ in range(4) for x in range(6400)])
    level = shown(cleaned(upload(encoded(stripes, "PNG"), "a.png"))).convert("L").getpixel((1600, 1))
    assert 100 < level < 156  # black beside white seen from afar: grey


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


@pytest.mark.parametrize("name", ["a.jfif", "a.jpe", "a.JPG", "a", "photo (1)", "a.php", "a.jpg.html"])
def test_a_picture_is_one_whatever_it_is_called(name):
    assert re.fullmatch(r"[0-9a-f]{32}\.jpg", PictureFormField().clean(upload(photo(), name)).name)


# At the desk


def test_the_coach_adds_a_picture_with_words_to_a_stage(desk, stage, client):
    assert desk(upload(photo_from_a_phone(6))).status_code == 302
    picture = stage.pictures.get()
    assert (picture.width, picture.height) == (40, 60)
    page = " ".join(desk.client.get(stage.get_absolute_url()).content.decode().split())
    assert f'src="{picture.image.url}" alt="Two soft forms, apart." width="40" height="60"' in page


def test_a_picture_is_served_as_what_it_is(desk, stage):
    desk(upload(photo(kind="PNG"), "a.png", "text/html"))
    served = desk.client.get(stage.pictures.get().image.url)
    assert (served["Content-Type"], served["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert served["Cache-Control"] == "public, max-age=31536000, immutable"  # she who is signed in has it kept too


@pytest.mark.parametrize("path", ["", "stages/", "stages", "../leanback.sqlite3", "stages/none.jpg", "a" * 300])
def test_what_is_no_picture_is_not_served_and_not_kept(desk, path):
    desk(upload(photo()))
    page = desk.client.get(f"/media/{path}")
    assert page.status_code == 404 and "no-store" in page["Cache-Control"]


def test_the_coach_can_take_her_own_picture_away(as_person, coach, media, django_capture_on_commit_callbacks):
    fields = {"title": "Leanback", "tagline": "", "coach_name": "Mara", "about": "", "time_zone": "UTC"}
    fields |= {"language": "en", "leave_to": "https://news.example.org/"}
    fields |= {"away_until": "", "help_lines-TOTAL_FORMS": 0, "help_lines-INITIAL_FORMS": 0}
    for picture in ({"picture": upload(photo())}, {"picture-clear": "on"}):
        with django_capture_on_commit_callbacks(execute=True):
            assert as_person(coach).post("/admin/stages/identity/1/change/", fields | picture).status_code == 302
    assert not Identity.objects.get().picture and not stored(media)


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
    fields |= {"language": "en", "leave_to": "https://news.example.org/"}
    fields |= {"away_until": "", "help_lines-TOTAL_FORMS": 0, "help_lines-INITIAL_FORMS": 0}
    page = as_person(coach).post("/admin/stages/identity/1/change/", fields | {"picture": upload(photo_from_a_phone())})
    assert page.status_code == 302 and Identity.objects.get().picture
    assert GPS_NOTE not in stored(media)[0].read_bytes()


@pytest.mark.parametrize("who", ["ann", "mod", None])
def test_nobody_else_adds_pictures(request, as_person, stage, media, who):
    client = as_person(request.getfixturevalue(who) if who else None)
    page = client.post(f"/admin/stages/stage/{stage.pk}/change/", {"pictures-0-image": upload(photo())})
    assert page.status_code in {302, 403} and not stored(media)
