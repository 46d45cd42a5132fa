"""The work list: whose turn it is, what is unread for whom, and what is new since it was read."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse

from acute import selectors
from acute import services as acute
from acute.models import Sight
from coordination.base import clock
from coordination.base.actor import Actor, Role
from coordination.base.rowsecurity import scope
from tests import make
from tests.access import stage

pytestmark = pytest.mark.django_db

LATER = make.NOW + timedelta(minutes=1)


def unread(actor: Actor) -> list[str]:
    with scope(actor):
        rows = selectors.open_requests_for(actor)
        marked = selectors.unread_of(actor, rows)
        return [row.question for row in rows if row.pk in marked]


def news(actor: Actor, then: int, *, now=LATER):
    with scope(actor):
        return selectors.news_of(actor, since=make.NOW, then=then, now=now)


def send_another(place: make.World, *, citizen: int = 3, now=LATER):
    patient = make.patient(place.municipality, place.practice, citizen)
    return make.request(place, patient=patient.uuid, question="Feber i nat.", now=now)


def test_the_mark_disappears_for_the_reader_alone():
    place = make.world()
    sent = make.request(place)
    colleague = make.actor(Role.GP, place.practice)

    with scope(place.doctor):
        acute.open_request(actor=place.doctor, uuid=sent.uuid)

    assert unread(place.doctor) == []
    assert unread(colleague) == [sent.question]


def test_what_happens_later_marks_it_again():
    place = make.world()
    sent = make.request(place)
    with scope(place.nurse):
        acute.open_request(actor=place.nurse, uuid=sent.uuid)

    with scope(place.doctor):
        acute.take(actor=place.doctor, uuid=sent.uuid, now=make.NOW)

    assert unread(place.nurse) == [sent.question]


def test_an_own_act_is_no_news():
    place = make.world()
    sent = make.request(place)

    with scope(place.doctor):
        acute.take(actor=place.doctor, uuid=sent.uuid, now=make.NOW)

    assert unread(place.doctor) == []


def test_nobody_sees_or_writes_what_another_has_read():
    place = make.world()
    sent = make.request(place)
    with scope(place.doctor):
        acute.open_request(actor=place.doctor, uuid=sent.uuid)

    with scope(place.nurse):
        assert not Sight.objects.exclude(reader_key=place.nurse.key).exists()
        with pytest.raises(Error), transaction.atomic():
            Sight.objects.create(request=sent, reader_key=place.doctor.key, version=9)
    with scope(None), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM acute_sight")
        assert cursor.fetchone() == (0,)


def test_nothing_new_is_said_where_nothing_happened():
    place = make.world()
    make.request(place)

    found = news(place.doctor, 1)

    assert (found.fresh, found.has_changed, found.first) == (0, False, 1)


def test_what_arrived_is_counted():
    place = make.world()
    make.request(place)
    for citizen in (3, 4, 5):
        send_another(place, citizen=citizen)

    assert news(place.doctor, 1).fresh == 3


def test_what_is_gone_from_the_list_has_changed_it():
    place = make.world()
    sent = make.request(place)
    with scope(place.nurse):
        acute.cancel(actor=place.nurse, uuid=sent.uuid, reason="Indlagt", now=LATER)

    found = news(place.doctor, 1)

    assert (found.fresh, found.has_changed) == (0, True)


def test_a_promise_that_has_passed_meanwhile_has_changed_it():
    place = make.world()
    make.request(place)

    assert not news(place.doctor, 1, now=make.NOW + timedelta(minutes=14)).has_changed
    assert news(place.doctor, 1, now=make.NOW + timedelta(minutes=15)).has_changed


def test_a_stranger_is_told_of_no_news():
    place, other = make.world(), make.world(municipality="Herning Kommune", citizen=0)
    send_another(place)

    found = news(other.doctor, 0)

    assert (found.fresh, found.has_changed, found.first) == (0, False, 0)


def shown(actor: Actor, *, at=make.NOW) -> dict[str, list[dict]]:
    clock.jump(at)
    groups = stage.browser(actor).get(reverse("acute-inbox")).context["groups"]
    return {str(group["title"]): group["rows"] for group in groups}


def test_whose_turn_it_is_as_nurse_and_doctor_say_it():
    place = make.world()
    make.answered_request(place)
    waiting = send_another(place, now=make.NOW)

    nurse, doctor = shown(place.nurse), shown(place.doctor)

    assert [row["number"] for row in nurse["Venter på læge"]] == [waiting.number]
    assert [len(nurse[title]) for title in ("Venter på mig", "Lukket i dag")] == [1, 0]
    assert [row["number"] for row in doctor["Venter på mig"]] == [waiting.number]
    assert len(doctor["Venter på andre"]) == 1


def test_what_a_colleague_has_taken_waits_for_the_colleague():
    place = make.world()
    make.taken_request(place)

    colleague = shown(make.actor(Role.GP, place.practice))

    assert (len(colleague["Venter på mig"]), len(colleague["Venter på andre"])) == (0, 1)
    assert len(shown(place.doctor)["Venter på mig"]) == 1


def test_role_and_organisation_stand_under_every_name():
    place = make.world()
    make.taken_request(place)

    (theirs,) = shown(place.nurse)["Venter på læge"]
    (mine,) = shown(place.doctor)["Venter på mig"]

    assert theirs["who"]["name"] == place.doctor.name
    assert theirs["who"]["organisation"] == place.practice.name
    assert (mine["who"]["name"], mine["who"]["role"]) == (place.nurse.name, "Akutsygeplejerske")


@pytest.mark.parametrize(("minutes", "kind"), [(7, ""), (8, "late"), (15, "overdue")])
def test_age_is_written_and_coloured_by_how_much_of_the_promise_is_gone(minutes, kind):
    place = make.world()
    make.request(place)

    (row,) = shown(place.doctor, at=make.NOW + timedelta(minutes=minutes, seconds=1))[
        "Venter på mig"
    ]

    assert (row["waited"], row["waited_kind"]) == (f"Sendt for {minutes} min. siden", kind)
