"""What reaches nobody is shown to the administrator of the place, who can try again."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.core.mail import EmailMessage
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from psycopg.errors import InsufficientPrivilege

from coordination.access import selectors as access
from coordination.access.models import Membership
from coordination.audit.models import Event
from coordination.base import clock, rowsecurity
from coordination.base.actor import Actor, Role, system
from coordination.base.errors import NotAllowed, NotFound
from coordination.reminders import selectors
from coordination.reminders import services as reminders
from coordination.reminders.enums import Channel, DeliveryState
from coordination.reminders.errors import NotGivenUp
from coordination.reminders.models import Delivery
from tests import make
from tests.access import stage
from tests.reminders.steps import DAY, critical, message_to, plan, planned, run

pytestmark = pytest.mark.django_db

NOBODY = (Role.REGION_FINANCE.value,)


def give_up(place: make.World, **changes: object) -> Delivery:
    """A mail that was tried in vain until it was given up."""
    plan(planned(place, due_at=make.NOW, **changes))
    reminders.fire_due(now=make.NOW)
    with patch.object(EmailMessage, "send", side_effect=OSError("no route")):
        for attempt in range(reminders.MAX_ATTEMPTS):
            reminders.deliver_waiting(now=make.NOW + attempt * DAY)
    with rowsecurity.sweep():
        return Delivery.objects.get(state=DeliveryState.DEAD)


def retry(actor: Actor, delivery: Delivery) -> Delivery:
    with rowsecurity.scope(actor):
        return reminders.retry(actor=actor, delivery=delivery.uuid, now=make.NOW)


def unheld(actor: Actor, now=make.NOW) -> list[str]:
    with rowsecurity.scope(actor):
        return [row.title for row in selectors.unheld(actor, now=now, today=make.TODAY)]


def test_what_waits_for_a_role_that_nobody_holds_is_listed_until_somebody_does():
    place = make.world()
    plan(planned(place), planned(place, "test:2", title="Budget", roles=NOBODY))

    before = unheld(place.admin)
    make.actor(Role.REGION_FINANCE, place.region)

    assert before == ["Budget"]
    assert unheld(place.admin) == []


def test_somebody_further_down_the_line_is_somebody():
    place = make.world()
    line = ((Role.REGION_ADMIN.value,),)
    plan(critical(place, due_at=make.NOW + DAY, roles=NOBODY, escalates_to=line))

    assert unheld(place.admin) == []


def test_the_successor_answers_for_what_its_predecessor_was_to_be_reminded_of():
    new_year = datetime(2027, 1, 1, 8, 0, tzinfo=UTC)
    old = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)
    plan(planned(old, roles=NOBODY, due_at=new_year, moot_at=None))

    def join(role: Role) -> Actor:
        with rowsecurity.scope(system()):
            user = make.user(role, make.organisation("Region Østdanmark"))
        actor = access.actor_of(user, today=new_year.date())
        assert actor is not None
        return actor

    new = join(Role.REGION_ADMIN)

    def waiting() -> list[str]:
        with rowsecurity.scope(new):
            return [row.title for row in selectors.unheld(new, now=new_year, today=new_year.date())]

    before = waiting()
    join(Role.REGION_FINANCE)

    assert (before, waiting()) == (["Husk"], [])


def test_what_has_passed_is_not_listed():
    place = make.world()
    plan(planned(place, roles=NOBODY))

    assert unheld(place.admin, make.NOW + 10 * DAY) == []


def test_each_administrator_sees_the_own_organisation_only():
    place = make.world()
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    plan(planned(place, roles=NOBODY))
    dead = give_up(place, key="test:2")

    with rowsecurity.scope(clerk):
        assert selectors.unheld(clerk, now=make.NOW, today=make.TODAY) == []
        assert selectors.given_up(clerk) == []
    with pytest.raises(NotFound):
        retry(clerk, dead)


@pytest.mark.parametrize("role", [Role.ACUTE_NURSE, Role.REGION_FINANCE, Role.GP])
def test_others_than_administrators_are_refused(role):
    place = make.world()
    dead = give_up(place)
    actor = make.actor(role, place.region)

    with rowsecurity.scope(actor), pytest.raises(NotAllowed):
        selectors.given_up(actor)
    with pytest.raises(NotAllowed):
        retry(actor, dead)


def test_a_mail_that_was_given_up_is_sent_when_it_is_tried_again(settings):
    settings.EMAIL_BACKEND = "coordination.reminders.mailbox.MailboxBackend"
    place = make.world()
    colleague = make.actor(Role.REGION_ADMIN, place.region)
    Membership.objects.filter(user=colleague.user_id).update(ends_before=make.TODAY)
    dead = give_up(place)

    waiting = retry(colleague, dead)
    run(make.NOW)

    assert (waiting.state, waiting.attempts) == (DeliveryState.WAITING, 0)
    with rowsecurity.sweep():
        assert Delivery.objects.get(pk=dead.pk).state == DeliveryState.DELIVERED
    with rowsecurity.scope(colleague):
        event = Event.objects.get(action="delivery.retried")
    assert (event.subject, event.changes) == (dead.uuid, {"channel": "mail"})


def test_what_was_not_given_up_is_not_tried_again():
    place = make.world()
    dead = give_up(place)
    retry(place.admin, dead)

    with pytest.raises(NotGivenUp):
        retry(place.admin, dead)
    with pytest.raises(NotFound):
        retry(place.admin, message_to(place.admin.user_id))


def test_the_page_names_title_person_and_channel_and_nothing_of_the_text():
    clock.jump(make.NOW)
    place = make.world()
    finance = make.actor(Role.REGION_FINANCE, place.region)
    give_up(place, roles=NOBODY, body="Kun for den, der får den.")
    plan(planned(place, "test:2", title="Ingen hjemme", roles=(Role.WARD.value,), group="other"))

    page = stage.browser(place.admin).get(reverse("message-undelivered")).content.decode()

    for text in ("Husk", finance.name, "Mail", "Ingen hjemme", "Sengeafsnit", "Prøv igen"):
        assert text in page
    assert "Kun for den" not in page


def seen(actor: Actor) -> set[tuple[int, str]]:
    """Whose deliveries the database shows past every filter, and in which state."""
    with rowsecurity.scope(actor), connection.cursor() as cursor:
        cursor.execute("SELECT user_id, state FROM reminders_delivery")
        return set(cursor.fetchall())


def test_the_database_shows_an_administrator_what_did_not_arrive_and_nothing_that_did():
    place = make.world()
    colleague = make.actor(Role.REGION_ADMIN, place.region)
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    give_up(place, roles=(Role.ACUTE_NURSE.value,), organisation_id=place.municipality.pk)

    assert seen(place.nurse) == {(place.nurse.user_id, "delivered"), (place.nurse.user_id, "dead")}
    assert seen(clerk) == {(place.nurse.user_id, "dead")}
    assert seen(colleague) == set()


def changed(actor: Actor, statement: str) -> int:
    """How many rows a statement changes past every filter; -1 where it is refused."""
    try:
        with rowsecurity.scope(actor), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.rowcount
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            return -1
        raise


@pytest.mark.parametrize(
    ("statement", "count"),
    [
        ("UPDATE reminders_delivery SET state = 'waiting', attempts = 0 WHERE true", 1),
        ("UPDATE reminders_delivery SET state = 'delivered' WHERE true", -1),
        ("UPDATE reminders_delivery SET user_id = user_id", -1),
        ("UPDATE reminders_delivery SET title = ''", -1),
        ("DELETE FROM reminders_delivery", -1),
        ("UPDATE reminders_reminder SET acknowledged_at = now()", 0),
        ("UPDATE reminders_reminder SET state = 'closed'", -1),
    ],
)
def test_an_administrator_can_let_it_wait_again_and_do_nothing_else_to_it(statement, count):
    place = make.world()
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    give_up(place, roles=(Role.ACUTE_NURSE.value,), organisation_id=place.municipality.pk)

    assert changed(clerk, statement) == count


def test_a_reminder_is_taken_in_nobody_elses_name():
    place = make.world()
    other = make.actor(Role.REGION_ADMIN, place.region)
    plan(critical(place))
    run(make.NOW)
    taken = "UPDATE reminders_reminder SET acknowledged_at = now(), acknowledged_by_id = {}"

    assert changed(place.admin, taken.format(other.user_id)) == -1
    assert changed(place.admin, taken.format(place.admin.user_id)) == 1


def test_the_dead_of_the_app_are_none():
    """A delivery in the app needs no transport, so only mails can be given up."""
    place = make.world()

    assert give_up(place).channel == Channel.MAIL
