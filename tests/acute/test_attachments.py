"""Who sees an attachment, and what the malware scanner decides."""

import socket
import threading

import pytest
from django.db import transaction

from acute import services as acute
from acute.enums import Scan
from acute.errors import AlreadyMoved, BlockedFile, NotYetScanned, TooManyAttachments
from acute.models import Attachment, AttachmentContent
from acute.services import clamd
from coordination.audit.models import PatientAccess
from coordination.base.errors import NotFound
from coordination.base.rowsecurity import scope
from tests import make, media
from tests.access import stage

pytestmark = pytest.mark.django_db


def opened(actor, attachment):
    with scope(actor):
        return acute.open_attachment(actor=actor, uuid=attachment.uuid)


def test_exactly_those_who_see_the_request_see_its_attachment():
    place, other = make.world(), make.world(municipality="Herning Kommune", citizen=0)
    kept = make.attachment(place, make.request(place))

    assert opened(place.nurse, kept) == opened(place.doctor, kept)
    for stranger in (other.nurse, other.doctor):
        with pytest.raises(NotFound):
            opened(stranger, kept)


def test_each_look_leaves_a_row():
    place = make.world()
    kept = make.attachment(place, make.request(place))
    with scope(place.doctor):
        before = PatientAccess.objects.filter(actor=place.doctor.key).count()

    opened(place.doctor, kept)

    with scope(place.doctor):
        assert PatientAccess.objects.filter(actor=place.doctor.key).count() == before + 1


def test_it_is_served_as_a_file_that_no_browser_runs_or_keeps():
    place = make.world()
    kept = make.attachment(place, make.request(place))

    answer = stage.browser(place.doctor).get(f"/akut/bilag/{kept.uuid}/")

    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bilag-1.jpg"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-", 206, slice(None)),
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-99999999", 206, slice(10, None)),
        ("bytes=99999999-", 200, slice(None)),
        ("bytes=-5", 200, slice(None)),
    ],
)
def test_a_player_may_ask_for_a_part(asked, status, part):
    place = make.world()
    kept = make.attachment(place, make.request(place), media.film())
    whole = opened(place.nurse, kept)[1]

    answer = stage.browser(place.doctor).get(f"/akut/bilag/{kept.uuid}/", headers={"range": asked})

    assert (answer.status_code, answer.content) == (status, whole[part])


def test_without_a_scanner_it_is_shown_and_says_so():
    place = make.world()
    sent = make.request(place)
    kept = make.attachment(place, sent)

    page = stage.browser(place.doctor).get(f"/akut/{sent.uuid}/").content.decode()

    assert kept.state == Scan.NOT_SCANNED
    assert "Ikke scannet for virus" in page


@pytest.fixture
def scanner(settings):
    """A scanner is set up, wherever it is."""
    settings.CLAMD = "tcp://127.0.0.1:9"


@pytest.mark.parametrize(("says", "state"), [(True, Scan.CLEAN), (False, Scan.BLOCKED)])
def test_what_waits_is_seen_by_nobody_until_the_scanner_has_said(scanner, says, state):
    place = make.world()
    sent = make.request(place)
    kept = make.attachment(place, sent)
    with pytest.raises(NotYetScanned), transaction.atomic():
        opened(place.doctor, kept)

    done = acute.scan_pending(now=make.NOW, ask=lambda content: says)

    with scope(place.doctor):
        judged = Attachment.objects.get(pk=kept.pk)
    assert (done, judged.state) == (1, state)
    if says:
        assert opened(place.doctor, kept)[1]
    else:
        with pytest.raises(BlockedFile):
            opened(place.doctor, kept)


def test_the_database_too_hides_what_was_not_let_through(scanner):
    place = make.world()
    kept = make.attachment(place, make.request(place))

    with scope(place.nurse):
        assert not AttachmentContent.objects.filter(attachment=kept).exists()


def test_a_scanner_that_is_away_leaves_everything_waiting():
    place = make.world()

    def away(_content):
        raise clamd.NoAnswer

    with pytest.MonkeyPatch.context() as patch:
        from django.conf import settings

        patch.setattr(settings, "CLAMD", "tcp://127.0.0.1:9")
        kept = make.attachment(place, make.request(place))
        assert acute.scan_pending(now=make.NOW, ask=away) == 0
        assert acute.scan_pending(now=make.NOW) == 0

    with pytest.raises(NotYetScanned):
        opened(place.doctor, kept)


def test_a_request_has_at_most_ten(monkeypatch):
    place = make.world()
    sent = make.request(place)
    monkeypatch.setattr("acute.services.attachments.MOST_PER_REQUEST", 1)
    make.attachment(place, sent)

    with pytest.raises(TooManyAttachments):
        make.attachment(place, sent)


def test_nothing_is_added_to_what_was_answered():
    place = make.world()
    session = make.answered_request(place)

    with pytest.raises(AlreadyMoved):
        make.attachment(place, session.request)


class Clamd(threading.Thread):
    """A scanner that answers as told, and keeps what it was sent."""

    def __init__(self, answer: bytes) -> None:
        super().__init__(daemon=True)
        self.answer, self.heard = answer, b""
        self.door = socket.create_server(("127.0.0.1", 0))
        self.start()

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.door.getsockname()[1]}"

    def run(self) -> None:
        caller, _address = self.door.accept()
        with caller:
            stream = caller.makefile("rb")
            assert stream.read(10) == b"zINSTREAM\0"
            while size := int.from_bytes(stream.read(4), "big"):
                self.heard += stream.read(size)
            caller.sendall(self.answer)
        self.door.close()


@pytest.mark.parametrize(
    ("answer", "is_clean"),
    [(b"stream: OK\0", True), (b"stream: Eicar-Test-Signature FOUND\0", False)],
)
def test_the_scanner_is_sent_every_byte(settings, answer, is_clean):
    scanner = Clamd(answer)
    settings.CLAMD = scanner.address
    content = bytes(range(256)) * 3000

    assert clamd.is_clean(content) is is_clean
    scanner.join()
    assert scanner.heard == content


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0"])
def test_an_answer_that_is_neither_yes_nor_no_is_none(settings, answer):
    settings.CLAMD = Clamd(answer).address

    with pytest.raises(clamd.NoAnswer):
        clamd.is_clean(b"x")
