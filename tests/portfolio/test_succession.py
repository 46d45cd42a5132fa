"""A succession changes what was chosen, from its day, just as the dry run said."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.agreements import selectors as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.enums import Succession as Choice
from coordination.agreements.models import Agreement, Party, SuccessionChoice, Version
from coordination.audit.models import Event
from coordination.base import clock
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, ReasonMissing
from coordination.base.rowsecurity import scope
from coordination.ledger import selectors as ledger_rows
from coordination.ledger.errors import FunderGone, NoShares
from coordination.ledger.models import Entry
from coordination.parties.enums import Function, RelationKind
from coordination.parties.models import Organisation, Relation
from coordination.parties.selectors import function_of
from coordination.portfolio import services
from coordination.portfolio.enums import What
from coordination.portfolio.selectors import succession as rows
from coordination.portfolio.services import Chosen, Operator
from tests import make
from tests.access.stage import browser

pytestmark = pytest.mark.django_db
TODAY, BEFORE, DAY = date(2026, 11, 21), date(2026, 12, 31), date(2027, 1, 1)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def place() -> make.World:
    """An agreement of Region Sjælland from before to after the day, paid half by half."""
    made = make.world(
        region="Region Sjælland",
        municipality="Næstved Kommune",
        starts_on=date(2025, 1, 1),
        ends_before=date(2029, 1, 1),
        citizen=5,
    )
    return made


def admin(name: str, role: Role = Role.REGION_ADMIN, on: date = TODAY):
    return make.actor(role, make.organisation(name), today=on)


@pytest.fixture
def rosa():
    return admin("Region Østdanmark")


def wanted(place, choice, reason="Besluttet i regionsrådet", shares=None):
    if shares is None and choice == Choice.NEW_KEY:
        shares = [(make.organisation("Region Østdanmark"), Decimal(1))]
    return Chosen(place.agreement, choice, reason, shares or [])


def carry_out(actor, *chosen, operators=(), dry_run=False, now=NOW):
    do = services.plan_succession if dry_run else services.apply_succession
    with scope(actor):
        return do(
            actor=actor,
            succession=rows.succession_of(actor, today=TODAY),
            chosen=chosen,
            operators=operators,
            now=now,
        )


def page(actor, today=TODAY):
    with scope(actor):
        return rows.succession_page(actor, today=today)


def state(actor, place):
    """Everything that could be dated before the day."""
    with scope(actor):
        key = ledger_rows.key_on(place.agreement, on=BEFORE)
        return {
            "entries": list(Entry.objects.order_by("pk").values()),
            "key": [(funder.name, weight) for funder, weight in key.shares],
            "parties": list(
                Party.objects.filter(version=place.agreement.version_id).order_by("pk").values()
            ),
            "texts": list(Version.objects.filter(sent_at__isnull=False).order_by("pk").values()),
            "nursing": function_of([place.municipality.pk], Function.ACUTE_NURSING, on=BEFORE),
        }


def everything(actor, place):
    """State, and what a choice could write."""
    with scope(actor):
        return {
            **state(actor, place),
            "choices": list(SuccessionChoice.objects.order_by("pk").values()),
            "agreements": list(Agreement.objects.order_by("pk").values()),
            "versions": list(Version.objects.order_by("pk").values_list("pk", "content_hash")),
            "events": Event.objects.count(),
            "operator": function_of([place.municipality.pk], Function.ACUTE_NURSING, on=DAY),
        }


def test_the_page_counts_the_days_and_names_who_is_continued(place, rosa):
    found = page(rosa)

    assert found.days_left == 41
    assert [row.name for row in found.succession.old] == ["Region Hovedstaden", "Region Sjælland"]
    assert found.succession.successor.name == "Region Østdanmark"
    (touched,) = found.agreements
    assert (touched.agreement, touched.names) == (place.agreement, "Region Sjælland")
    assert touched.notice_by == [date(2026, 9, 30)]
    assert "Praksisplanudvalget" in " ".join(row.name for row, _later in touched.bodies)
    assert len(found.nursing) > 40


def test_an_old_region_sees_its_own_and_others_none(place):
    assert [row.agreement for row in page(admin("Region Sjælland")).agreements] == [place.agreement]
    assert page(admin("Region Hovedstaden")).agreements == []
    assert page(admin("Region Midtjylland")) is None


def test_it_is_shown_from_15_months_before_until_a_year_after(place):
    ruth = admin("Region Sjælland", on=date(2025, 6, 1))
    with scope(ruth):
        assert rows.succession_of(ruth, today=date(2025, 9, 30)) is None
        assert rows.succession_of(ruth, today=date(2025, 10, 1)) is not None
        assert rows.succession_of(ruth, today=date(2028, 1, 1)) is not None
        assert rows.succession_of(ruth, today=date(2028, 1, 2)) is None


@pytest.mark.parametrize("choice", list(Choice))
def test_a_dry_run_keeps_nothing_and_says_what_applying_does(place, rosa, choice):
    before = everything(rosa, place)
    operators = [Operator(place.municipality, place.municipality)]

    planned = carry_out(rosa, wanted(place, choice), operators=operators, dry_run=True)

    assert everything(rosa, place) == before
    assert carry_out(rosa, wanted(place, choice), operators=operators) == planned


@pytest.mark.parametrize("choice", list(Choice))
def test_nothing_dated_before_the_day_changes(place, rosa, choice):
    before = state(rosa, place)

    carry_out(rosa, wanted(place, choice))

    assert state(rosa, place) == before


@pytest.mark.parametrize("choice", list(Choice))
def test_running_it_twice_changes_nothing_more(place, rosa, choice):
    carry_out(rosa, wanted(place, choice))
    once = everything(rosa, place)

    assert carry_out(rosa, wanted(place, choice)) == []
    assert everything(rosa, place) == once


def test_with_a_new_key_the_successor_pays_from_the_day(place, rosa):
    (key, _choice) = carry_out(rosa, wanted(place, Choice.NEW_KEY))

    assert (key.what, key.from_on) == (What.KEY, DAY)
    assert key.before == "Næstved Kommune 50 %, Region Sjælland 50 %"
    assert key.after == "Region Østdanmark 100 %"


def test_an_agreement_that_ends_has_the_eve_as_its_last_day_until_that_is_undone(place, rosa):
    (end, _choice) = carry_out(rosa, wanted(place, Choice.ENDS))
    assert (end.before, end.after) == ("31.12.2028", "31.12.2026")
    assert [row.agreement for row in page(rosa).agreements] == [place.agreement]

    carry_out(rosa, wanted(place, Choice.CONTINUES))

    with scope(rosa):
        place.agreement.refresh_from_db()
    assert place.agreement.ends_before == date(2029, 1, 1)


def test_a_new_decision_writes_a_text_with_the_successor_and_sends_it_to_nobody(place, rosa):
    carry_out(rosa, wanted(place, Choice.NEW_DECISION))

    with scope(rosa):
        text = agreements.newest_version(place.agreement)
        names = set(text.parties.values_list("organisation__name", flat=True))
    assert (text.number, text.sent_at) == (2, None)
    assert "Region Østdanmark" in names
    assert "Region Sjælland" not in names


def test_all_or_nothing_is_carried_out(place, rosa):
    before = everything(rosa, place)
    gone = [(place.region, Decimal(1))]

    for shares, refusal in ((gone, FunderGone), ([], NoShares)):
        with pytest.raises(refusal):
            carry_out(rosa, wanted(place, Choice.NEW_KEY, shares=shares))
    with pytest.raises(ReasonMissing):
        carry_out(rosa, wanted(place, Choice.CONTINUES, reason=" "))

    assert everything(rosa, place) == before


def test_another_region_or_a_municipality_chooses_nothing(place, rosa):
    with scope(rosa):
        found = rows.succession_of(rosa, today=TODAY)
    for stranger in (
        admin("Region Midtjylland"),
        admin("Region Hovedstaden"),
        admin("Næstved Kommune", Role.MUNICIPAL_ADMIN),
        admin("Region Sjælland", Role.REGION_FINANCE),
    ):
        with pytest.raises(Exception) as refused, scope(stranger):  # noqa: PT011
            services.apply_succession(
                actor=stranger,
                succession=found,
                chosen=[wanted(place, Choice.CONTINUES)],
                operators=[],
                now=NOW,
            )
        assert isinstance(refused.value, (NotAllowed, Agreement.DoesNotExist))


def test_the_old_region_chooses_for_its_own_but_not_who_runs_nursing_afterwards(place):
    ruth = admin("Region Sjælland")

    assert carry_out(ruth, wanted(place, Choice.CONTINUES))
    with pytest.raises(NotAllowed):
        carry_out(ruth, operators=[Operator(place.municipality, place.municipality)])


def test_after_the_day_the_agreement_carries_both_names(place, rosa):
    client = browser(rosa)
    clock.jump(datetime(2027, 1, 2, 9, tzinfo=UTC))

    shown = client.get(reverse("agreement-detail", args=[place.agreement.slug])).content.decode()

    assert "Region Østdanmark (tidligere Region Sjælland)" in shown


def test_the_page_tries_and_applies(place, rosa):
    client = browser(rosa)
    clock.jump(NOW)
    shown = client.get(reverse("succession"))
    assert "41 dage tilbage" in shown.content.decode()
    key = place.agreement.pk
    sent = {f"choice-{key}": "region_alone", f"reason-{key}": "Besluttet"}

    tried = client.post(reverse("succession-plan"), sent).content.decode()
    assert "Region Østdanmark 100 %" in tried
    with scope(rosa):
        assert not SuccessionChoice.objects.exists()
    assert client.post(reverse("succession-apply"), sent).status_code == 302
    with scope(rosa):
        assert SuccessionChoice.objects.get().choice == Choice.NEW_KEY


def test_the_page_says_what_crosses_the_day_and_what_can_still_be_reached(place, rosa):
    with scope(place.admin):
        text = agreement_services.succeeded_text(place.agreement, on=BEFORE)
        agreement_services.revise(
            actor=place.admin,
            agreement=place.agreement,
            text=replace(text, title="Ny tekst"),
            now=NOW,
        )
        agreement_services.send_for_approval(actor=place.admin, agreement=place.agreement, now=NOW)
    clock.jump(NOW)

    shown = unescape(browser(rosa).get(reverse("succession")).content.decode())

    assert "771 dage tilbage" in shown
    assert "Version 2 er til godkendelse: 2 af 2 mangler." in shown
    assert (
        "Regionsrådet i Region Sjælland beslutter til og med 31.12.2026, derefter "
        "Regionsrådet i Region Østdanmark."
    ) in shown
    assert "Praksisplanudvalget i Region Sjælland ophører uden afløser." in shown
    assert "Teksten, der er til godkendelse, venter på den." in shown
    assert "Opsigelse til dagen før skulle være modtaget senest 30.9.2026. Det kan ikke" in shown
    assert "Suspension til dagen før skal være modtaget senest 30.11.2026." in shown


def test_only_the_municipalities_without_an_operator_can_be_shown(place, rosa):
    carry_out(rosa, operators=[Operator(place.municipality, place.municipality)])
    clock.jump(NOW)
    client = browser(rosa)

    everybody = client.get(reverse("succession")).content.decode()
    undecided = client.get(reverse("succession"), {"uden_driver": "1"}).content.decode()

    label = f"Driver i {place.municipality.name}"
    assert everybody.rindex(label) > everybody.rindex("Driver i Solrød Kommune")
    assert label not in undecided
    assert "Driver i Solrød Kommune" in undecided


def test_the_dry_run_warns_where_the_agreements_own_notice_comes_too_late(place, rosa):
    clock.jump(NOW)
    key = place.agreement.pk
    sent = {f"choice-{key}": "ends", f"reason-{key}": "Ny ordning"}

    tried = browser(rosa).post(reverse("succession-plan"), sent).content.decode()

    assert "aftalens eget varsel kan ikke længere nå dagen" in tried
    assert "Det sker af sig selv" not in tried


def test_the_dry_run_says_what_follows_by_itself(place, rosa):
    clock.jump(NOW)
    key = place.agreement.pk
    sent = {f"choice-{key}": "continues", f"reason-{key}": "Uændret"}

    tried = browser(rosa).post(reverse("succession-plan"), sent).content.decode()

    itself = tried[tried.index("Det sker af sig selv") :]
    assert itself.index("Region Sjælland") < itself.index("Region Østdanmark")


def test_after_the_day_the_page_shows_what_was_chosen_and_asks_nothing(place, rosa):
    carry_out(rosa, wanted(place, Choice.NEW_KEY))
    clock.jump(datetime(2027, 1, 2, 9, tzinfo=UTC))

    shown = browser(rosa).get(reverse("succession")).content.decode()

    assert "Overgangen er sket." in shown
    assert "Fortsætter med ny nøgle: Besluttet i regionsrådet" in shown
    assert "Se, hvad der ændres" not in shown


def test_a_merger_of_a_party_is_shown_to_the_region_that_looks_after_the_agreement(place):
    """Neither side of it is the region's own."""
    old = make.organisation_of_doctors("PLO-gammel")
    new = make.organisation_of_doctors("PLO-ny")
    Organisation.objects.filter(pk=old.pk).update(ends_before=date(2027, 3, 1))
    Relation.objects.create(
        subject=old, object=new, kind=RelationKind.SUCCEEDED_BY, starts_on=date(2027, 3, 1)
    )
    midt = make.world(starts_on=date(2025, 1, 1), ends_before=date(2029, 1, 1), citizen=7)
    with scope(midt.admin):
        assert rows.succession_of(midt.admin, today=TODAY) is None
        text = agreement_services.succeeded_text(midt.agreement, on=TODAY)
        parties = [(old if row == midt.plo else row, role) for row, role in text.parties]
        agreement_services.revise(
            actor=midt.admin,
            agreement=midt.agreement,
            text=replace(text, parties=parties),
            now=NOW,
        )

    found = page(midt.admin)

    assert (found.succession.successor, found.succession.on) == (new, date(2027, 3, 1))
    assert [row.agreement for row in found.agreements] == [midt.agreement]
    assert found.nursing == []


def test_six_agreements_cost_the_queries_of_one(place, rosa):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(rosa)
        return len(asked)

    towns = ("Slagelse Kommune", "Vordingborg Kommune", "Greve Kommune", "Køge Kommune")
    one = cost()
    for number, town in enumerate(towns):
        make.world(
            region="Region Sjælland",
            municipality=town,
            starts_on=date(2025, 1, 1),
            ends_before=date(2029, 1, 1),
            citizen=10 + number,
        )

    assert cost() == one
