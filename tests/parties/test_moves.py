"""A citizen who moves is seen by the new municipality and practice from the day, not before."""

from datetime import date

import pytest

from acute import services as acute
from acute.enums import RequestState
from coordination.base.actor import system
from coordination.base.rowsecurity import scope
from coordination.parties import services as parties
from coordination.parties.models import Patient
from tests import make

pytestmark = pytest.mark.django_db
MOVED_ON = date(2020, 7, 1)


def sees(actor) -> bool:
    """Whether the actor finds the citizen by the CPR number."""
    with scope(actor):
        return parties.find_patient(actor=actor, cpr=make.citizens()[14]["cpr"]) is not None


@pytest.fixture
def moved():
    """A citizen who moves to another municipality and practice on 1 July, and both worlds."""
    here = make.world()
    there = make.world(municipality="Herning Kommune", citizen=0)
    both = system(here.municipality.pk, here.practice.pk, there.municipality.pk, there.practice.pk)
    with scope(both):
        parties.move_patient(
            actor=both,
            patient=here.patient,
            municipality=there.municipality,
            practice=there.practice,
            starts_on=MOVED_ON,
        )
    return here, there


def test_the_day_before_nothing_has_changed(moved):
    here, there = moved

    assert parties.apply_moves(today=date(2020, 6, 30)) == 0

    assert sees(here.nurse)
    assert sees(here.doctor)
    assert not sees(there.nurse)


def test_from_the_day_the_new_side_sees_the_citizen_and_the_old_no_longer(moved):
    here, there = moved

    assert parties.apply_moves(today=MOVED_ON) == 1

    assert not sees(here.nurse)
    assert not sees(here.doctor)
    assert sees(there.nurse)
    assert sees(there.doctor)


def test_running_it_again_moves_nobody(moved):
    parties.apply_moves(today=MOVED_ON)

    assert parties.apply_moves(today=MOVED_ON) == 0


def test_the_old_side_keeps_what_it_wrote(moved):
    here, _there = moved
    sent = make.request(here)
    parties.apply_moves(today=MOVED_ON)

    with scope(here.nurse):
        opened = acute.open_request(actor=here.nurse, uuid=sent.uuid)
    with scope(here.doctor):
        taken = acute.take(actor=here.doctor, uuid=sent.uuid, now=make.NOW)

    assert opened.patient == here.patient
    assert taken.state == RequestState.TAKEN


def test_a_stranger_to_the_request_sees_nobody(moved):
    here, _there = moved
    make.request(here)
    stranger = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)

    with scope(stranger.nurse):
        assert not Patient._base_manager.filter(pk=here.patient.pk).exists()
