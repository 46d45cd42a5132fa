"""What strangers send instead of a picture: refused with a reason in Danish, or cleaned."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from acute.errors import (
    BadFile,
    DamagedFile,
    FileIsEmpty,
    FileTooLarge,
    StillPictureFormat,
    TooLong,
    TooManyPixels,
    UnknownCodec,
    UnknownFileKind,
)
from acute.models import Attachment
from acute.services import attachments
from coordination.base.rowsecurity import scope
from tests import make, media
from tests.access import stage

HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def zipped() -> bytes:
    """A hundred megabytes of nothing in a hundred kilobytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("billede.jpg", bytes(100_000_000))
    return out.getvalue()


REFUSED = {
    "nothing": (lambda: b"", FileIsEmpty),
    "a page called a picture": (lambda: HTML, UnknownFileKind),
    "a drawing with a script": (lambda: SVG, UnknownFileKind),
    "a zip bomb": (zipped, UnknownFileKind),
    "a program": (lambda: b"MZ" + bytes(2000), UnknownFileKind),
    "a document": (lambda: b"%PDF-1.7 /JavaScript", UnknownFileKind),
    "a picture with too many points": (lambda: media.png_of(50_000, 50_000), TooManyPixels),
    "a picture as wide as can be": (lambda: media.png_of(2**31 - 1, 1), TooManyPixels),
    "a picture that ends in the middle": (
        lambda: media.picture(2000, 1500, colour="#123456")[:900],
        DamagedFile,
    ),
    "a picture of another format inside its first bytes": (
        lambda: b"\xff\xd8\xff" + SVG,
        DamagedFile,
    ),
    "a packed text of 200 MB in a picture": (media.png_with_bomb, DamagedFile),
    "a picture that its reader misses": (lambda: b"GIF89a" + bytes(40), DamagedFile),
    "a phone's HEIC": (lambda: b"\0\0\0\x18ftypheic" + bytes(40), StillPictureFormat),
    "a film that ends in the middle": (lambda: media.film()[:700], DamagedFile),
    "a film of nothing": (lambda: b"\0\0\0\x18ftypisom" + bytes(400), DamagedFile),
    "a film coded by another": (lambda: media.film("mp4", "mpeg4", "aac"), UnknownCodec),
    "a sound of an hour": (lambda: media.wav(611), TooLong),
    "a picture of 13 MB": (lambda: media.picture() + bytes(13_000_000), FileTooLarge),
    "a file of 27 MB": (lambda: media.film() + bytes(27_000_000), FileTooLarge),
}

CLEANED = {
    "a picture that is a page too": lambda: media.picture() + HTML,
    "a picture that is an archive too": lambda: media.picture() + zipped(),
    "a picture with a page in its notes": lambda: media.picture(comment=HTML),
    "a moving picture with a page in it": lambda: media.picture(kind="GIF", comment=HTML),
    "a film with a page behind it": lambda: media.film() + b"\0\0\0\x2efree" + HTML,
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_a_reason_that_says_what_to_do(what):
    content, refusal = REFUSED[what]

    with pytest.raises(refusal) as told:
        attachments.clean(content())

    assert isinstance(told.value, BadFile)
    assert told.value.text.endswith(".")


@pytest.mark.parametrize("what", CLEANED)
def test_only_the_picture_or_the_sound_of_it_is_kept(what):
    _facts, kept = attachments.clean(CLEANED[what]())

    assert b"script" not in kept
    assert b"PK\x03\x04" not in kept


def test_where_it_was_taken_is_gone_and_it_stands_the_right_way_up():
    sent = media.picture_with_place()
    assert Image.open(BytesIO(sent)).getexif().get_ifd(media.GPS)

    facts, kept = attachments.clean(sent)

    with Image.open(BytesIO(kept)) as opened:
        assert dict(opened.getexif()) == {}
        assert opened.size == (480, 640) == (facts["width"], facts["height"])
    assert media.SECRET.encode() in sent
    assert media.SECRET.encode() not in kept


@pytest.mark.parametrize(
    ("film", "media_type"),
    [
        (("mp4", "libx264", "aac"), "video/mp4"),
        (("mov", "libx264", "aac"), "video/mp4"),
        (("webm", "libvpx", "libopus"), "video/webm"),
        (("mp4", "", "aac"), "audio/mp4"),
        (("webm", "", "libopus"), "audio/webm"),
        (("ogg", "", "libopus"), "audio/ogg"),
        (("mp3", "", "libmp3lame"), "audio/mpeg"),
        (("wav", "", "pcm_s16le"), "audio/wav"),
    ],
)
def test_what_a_recording_says_of_itself_is_gone(film, media_type):
    sent = media.film(*film)
    assert media.SECRET.encode() in sent

    facts, kept = attachments.clean(sent)

    assert (facts["media_type"], facts["seconds"]) == (media_type, facts["seconds"] or 1)
    assert media.SECRET.encode() not in kept
    assert media.PLACE not in kept


def test_a_film_that_was_held_upright_is_still_shown_upright():
    sent = media.turned(media.film())

    _facts, kept = attachments.clean(sent)

    assert media.TURN in kept


def test_forty_million_points_are_kept_and_one_row_more_is_not():
    facts, _kept = attachments.clean(media.picture(8000, 5000, "PNG"))
    assert facts["width"] == 4096

    with pytest.raises(TooManyPixels):
        attachments.clean(media.picture(8000, 5001, "PNG"))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_a_picture_in_any_colours_becomes_a_plain_one(mode):
    colour = {"RGBA": (255, 0, 0, 0), "LA": (0, 0), "I;16": 65535}.get(mode, 255)
    _facts, kept = attachments.clean(media.picture(32, 32, "PNG", mode=mode, colour=colour))

    with Image.open(BytesIO(kept)) as opened:
        assert (opened.mode, opened.format) == ("RGB", "JPEG")
        if mode not in ("P",):
            assert min(opened.getpixel((16, 16))) > 250, "transparent means white"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["x" * 300 + ".jpg", "../../etc/passwd", "<b>.svg", "a\nb.html"])
def test_the_name_of_the_file_is_not_kept(name):
    place = make.world()
    sent = make.request(place)
    upload = SimpleUploadedFile(name, media.picture(8, 8), content_type="text/html")

    answer = stage.browser(place.nurse).post(f"/akut/{sent.uuid}/bilag/nyt/", {"file": upload})

    assert answer.status_code == 302
    with scope(place.nurse):
        assert Attachment.objects.get().name == "bilag-1.jpg"


@pytest.mark.django_db
def test_a_refused_file_is_told_on_the_page_and_nothing_is_kept():
    place = make.world()
    sent = make.request(place)
    upload = SimpleUploadedFile("billede.jpg", HTML, content_type="image/jpeg")

    answer = stage.browser(place.nurse).post(f"/akut/{sent.uuid}/bilag/nyt/", {"file": upload})

    assert "Filen er hverken et billede" in answer.content.decode()
    with scope(place.nurse):
        assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_a_body_of_more_than_thirty_megabytes_is_refused_unread():
    place = make.world()
    sent = make.request(place)
    upload = SimpleUploadedFile("film.mp4", bytes(31 * 1024 * 1024))
    browser = stage.browser(place.nurse)
    browser.raise_request_exception = False

    answer = browser.post(f"/akut/{sent.uuid}/bilag/nyt/", {"file": upload})

    assert answer.status_code in (400, 413)
