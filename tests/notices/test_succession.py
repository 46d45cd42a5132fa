"""A notice that crosses the day is its party's until then, and its successor's from then on."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from coordination.access import selectors as access
from coordination.access.models import User
from coordination.agreements import services as agreements
from coordination.agreements.services.text import text_of
from coordination.base.actor import Actor, Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.base.rowsecurity import scope
from coordination.notices import services as notices
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.models import Notice
from tests import make

pytestmark = pytest.mark.django_db
BEFORE, DAY = date(2026, 12, 31), date(2027, 1, 1)
NEW_YEAR = datetime(2027, 1, 1, 9, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 9, tzinfo=UTC)
REFUSED = (NotAllowed, NotFound)


@pytest.fixture
def place() -> make.World:
    """An agreement of Region Sjælland from before to after the day."""
    return make.world(
        region="Region Sjælland",
        municipality="Næstved Kommune",
        starts_on=date(2025, 1, 1),
        ends_before=date(2029, 1, 1),
        citizen=5,
    )


def admin(name: str, on: date, role: Role = Role.REGION_ADMIN) -> Actor:
    """An administrator at a place, acting on a day."""
    return make.actor(role, make.organisation(name), today=on)


def again(actor: Actor, on: date) -> Actor:
    """The same person on another day."""
    found = access.actor_of(User.objects.get(pk=actor.user_id), today=on)
    assert found is not None
    return found


def drafted(place: make.World, actor: Actor) -> Notice:
    with scope(actor):
        return notices.draft(
            actor=actor,
            agreement=place.agreement,
            kind=NoticeKind.TERMINATE,
            reason="Ny fordeling",
            now=DECEMBER,
        )


def given(place: make.World, actor: Actor) -> Notice:
    made = drafted(place, actor)
    with scope(actor):
        return notices.give(actor=actor, uuid=made.uuid, now=DECEMBER)


def give(actor: Actor, notice: Notice) -> Notice:
    with scope(actor):
        return notices.give(actor=actor, uuid=notice.uuid, now=DECEMBER)


def withdraw(actor: Actor, notice: Notice) -> Notice:
    with scope(actor):
        return notices.withdraw(actor=actor, uuid=notice.uuid, reason="Enighed", now=NEW_YEAR)


def receive(actor: Actor, notice: Notice, *organisations: int) -> Notice:
    with scope(actor):
        return notices.receive(
            actor=actor,
            uuid=notice.uuid,
            organisations=organisations,
            received_on=DAY,
            today=DAY,
        )


@pytest.mark.parametrize("verb", [give, withdraw])
@pytest.mark.parametrize("name", ["Region Hovedstaden", "Region Midtjylland"])
def test_the_day_before_no_other_region_gives_or_takes_back_the_notice(place, verb, name):
    notice = drafted(place, place.admin)

    with pytest.raises(REFUSED):
        verb(admin(name, BEFORE), notice)


@pytest.mark.parametrize(
    "name", ["Region Sjælland", "Region Hovedstaden", "Region Østdanmark"], ids=str
)
def test_from_the_day_everybody_at_the_successor_gives_it_and_takes_it_back(place, name):
    notice = drafted(place, place.admin)
    actor = admin(name, DAY)

    assert give(actor, notice).state == NoticeState.GIVEN
    assert withdraw(actor, notice).state == NoticeState.WITHDRAWN


def test_whoever_prepares_the_takeover_gives_the_old_regions_notice(place):
    notice = drafted(place, place.admin)

    assert give(admin("Region Østdanmark", BEFORE), notice).state == NoticeState.GIVEN


def test_a_region_that_continues_nobody_is_refused_on_the_day_too(place):
    notice = drafted(place, place.admin)

    with pytest.raises(REFUSED):
        give(admin("Region Midtjylland", DAY), notice)


def test_the_successor_confirms_what_its_predecessor_must_have(place):
    clerk = admin("Næstved Kommune", BEFORE, Role.MUNICIPAL_ADMIN)
    notice = given(place, clerk)
    rosa = admin("Region Østdanmark", DAY)

    half = receive(rosa, notice, place.region.pk)

    with scope(rosa):
        waiting = notice.receipts.filter(received_on__isnull=True)
        assert list(waiting.values_list("organisation", flat=True)) == [place.plo.pk]
    assert half.state == NoticeState.GIVEN


def test_the_successor_records_receipts_for_the_others_as_the_region_did(place):
    notice = given(place, place.admin)
    ruth = again(place.admin, DAY)

    fixed = receive(ruth, notice, place.municipality.pk, place.plo.pk)

    assert fixed.state == NoticeState.RECEIVED
    assert fixed.given_by.name == "Region Sjælland"


def test_a_municipality_confirms_for_itself_only_on_the_day_as_before(place):
    notice = given(place, place.admin)
    clerk = admin("Næstved Kommune", DAY, Role.MUNICIPAL_ADMIN)

    with pytest.raises(NotAllowed):
        receive(clerk, notice, place.plo.pk)
    with pytest.raises(NotAllowed):
        withdraw(clerk, notice)


@pytest.mark.parametrize("name", ["Region Sjælland", "Region Hovedstaden", "Region Østdanmark"])
def test_from_the_day_the_successor_drafts_for_the_agreements_it_took_over(place, name):
    assert drafted(place, admin(name, DAY)).state == NoticeState.DRAFT


@pytest.mark.parametrize("name", ["Region Sjælland", "Region Hovedstaden", "Region Østdanmark"])
def test_a_notice_of_the_successors_is_given_by_the_party_and_asks_no_receipt_of_its_line(
    place, name
):
    notice = drafted(place, admin(name, DAY))

    rosa = admin("Region Østdanmark", DAY)
    with scope(rosa):
        notices.give(actor=rosa, uuid=notice.uuid, now=NEW_YEAR)
        asked = set(notice.receipts.values_list("organisation", flat=True))

    assert notice.given_by == place.region
    assert asked == {place.municipality.pk, place.plo.pk}


def test_whoever_prepares_the_takeover_drafts_for_the_old_region_and_is_asked_for_no_receipt(place):
    rosa = admin("Region Østdanmark", BEFORE)
    names_the_new_one(place, rosa)

    notice = given(place, rosa)

    assert notice.given_by == place.region
    with scope(rosa):
        asked = set(notice.receipts.values_list("organisation", flat=True))
    assert asked == {place.municipality.pk, place.plo.pk}


def test_one_receipt_is_asked_of_an_organisation_and_those_it_continues(place):
    rosa = admin("Region Østdanmark", BEFORE)
    names_the_new_one(place, rosa)
    clerk = admin("Næstved Kommune", DAY, Role.MUNICIPAL_ADMIN)

    notice = given(place, clerk)

    with scope(clerk):
        asked = set(notice.receipts.values_list("organisation", flat=True))
    assert asked == {place.region.pk, place.plo.pk}


def names_the_new_one(place: make.World, actor: Actor) -> None:
    """The next text of the agreement, not sent yet, has the new region as a party."""
    with scope(actor):
        text = text_of(place.agreement.version)
        new = make.organisation("Region Østdanmark")
        parties = [(new if row == place.region else row, role) for row, role in text.parties]
        agreements.revise(
            actor=actor,
            agreement=place.agreement,
            text=replace(text, parties=parties),
            now=DECEMBER,
        )
