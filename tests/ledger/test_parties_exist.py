"""Money is posted between parties that exist on the day of the service, and to their successors."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from acute import services as acute
from coordination.agreements import services as agreements
from coordination.agreements.enums import AgreementKind, PartyRole
from coordination.agreements.models import Agreement
from coordination.base.actor import Role
from coordination.base.rowsecurity import scope
from coordination.ledger import services as ledger
from coordination.ledger.enums import EntryKind
from coordination.ledger.models import Entry
from coordination.ledger.selectors import opened
from coordination.parties.enums import RelationKind
from coordination.parties.models import Organisation, Relation
from coordination.web.errors import as_domain_error
from tests import make
from tests.ledger.steps import HUNDRED, execute, purchase, release, reserve, reverse, spend

pytestmark = pytest.mark.django_db
BEFORE, DAY = date(2026, 12, 31), date(2027, 1, 1)
NEW = "Region Østdanmark"

INSERT = """
    INSERT INTO ledger_entry (uuid, budget_id, agreement_id, kind, amount, source, service_on,
        posted_on, posted_at, region_id, municipality_id, practice_id, text, carried_over)
    SELECT gen_random_uuid(), b.id, b.agreement_id, 'spend', 100, 'raw ' || %s, %s::date,
        %s::date, now(), %s::bigint, %s::bigint, %s::bigint, '', false
    FROM ledger_budget b WHERE b.agreement_id = %s::bigint
"""


def world() -> make.World:
    """An agreement of Region Sjælland from before to after the day."""
    return make.world(
        region="Region Sjælland",
        municipality="Næstved Kommune",
        starts_on=date(2025, 1, 1),
        ends_before=date(2029, 1, 1),
        citizen=5,
    )


def insert(place: make.World, on: date, region=None, municipality=None, practice=None) -> None:
    """Straight into the table, as no service would write it."""
    parties = (region or place.region, municipality or place.municipality)
    keys = [row.pk for row in (*parties, practice or place.practice)]
    with scope(place.system), opened(place.agreement):
        execute(INSERT, str(on), str(on), str(on), *keys, place.agreement.pk)


def posted(place: make.World, source: str) -> Entry:
    with scope(place.system), opened(place.agreement):
        return Entry.objects.get(source=source)


def continued(old: Organisation, new: Organisation, on: date) -> None:
    Organisation.objects.filter(pk=old.pk).update(ends_before=on)
    Relation.objects.create(subject=old, object=new, kind=RelationKind.SUCCEEDED_BY, starts_on=on)


def test_the_database_takes_a_row_whose_parties_exist_that_day():
    place = world()

    insert(place, BEFORE)
    insert(place, DAY, region=make.organisation(NEW))

    assert posted(place, f"raw {DAY}").region.name == NEW


def test_the_database_refuses_a_region_after_its_last_day():
    place = world()

    with pytest.raises(IntegrityError, match="Region Sjælland does not exist on 2027-01-01") as no:
        insert(place, DAY)

    assert no.value.__cause__.diag.constraint_name == "entry_parties_exist"


def test_the_database_refuses_a_region_before_its_first_day():
    place = world()

    with pytest.raises(IntegrityError, match="Region Østdanmark does not exist on 2026-12-31"):
        insert(place, BEFORE, region=make.organisation(NEW))


@pytest.mark.parametrize("party", ["municipality", "practice"])
def test_the_database_refuses_every_other_party_that_has_ended(party):
    place = world()
    Organisation.objects.filter(pk=getattr(place, party).pk).update(ends_before=BEFORE)

    with pytest.raises(IntegrityError, match="does not exist on 2026-12-31"):
        insert(place, BEFORE)


def test_the_refusal_of_the_database_is_told_in_danish():
    place = world()

    with pytest.raises(IntegrityError) as refused:
        insert(place, DAY)

    known = as_domain_error(refused.value)
    assert known is not None
    assert known.code == "party_absent"
    assert "Ret dagen" in known.text


def test_another_refusal_of_the_database_is_still_a_fault():
    place = world()
    insert(place, BEFORE)

    with pytest.raises(IntegrityError) as refused:
        insert(place, BEFORE)

    assert as_domain_error(refused.value) is None


@pytest.mark.parametrize(("day", "name"), [(BEFORE, "Region Sjælland"), (DAY, NEW)])
@pytest.mark.parametrize("post", [spend, reserve])
def test_a_service_is_posted_to_the_region_that_exists_on_its_day(post, day, name):
    place = world()

    post(place, "a", on=day)

    assert posted(place, "a").region.name == name
    assert posted(place, "a").municipality == place.municipality


def test_a_session_logged_after_the_day_about_a_day_before_keeps_the_old_region():
    place = world()
    later = datetime(2027, 1, 4, 9, tzinfo=UTC)

    with scope(place.doctor):
        old, new = (
            acute.log_session(
                actor=place.doctor,
                patient=place.patient.uuid,
                service_on=day,
                minutes=15,
                now=later,
            )
            for day in (BEFORE, DAY)
        )

    assert posted(place, old.source).region.name == "Region Sjælland"
    assert posted(place, new.source).region.name == NEW


def test_what_was_set_aside_before_the_day_is_given_back_to_whom_it_was_set_aside_for():
    place = world()
    reserve(place, "early", on=BEFORE)
    reserve(place, "late", on=BEFORE)

    release(place, "early")
    spend(place, "a", on=DAY, reservation="late")

    given_back = [posted(place, f"{source}:release").region.name for source in ("early", "late")]
    assert given_back == ["Region Sjælland"] * 2
    assert posted(place, "a").region.name == NEW


@pytest.mark.parametrize(("day", "name"), [(BEFORE, "Region Sjælland"), (DAY, NEW)])
def test_a_reversal_names_the_parties_of_what_it_reverses(day, name):
    place = world()
    spend(place, "a", on=day)

    reverse(place, "a")

    assert posted(place, "a:reversal").region.name == name


def test_a_practice_that_was_taken_over_is_paid_as_the_one_that_took_it_over():
    place = world()
    later = make.practice(place.municipality, place.region, place.plo)
    continued(place.practice, later, DAY)

    for day in (BEFORE, DAY):
        spend(place, str(day), on=day)

    assert posted(place, str(BEFORE)).practice == place.practice
    assert posted(place, str(DAY)).practice == later


def test_a_practice_that_closed_and_was_not_taken_over_is_paid_no_more():
    place = world()
    Organisation.objects.filter(pk=place.practice.pk).update(ends_before=DAY)

    spend(place, "a", on=BEFORE)
    with pytest.raises(IntegrityError, match="does not exist"):
        spend(place, "b", on=DAY)


def test_what_an_earlier_system_posted_is_carried_over_to_the_region_of_each_day():
    place = world()
    rows = [
        (purchase(place, f"old {day}", on=day), make.NOW + timedelta(days=2600))
        for day in (BEFORE, DAY)
    ]

    with scope(place.system):
        ledger.carry_over(actor=place.system, agreement=place.agreement, purchases=rows)

    assert posted(place, f"old {BEFORE}").region.name == "Region Sjælland"
    assert posted(place, f"old {DAY}").region.name == NEW


def contributed(agreement: Agreement, decided_on: date) -> Entry:
    """An appropriation that Region Østdanmark's administrator decides on a day."""
    region = make.organisation(NEW)
    rosa = make.actor(Role.REGION_ADMIN, region, today=decided_on)
    with scope(rosa):
        ledger.contribute(
            actor=rosa,
            agreement=agreement,
            amounts=[(region, HUNDRED)],
            decision="Tillægsbevilling",
            decided_on=decided_on,
            now=make.NOW,
        )
        return Entry.objects.filter(kind=EntryKind.APPROPRIATE).latest("id")


@pytest.mark.parametrize(("day", "name"), [(BEFORE, "Region Sjælland"), (DAY, NEW)])
def test_money_is_put_in_for_the_region_of_the_day_it_is_decided(day, name):
    entry = contributed(world().agreement, day)

    assert (entry.service_on, entry.region.name) == (day, name)


def test_money_decided_for_a_region_before_it_exists_counts_from_its_first_day():
    region = make.organisation(NEW)
    rosa = make.actor(Role.REGION_ADMIN, region, today=BEFORE)
    with scope(rosa):
        agreement = agreements.draft(
            actor=rosa,
            slug="ny-aftale",
            region=region,
            text=agreements.Text(
                title="Ny aftale",
                kind=AgreementKind.ACUTE_ADVICE,
                legal_basis="Lokal aftale",
                starts_on=DAY,
                ends_before=None,
                parties=[(region, PartyRole.FUNDER)],
                clauses=[],
            ),
            now=make.NOW,
        )
        ledger.open_budget(actor=rosa, agreement=agreement)

    entry = contributed(agreement, BEFORE)

    assert (entry.service_on, entry.region.name) == (DAY, NEW)


@pytest.mark.parametrize(
    ("region", "municipality"),
    [("Region Midtjylland", "Ikast-Brande Kommune"), ("Region Sjælland", "Næstved Kommune")],
)
def test_to_find_the_successor_costs_no_query(region, municipality, django_assert_num_queries):
    place = make.world(
        region=region,
        municipality=municipality,
        starts_on=date(2025, 1, 1),
        ends_before=date(2029, 1, 1),
    )
    spend(place, "first", on=DAY)
    with scope(place.doctor):
        asked = {
            "actor": place.doctor,
            "agreement": place.agreement,
            "purchase": purchase(place, "second", on=DAY),
            "now": make.NOW,
        }
        # Savepoint and its release, suspension and part taken, key on and off, lock, caps, entry.
        with django_assert_num_queries(8):
            ledger.spend(**asked)
