"""People and clients of an organisation that is continued follow on the day, and not before."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from coordination.access import selectors as access
from coordination.access import services as people
from coordination.access.models import ApiClient, Membership, User
from coordination.agreements.models import Agreement
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role, system
from coordination.base.rowsecurity import scope
from coordination.parties.enums import RelationKind
from coordination.parties.models import Organisation, Relation
from coordination.reminders import services as reminders
from coordination.reminders.models import Delivery
from tests import make
from tests.access import stage

pytestmark = pytest.mark.django_db
BEFORE, DAY = date(2026, 12, 31), date(2027, 1, 1)
LAST_NIGHT = datetime(2026, 12, 31, 22, 58, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
JUST_AFTER = datetime(2026, 12, 31, 23, 2, tzinfo=UTC)
NEW = "Region Østdanmark"
ADMIN = (Role.REGION_ADMIN.value,)


def key(name: str) -> int:
    return make.organisation(name).pk


def person(*places: str, role: Role = Role.REGION_ADMIN) -> User:
    """Somebody with the same role at every place."""
    with scope(system()):
        first, *others = (make.organisation(name) for name in places)
        made = make.user(role, first)
        for other in others:
            people.grant_role(
                actor=system(), user=made, organisation=other, role=role, starts_on=make.SINCE
            )
    return made


def world() -> make.World:
    """An agreement of Region Sjælland from before to after the day."""
    return make.world(
        region="Region Sjælland",
        municipality="Næstved Kommune",
        starts_on=date(2025, 1, 1),
        ends_before=date(2029, 1, 1),
        citizen=5,
    )


def sees(user: User, agreement: Agreement, on: date) -> bool:
    """Whether the database shows the person an agreement on a day, past every filter."""
    with scope(access.actor_of(user, today=on)):
        return Agreement._base_manager.filter(pk=agreement.pk).exists()


def roles(user: User, on: date, chosen=None) -> list[tuple[str, bool]]:
    """What the page for switching roles lists, and which is the present one."""
    held = access.roles_of(user, today=on, chosen=chosen)
    return [(row.organisation, row.active) for row in held]


def test_the_day_before_a_member_of_the_old_region_acts_for_it():
    actor = access.actor_of(person("Region Sjælland"), today=BEFORE)

    assert (actor.organisation_id, actor.organisation_name) == (
        key("Region Sjælland"),
        "Region Sjælland",
    )
    assert actor.office_orgs == actor.kin_orgs == (key("Region Sjælland"),)
    assert actor.care_orgs == ()


def test_from_the_day_a_member_of_the_old_region_acts_for_the_new_one_and_its_whole_line():
    actor = access.actor_of(person("Region Sjælland"), today=DAY)

    line = {key(name) for name in (NEW, "Region Sjælland", "Region Hovedstaden")}
    assert (actor.organisation_id, actor.organisation_name) == (key(NEW), NEW)
    assert set(actor.office_orgs) == set(actor.kin_orgs) == line
    assert actor.care_orgs == ()


def test_an_out_of_hours_doctor_follows_and_still_meets_no_agreements():
    doctor = person("Region Sjælland", role=Role.OUT_OF_HOURS_DOCTOR)

    actor = access.actor_of(doctor, today=DAY)

    assert actor.organisation_name == NEW
    assert set(actor.care_orgs) == {
        key(name) for name in (NEW, "Region Sjælland", "Region Hovedstaden")
    }
    assert actor.office_orgs == actor.kin_orgs == ()


def test_a_client_follows_on_the_day_too():
    with scope(system()):
        client, _secret = people.register_client(
            actor=system(),
            name="Økonomisystem",
            organisation=make.organisation("Region Hovedstaden"),
            role=Role.REGION_FINANCE,
        )
    before, after = (
        access.actor_of_client(client.application_id, scopes=frozenset(), today=day)
        for day in (BEFORE, DAY)
    )

    assert (before.organisation_name, before.office_orgs) == (
        "Region Hovedstaden",
        (key("Region Hovedstaden"),),
    )
    assert after.organisation_name == NEW
    assert set(after.office_orgs) == set(after.kin_orgs)
    assert key("Region Sjælland") in after.office_orgs
    assert ApiClient.objects.get(pk=client.pk).organisation_id == key("Region Hovedstaden")


def test_the_old_agreements_are_seen_by_the_new_regions_people_from_the_preparation_on():
    place = world()
    rosa, ruth = person(NEW), person("Region Sjælland")
    hector, rikke = person("Region Hovedstaden"), person("Region Midtjylland")

    days = (date(2025, 12, 31), date(2026, 1, 1), BEFORE, DAY)
    seen = {
        who: [sees(user, place.agreement, day) for day in days]
        for who, user in (("rosa", rosa), ("ruth", ruth), ("hector", hector), ("rikke", rikke))
    }

    assert seen == {
        "rosa": [False, True, True, True],
        "ruth": [True, True, True, True],
        "hector": [False, False, False, True],
        "rikke": [False, False, False, False],
    }


def test_to_prepare_a_takeover_opens_no_patient():
    place = make.world(citizen=5)
    other = make.world(municipality="Herning Kommune", citizen=6)
    practices = (place.practice, other.practice)
    for kind, starts_on, ends_before in (
        (RelationKind.PREPARED_BY, date(2026, 1, 1), DAY),
        (RelationKind.SUCCEEDED_BY, DAY, None),
    ):
        Relation.objects.create(
            subject=practices[0],
            object=practices[1],
            kind=kind,
            starts_on=starts_on,
            ends_before=ends_before,
        )
    Organisation.objects.filter(pk=practices[0].pk).update(ends_before=DAY)
    doctor = User.objects.get(pk=other.doctor.user_id)

    before, after = (access.actor_of(doctor, today=day) for day in (BEFORE, DAY))

    assert before.care_orgs == (practices[1].pk,)
    assert set(before.kin_orgs) > {row.pk for row in practices}
    assert set(after.care_orgs) == {row.pk for row in practices}


def test_two_roles_that_became_one_are_shown_once_and_not_before():
    both = person("Region Sjælland", "Region Hovedstaden")

    assert roles(both, BEFORE) == [("Region Sjælland", True), ("Region Hovedstaden", False)]
    assert roles(both, DAY) == [("Region Østdanmark (tidligere Region Sjælland)", True)]


def test_the_role_given_at_the_successor_itself_is_the_one_shown():
    both = person("Region Sjælland", NEW)

    assert roles(both, BEFORE) == [("Region Sjælland", True), (NEW, False)]
    assert roles(both, DAY) == [(NEW, True)]


def test_different_roles_at_the_same_successor_stay_two():
    both = person("Region Sjælland")
    with scope(system()):
        people.grant_role(
            actor=system(),
            user=both,
            organisation=make.organisation("Region Hovedstaden"),
            role=Role.REGION_FINANCE,
            starts_on=make.SINCE,
        )

    assert [name for name, _active in roles(both, DAY)] == [
        "Region Østdanmark (tidligere Region Sjælland)",
        "Region Østdanmark (tidligere Region Hovedstaden)",
    ]


def test_a_role_chosen_before_the_day_stays_the_one_acted_in():
    with scope(system()):
        user = make.user(Role.ACUTE_NURSE, make.organisation("Næstved Kommune"))
        for name in ("Region Sjælland", "Region Hovedstaden"):
            people.grant_role(
                actor=system(),
                user=user,
                organisation=make.organisation(name),
                role=Role.REGION_ADMIN,
                starts_on=make.SINCE,
            )
    chosen = Membership.objects.get(user=user, organisation__name="Region Hovedstaden").uuid

    actor = access.actor_of(user, today=DAY, membership=chosen)

    assert (actor.role, actor.organisation_name) == (Role.REGION_ADMIN, NEW)
    assert roles(user, DAY, chosen) == [
        ("Næstved Kommune", False),
        ("Region Østdanmark (tidligere Region Sjælland)", True),
    ]


@pytest.mark.parametrize("asked", ["Region Sjælland", "Region Hovedstaden", NEW])
def test_from_the_day_whoever_is_asked_for_the_people_of_the_whole_line_answer(asked):
    staff = {person(name) for name in ("Region Sjælland", "Region Hovedstaden", NEW)}
    person("Region Midtjylland")
    person("Region Sjælland", role=Role.REGION_FINANCE)

    assert set(access.holders(key(asked), ADMIN, today=DAY)) == staff


@pytest.mark.parametrize("asked", ["Region Sjælland", "Region Hovedstaden", NEW])
def test_the_day_before_only_the_people_of_whoever_is_asked_answer(asked):
    staff = {name: person(name) for name in ("Region Sjælland", "Region Hovedstaden", NEW)}

    assert access.holders(key(asked), ADMIN, today=BEFORE) == [staff[asked]]


@pytest.mark.parametrize(("now", "reached"), [(LAST_NIGHT, "old"), (MIDNIGHT, "both")])
def test_a_reminder_to_the_old_region_reaches_the_new_ones_people_from_midnight(now, reached):
    ruth, rosa = person("Region Sjælland"), person(NEW)
    with rowsecurity.sweep():
        reminders.schedule(
            key="test:1",
            group="test",
            organisation_id=key("Region Sjælland"),
            roles=ADMIN,
            title="Frist",
            path="/",
            due_at=now,
        )

    reminders.fire_due(now=now)

    with rowsecurity.sweep():
        told = set(Delivery.objects.values_list("user", flat=True))
    assert told == ({ruth.pk} if reached == "old" else {ruth.pk, rosa.pk})


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        (LAST_NIGHT, "Region Sjælland"),
        (JUST_AFTER, "Region Østdanmark (tidligere Region Sjælland)"),
    ],
)
def test_the_page_for_switching_roles_says_what_the_old_region_is_now(now, shown):
    place = world()
    clock.jump(now)
    browser = stage.browser(place.admin)

    page = browser.get(reverse("switch-role")).content.decode()
    agreement = browser.get(reverse("agreement-detail", args=[place.agreement.slug]))

    assert f"<span>{shown}</span>" in page
    assert agreement.status_code == 200


@pytest.mark.parametrize(
    ("role", "place", "queries"),
    [
        (Role.REGION_ADMIN, "Region Sjælland", 3),
        (Role.ACUTE_NURSE, "Næstved Kommune", 3),
        (Role.OUT_OF_HOURS_DOCTOR, "Region Sjælland", 2),
    ],
)
def test_to_find_the_actor_costs_one_query_more_for_succession(
    role, place, queries, django_assert_num_queries
):
    user = person(place, role=role)

    with django_assert_num_queries(queries):
        access.actor_of(user, today=DAY)
