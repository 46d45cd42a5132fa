"""A secret address for a calendar program: shown once, kept hashed, gone when revoked."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from psycopg.errors import InsufficientPrivilege

from coordination.access import selectors as access
from coordination.access import services as people
from coordination.access.models import Membership, User
from coordination.audit.models import Event
from coordination.base import clock, rowsecurity
from coordination.base.actor import Actor, Role, system
from coordination.base.errors import NotAllowed, NotFound
from coordination.reminders import selectors
from coordination.reminders import services as reminders
from coordination.reminders.errors import FeedExists
from coordination.reminders.models import CalendarFeed
from tests import make
from tests.access import stage

pytestmark = pytest.mark.django_db

LATER = make.NOW + timedelta(hours=3)


def create(actor: Actor) -> tuple[CalendarFeed, str]:
    with rowsecurity.scope(actor):
        return reminders.create_feed(actor=actor, now=make.NOW)


def revoke(actor: Actor, feed: CalendarFeed) -> CalendarFeed:
    with rowsecurity.scope(actor):
        return reminders.revoke_feed(actor=actor, uuid=feed.uuid, now=make.NOW)


def read(token: str) -> Actor:
    """As a calendar program does, whom nobody knows."""
    with rowsecurity.scope(None):
        return reminders.open_feed(token=token, now=LATER)


def test_the_secret_opens_the_feed_for_its_person_in_its_role_and_organisation():
    place = make.world()

    _feed, token = create(place.admin)

    assert read(token) == place.admin
    with rowsecurity.scope(place.admin):
        (feed,) = selectors.feeds_of(place.admin, today=make.TODAY)
    assert (feed.created_at, feed.last_read_at) == (make.NOW, LATER)


def test_a_second_role_never_lends_its_rights_to_the_feed():
    place = make.world()
    user = User.objects.get(pk=place.admin.user_id)
    with rowsecurity.scope(system()):
        people.grant_role(
            actor=system(),
            user=user,
            organisation=place.municipality,
            role=Role.MUNICIPAL_ADMIN,
            starts_on=make.SINCE,
        )
    second = Membership.objects.get(user=user, role=Role.MUNICIPAL_ADMIN)
    clerk = access.actor_of(user, today=make.TODAY, membership=second.uuid)
    assert clerk is not None
    _first, token_of_region = create(place.admin)
    _second, token_of_municipality = create(clerk)

    assert read(token_of_region).role == Role.REGION_ADMIN
    assert read(token_of_municipality).role == Role.MUNICIPAL_ADMIN
    Membership.objects.filter(pk=second.pk).update(ends_before=make.TODAY)
    with pytest.raises(NotFound):
        read(token_of_municipality)


def test_a_revoked_feed_is_gone():
    place = make.world()
    feed, token = create(place.admin)

    revoke(place.admin, feed)

    with pytest.raises(NotFound):
        read(token)
    with pytest.raises(NotFound):
        revoke(place.admin, feed)
    with rowsecurity.scope(place.admin):
        assert selectors.feeds_of(place.admin, today=make.TODAY) == []
        actions = Event.objects.filter(subject=feed.uuid).order_by("id")
        assert list(actions.values_list("action", flat=True)) == [
            "calendar_feed.created",
            "calendar_feed.revoked",
        ]


def test_a_new_secret_replaces_the_old_one_only_when_that_is_revoked():
    place = make.world()
    feed, token = create(place.admin)

    with pytest.raises(FeedExists):
        create(place.admin)
    still = read(token)
    revoke(place.admin, feed)
    _feed, fresh = create(place.admin)

    assert still == place.admin
    assert fresh != token
    assert read(fresh) == place.admin


def test_somebody_who_may_not_log_in_any_more_has_no_feed_either():
    place = make.world()
    _feed, token = create(place.admin)
    User.objects.filter(pk=place.admin.user_id).update(is_active=False)

    with pytest.raises(NotFound):
        read(token)


@pytest.mark.parametrize("token", ["", "gæt", "0" * 64])
def test_an_invented_secret_opens_nothing(token):
    create(make.world().admin)

    with pytest.raises(NotFound):
        read(token)


def test_the_secret_itself_is_kept_nowhere():
    feed, token = create(make.world().admin)

    with rowsecurity.scope(None), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.feed', %s, true)", [feed.token_hash])
        cursor.execute("SELECT count(*), string_agg(f::text, '') FROM reminders_calendarfeed f")
        count, text = cursor.fetchone()

    assert count == 1
    assert token not in text
    with pytest.raises(NotFound):
        read(feed.token_hash)


def test_a_nurse_has_no_deadlines_to_put_in_a_calendar():
    nurse = make.world().nurse

    with pytest.raises(NotAllowed):
        create(nurse)


def test_nobody_revokes_or_sees_the_feed_of_a_colleague():
    place = make.world()
    feed, _token = create(place.admin)
    colleague = make.actor(Role.REGION_ADMIN, place.region)

    with pytest.raises(NotFound):
        revoke(colleague, feed)
    with rowsecurity.scope(colleague):
        assert not CalendarFeed.objects.exists()
    with rowsecurity.scope(None):
        assert not CalendarFeed.objects.exists()


def refused(call) -> bool:
    try:
        with transaction.atomic():
            call()
    except ProgrammingError as error:
        return isinstance(error.__cause__, InsufficientPrivilege)
    return False


def test_the_database_refuses_a_feed_in_the_name_or_the_role_of_another():
    place = make.world()
    colleague = make.actor(Role.REGION_ADMIN, place.region)
    mine, theirs = (
        Membership.objects.get(user=actor.user_id) for actor in (place.admin, colleague)
    )

    def insert(user_id: int | None, membership: Membership) -> bool:
        return refused(
            lambda: CalendarFeed.objects.create(
                user_id=user_id, membership=membership, token_hash="x", created_at=make.NOW
            )
        )

    with rowsecurity.scope(place.admin):
        assert insert(colleague.user_id, theirs)
        assert insert(place.admin.user_id, theirs)
        assert refused(lambda: CalendarFeed.objects.update(token_hash="y"))
        assert refused(lambda: CalendarFeed.objects.all()._raw_delete("default"))
        assert not insert(place.admin.user_id, mine)


def test_the_page_shows_a_new_address_once_and_lets_it_be_revoked():
    clock.jump(make.NOW)
    place = make.world()
    browser = stage.browser(place.admin)
    address = reverse("calendar-feeds")

    made = browser.post(address).content.decode()
    again = browser.post(address).content.decode()
    later = browser.get(address).content.decode()
    with rowsecurity.scope(place.admin):
        (feed,) = selectors.feeds_of(place.admin, today=make.TODAY)
    gone = browser.post(reverse("calendar-feed-revoke", args=[feed.uuid]), follow=True)

    assert "/kalender/" in made.split('id="address"')[1][:120]
    assert "Du har allerede en kalenderadresse" in again
    assert 'id="address"' not in again + later
    assert "Regional administrator" in later
    assert "Adressen er tilbagekaldt" in gone.content.decode()


def test_a_feed_follows_its_role_to_the_successor_on_the_day():
    new_year = datetime(2027, 1, 1, 8, 0, tzinfo=UTC)
    old = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)
    _feed, token = create(old.admin)

    with rowsecurity.scope(None):
        later = reminders.open_feed(token=token, now=new_year)
    with rowsecurity.scope(later):
        (row,) = selectors.feeds_of(later, today=new_year.date())
        with pytest.raises(FeedExists):
            reminders.create_feed(actor=later, now=new_year)

    assert later.organisation_name == "Region Østdanmark"
    assert (row.organisation, row.is_acting) == (
        "Region Østdanmark (tidligere Region Sjælland)",
        True,
    )
