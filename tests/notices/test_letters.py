"""The letter of a notice: who may read which, and what it says."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from coordination.access.models import User
from coordination.agreements.enums import Trigger
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.base.rowsecurity import scope, sweep
from coordination.notices import services as notices
from coordination.notices.enums import NoticeKind
from coordination.notices.letters import letter_of
from coordination.reminders.models import Reminder
from tests import make
from tests.access import stage
from tests.notices.steps import alliance, leave_open, settle, spent
from tests.notices.steps import draft as drafted_by

pytestmark = pytest.mark.django_db


def drafted(place, kind=NoticeKind.TERMINATE, reason="Midlerne rækker ikke."):
    with scope(place.admin):
        return notices.draft(
            actor=place.admin,
            agreement=place.agreement,
            kind=kind,
            reason=reason,
            now=make.NOW,
        )


def given(place, kind=NoticeKind.TERMINATE, reason="Midlerne rækker ikke."):
    if kind == NoticeKind.SUSPEND:
        spent(place)
        settle(place, trigger=Trigger.MONEY_WILL_BE_USED)
    made = drafted(place, kind, reason)
    with scope(place.admin):
        return notices.give(actor=place.admin, uuid=made.uuid, now=make.NOW)


def letter(actor, notice, receiver=None) -> bytes:
    with scope(actor):
        return letter_of(actor, notice.uuid, receiver.uuid if receiver else None)


def read(content: bytes) -> str:
    """The text of a letter with single spaces between its words."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def clerk_of(place):
    return make.actor(Role.MUNICIPAL_ADMIN, place.municipality)


def test_a_party_gets_the_letter_to_itself():
    place = make.world()
    notice = given(place)

    text = read(letter(clerk_of(place), notice))

    assert f"Til {place.municipality.name}" in text
    assert "Region Midtjylland opsiger hermed aftalen" in text
    assert "Dato 2.6.2020" in text
    assert "»Aftalen kan opsiges med 3 måneders varsel.«" in text
    assert "et varsel på 3 måneder, regnet fra dag til dag" in text
    assert "Midlerne rækker ikke." in text
    assert "løber fra den dag, den sidste af parterne har modtaget det" in text
    assert "Har alle modtaget det 2.6.2020, er aftalens sidste dag 2.9.2020." in text
    assert "Bekræft i Samspil" in text
    assert str(notice.uuid) in text.replace(" ", "")


def test_the_giver_chooses_whose_letter_it_reads_and_otherwise_writes_to_all():
    place = make.world()
    notice = given(place)

    assert f"Til {place.plo.name}" in read(letter(place.admin, notice, place.plo))
    assert "Til Aftalens øvrige parter" in read(letter(place.admin, notice))


def test_a_party_does_not_read_the_letter_to_another():
    place = make.world()
    notice = given(place)

    with pytest.raises(NotAllowed):
        letter(clerk_of(place), notice, place.plo)


def test_there_is_no_letter_to_somebody_who_does_not_get_the_notice():
    place = make.world()
    notice = given(place)

    with pytest.raises(NotFound):
        letter(place.admin, notice, place.practice)
    with pytest.raises(NotFound):
        letter(place.admin, notice, place.region)


def test_a_stranger_does_not_find_the_letter():
    place = make.world()
    other = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)
    notice = given(place)

    with pytest.raises(NotFound):
        letter(other.admin, notice)


def test_each_letter_names_the_senders_case_and_the_receivers():
    place = make.world()
    notice = given(place)
    with scope(place.admin):
        decided = place.agreement.approvals.filter(is_recommendation=False)
        decided.filter(organisation=place.region).update(case_number="1-16-02-118-19")
        decided.filter(organisation=place.municipality).update(case_number="27.00.00-G01")

    text = read(letter(place.admin, notice, place.municipality))

    assert "Dato Vores sag Jeres sag 2.6.2020 1-16-02-118-19 27.00.00-G01" in text


def test_a_draft_says_that_it_is_one_and_a_given_notice_does_not():
    place = make.world()

    assert "Kladde. Varslet er ikke afgivet" in read(letter(place.admin, drafted(place)))
    other = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)
    assert "kladde" not in read(letter(other.admin, given(other))).lower()


def test_a_notice_taken_back_says_so():
    place = make.world()
    notice = given(place)
    with scope(place.admin):
        notices.withdraw(actor=place.admin, uuid=notice.uuid, reason="Enighed", now=make.NOW)

    assert "Varslet er trukket tilbage" in read(letter(place.admin, notice))


def test_a_suspension_says_that_the_agreement_stays_and_how_early_notice_is_read():
    place = make.world()

    text = read(letter(place.admin, given(place, NoticeKind.SUSPEND)))

    assert "suspenderer hermed aftalen" in text
    assert "Aftalen består" in text
    assert "varslet kan gives, når midlerne bliver brugt før udløbet" in text
    assert "den sidste dag før suspensionen 2.7.2020" in text


def test_a_draft_under_an_open_reading_says_that_it_is_open():
    place = make.world()
    leave_open(place)

    text = read(letter(place.admin, drafted(place, NoticeKind.SUSPEND)))

    assert "Vilkåret kan læses på flere måder" in text
    assert "regnet fra dag til dag" not in text


def test_a_party_that_leaves_says_that_the_others_go_on():
    friends = alliance()
    notice = drafted_by(friends, NoticeKind.LEAVE, friends.clerk)

    text = read(letter(friends.clerk, notice))

    assert "Herning Kommune udtræder hermed af aftalen" in text
    assert "Aftalen fortsætter mellem de øvrige parter" in text
    assert "Til Aftalens øvrige parter" in text


def test_a_letter_is_the_same_after_everybody_had_the_notice():
    place = make.world()
    notice = given(place)
    before = letter(place.admin, notice, place.plo)
    with scope(place.admin):
        notices.receive(
            actor=place.admin,
            uuid=notice.uuid,
            organisations=[place.municipality.pk, place.plo.pk],
            received_on=make.TODAY,
            today=make.TODAY,
        )

    assert letter(place.admin, notice, place.plo) == before


def test_markup_in_a_reason_reaches_the_parties_as_it_was_written():
    place = make.world()
    reason = '#include "x" $y$ \\ *z*\n\nNæste linje 😀'

    text = read(letter(place.admin, given(place, reason=reason)))

    assert '#include "x" $y$ \\ *z* Næste linje �' in text


def test_the_letter_is_a_file_to_save_and_is_found_at_the_notice(client):
    place = make.world()
    notice = given(place)
    client.force_login(User.objects.get(pk=place.admin.user_id))
    address = reverse("notice-letter", args=[notice.uuid])

    page = client.get(reverse("notice", args=[notice.uuid])).content.decode()
    answer = client.get(address, {"til": place.plo.uuid})

    assert f'href="{address}"' in page
    assert f'href="{address}?til={place.plo.uuid}"' in page
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="varsel-{notice.uuid}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert f"Til {place.plo.name}" in read(answer.content)
    assert client.get(address, {"til": "x"}).status_code == 404


def test_a_program_gets_the_letter_and_a_refusal_it_can_read():
    place = make.world()
    notice = given(place)
    program = stage.program(Role.MUNICIPAL_ADMIN, place.municipality, "agreements:read")
    address = reverse("api-notice-letter", args=[notice.uuid])
    headers = {"accept": "application/pdf"}

    own = program.get(address, headers=headers)
    other = program.get(address, {"receiver": place.plo.uuid}, headers=headers)
    wrong = program.get(address, {"receiver": "x"}, headers=headers)

    assert own["Content-Type"] == "application/pdf"
    assert f"Til {place.municipality.name}" in read(own.content)
    assert (other.status_code, other.json()["code"]) == (403, "not_allowed")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "bad_request")


def test_the_message_to_each_party_says_where_the_letter_is():
    place = make.world()

    given(place)

    with sweep():
        told = [row.body for row in Reminder.objects.filter(group__startswith="notice:")]
    assert len(told) == 2
    assert all("Brevet ligger ved varslet." in body for body in told)
