"""An approved month is posted once to its agreement, and claimed where the clinic invoices."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from consultants import selectors, services
from consultants.enums import ActivityKind, ConsultantKind, Employment, PayForm, SheetState
from consultants.errors import MonthNotCovered
from consultants.models import Appointment, MonthSheet
from consultants.selectors import Done
from coordination.agreements.errors import Suspended
from coordination.agreements.models import SuspendedInterval
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.ledger import services as ledger
from coordination.ledger.enums import ClaimState, EntryKind
from coordination.ledger.errors import ClaimSettled, OwnClaim
from coordination.ledger.models import Budget, Claim, Entry, SettlementShare
from coordination.overview.invariants import CHECKS, offenders
from tests import make
from tests.consultants import steps

pytestmark = pytest.mark.django_db
HOSPITAL = "Regionshospitalet Gødstrup"
COST = Decimal("1089.31")  # one hour of 941.47 and 42 km of 3.52
JUNE_3 = datetime(2020, 6, 3, 8, tzinfo=UTC)


class Month:
    """A consultant with one signed month, and everybody who decides about it."""

    def __init__(self, *, amount: str = "900000.00", **terms) -> None:
        self.world = make.world()
        kind = terms.pop("kind", ConsultantKind.PRACTICE)
        municipal = kind == ConsultantKind.MUNICIPAL
        self.host = self.world.municipality if municipal else make.organisation(HOSPITAL)
        payer = self.host if municipal else self.world.region
        agreement = steps.scheme(self.world, self.host, payer=payer, amount=amount)
        self.made: Appointment = steps.appointment(
            self.world, self.host, agreement=agreement, kind=kind, **terms
        )
        self.consultant = steps.consultant(self.made)
        role = Role.MUNICIPAL_ADMIN if municipal else Role.HOSPITAL_MANAGEMENT
        self.management = make.actor(role, self.host)
        self.finance = make.actor(Role.REGION_FINANCE, self.world.region)
        self.sheet = self.log().sheet
        self.sign()

    def log(self, day: date = date(2020, 5, 26), point=None):
        done = Done(ActivityKind.MANAGEMENT_MEETING, day, 60, km=Decimal(42), point=point)
        with rowsecurity.scope(self.consultant):
            return services.log(
                actor=self.consultant, appointment=self.made.uuid, done=done, now=make.NOW
            )

    def sign(self, now: datetime = make.NOW) -> None:
        with rowsecurity.scope(self.consultant):
            services.sign(actor=self.consultant, uuid=self.sheet.uuid, now=now)

    def approve(self, actor: Actor | None = None) -> MonthSheet:
        actor = actor or self.management
        with rowsecurity.scope(actor):
            return services.approve(actor=actor, uuid=self.sheet.uuid, now=make.NOW)

    def reopen(self) -> MonthSheet:
        with rowsecurity.scope(self.management):
            return services.send_back(
                actor=self.management, uuid=self.sheet.uuid, reason="Ret dagen.", now=make.NOW
            )

    def clear(self) -> Claim:
        (claim,) = self.claims()
        with rowsecurity.scope(self.finance):
            return ledger.clear(actor=self.finance, claims=[claim.uuid], now=make.NOW).only()

    def spent(self) -> Decimal:
        with rowsecurity.scope(self.finance):
            return Budget.objects.get(agreement=self.made.agreement_id).spent

    def entries(self) -> list[Entry]:
        with rowsecurity.scope(self.finance):
            rows = Entry.objects.filter(agreement=self.made.agreement_id, kind=EntryKind.SPEND)
            return list(rows.select_related("municipality").order_by("id"))

    def claims(self) -> list[Claim]:
        with rowsecurity.scope(self.finance):
            rows = Claim.objects.filter(agreement=self.made.agreement_id)
            return list(rows.select_related("municipality").order_by("id"))

    def state(self) -> str:
        with rowsecurity.scope(self.management):
            return selectors.sheet_for(self.management, self.sheet.uuid).state

    def faults(self) -> list[tuple]:
        codes = ("C4", "C5", "M6d", "M6e")
        with rowsecurity.scope(self.finance):
            return [row for check in CHECKS if check.code in codes for row in offenders(check)]


def test_the_month_of_a_salaried_consultant_is_spent_and_never_claimed():
    month = Month()
    assert month.spent() == 0

    month.approve()

    (entry,) = month.entries()
    assert (entry.amount, entry.service_on) == (COST, date(2020, 5, 26))
    assert (entry.municipality_id, entry.practice_id) == (None, None)
    assert entry.text == "Praksiskonsulent, maj 2020"
    assert (month.spent(), month.claims(), month.faults()) == (COST, [], [])


def test_the_month_of_an_invoicing_clinic_is_its_claim_and_only_finance_is_left_to_ask():
    month = Month(employment=Employment.INVOICE)

    month.approve()

    (claim,) = month.claims()
    assert (claim.state, claim.amount, claim.practice_id) == (
        ClaimState.APPROVED,
        COST,
        month.made.clinic_id,
    )
    assert (claim.submitted_by, claim.approved_by) == (
        month.consultant.name,
        month.management.name,
    )
    assert claim.fee_reason == "maj 2020: timer 941,47 kr., kilometer 147,84 kr."
    assert (claim.quantity, claim.municipality_name) == ("1:00 timer", "")
    assert month.clear().state == ClaimState.CLEARED
    assert (month.spent(), month.faults()) == (COST, [])


def test_a_month_is_settled_and_its_funders_owe_exactly_what_it_cost():
    month = Month(employment=Employment.INVOICE)
    month.approve()
    month.clear()
    agreement = month.made.agreement

    with rowsecurity.scope(month.finance):
        for number in range(13):
            first = date(2019 + (4 + number) // 12, (4 + number) % 12 + 1, 1)
            closed = ledger.close_month(
                actor=month.finance,
                agreement=agreement,
                month=first,
                grace_days=2,
                now=datetime(2020, 6, 5, tzinfo=UTC),
            )
        shares = SettlementShare.objects.filter(settlement=closed)
        owed = {row.funder_id: row.amount for row in shares}

    assert (closed.starts_on, closed.amount) == (date(2020, 5, 1), COST)
    assert owed == {month.world.region.pk: COST}
    with rowsecurity.scope(month.management), pytest.raises(ClaimSettled):
        services.send_back(
            actor=month.management, uuid=month.sheet.uuid, reason="For sent", now=JUNE_3
        )
    assert (month.state(), month.faults()) == (SheetState.APPROVED, [])


@pytest.mark.parametrize("employment", list(Employment))
def test_a_month_that_is_reopened_gives_its_money_back_and_is_posted_anew(employment):
    month = Month(employment=employment)
    month.approve()

    month.reopen()
    assert (month.spent(), month.faults()) == (0, [])
    month.log(date(2020, 5, 28))
    month.sign()
    month.approve()

    assert [row.amount for row in month.entries()] == [COST, -COST, 2 * COST]
    assert (month.spent(), month.faults()) == (2 * COST, [])
    living = [row for row in month.claims() if row.state != ClaimState.WITHDRAWN]
    assert len(living) == (employment == Employment.INVOICE)


def test_a_salary_that_no_money_covers_is_not_approved():
    month = Month(amount="1000.00")

    with pytest.raises(MonthNotCovered):
        month.approve()

    assert (month.state(), month.entries(), month.faults()) == (SheetState.SIGNED, [], [])


def test_an_invoice_that_no_money_covers_waits_for_the_region():
    month = Month(amount="1000.00", employment=Employment.INVOICE)

    month.approve()

    (claim,) = month.claims()
    assert (claim.state, month.spent(), month.faults()) == (ClaimState.UNFUNDED, 0, [])
    with rowsecurity.scope(month.management):
        sheet = selectors.sheet_for(month.management, month.sheet.uuid)
        assert selectors.claim_of(sheet) == ClaimState.UNFUNDED


def test_a_municipality_pays_its_own_consultant():
    month = Month(kind=ConsultantKind.MUNICIPAL)

    month.approve()

    (entry,) = month.entries()
    assert entry.municipality == month.host
    assert month.faults() == []


def test_a_fixed_fee_is_posted_on_a_day_that_has_come():
    month = Month(pay_form=PayForm.MONTHLY, employment=Employment.INVOICE)

    month.approve()

    (claim,) = month.claims()
    assert claim.amount == Decimal("9000.00") + Decimal("147.84")
    assert "fast honorar 9.000,00 kr." in claim.fee_reason


def test_nobody_clears_a_month_of_the_own_hours():
    month = Month(employment=Employment.INVOICE)
    with rowsecurity.scope(month.consultant):
        MonthSheet.objects.filter(pk=month.sheet.pk).update(signed_by_key=month.finance.key)
    month.approve()

    with pytest.raises(OwnClaim):
        month.clear()


def test_neither_consultant_nor_ward_nor_another_hospital_approves():
    month = Month()
    other = make.actor(Role.HOSPITAL_MANAGEMENT, make.organisation("Regionshospitalet Horsens"))
    ward = make.actor(Role.WARD, month.host)

    for actor in (month.consultant, ward):
        with pytest.raises(NotAllowed):
            month.approve(actor)
    with pytest.raises(NotFound):
        month.approve(other)

    assert month.entries() == []


def test_the_practice_sees_its_claim_and_the_hospital_none():
    month = Month(employment=Employment.INVOICE)
    month.approve()

    for actor, wanted in ((month.world.doctor, 1), (month.management, 0), (month.consultant, 0)):
        with rowsecurity.scope(actor):
            assert Claim.objects.filter(agreement=month.made.agreement_id).count() == wanted


def test_nothing_is_logged_on_a_day_of_a_suspension():
    month = Month()
    with rowsecurity.scope(month.world.system):
        SuspendedInterval.objects.create(
            agreement=month.made.agreement, starts_on=date(2020, 6, 1), reason="Test"
        )

    with pytest.raises(Suspended):
        month.log(date(2020, 6, 2))
