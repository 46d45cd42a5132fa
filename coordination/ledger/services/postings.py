from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import MoneyUsed
from coordination.agreements.models import Agreement
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.danish import month_text
from coordination.base.errors import NotFound
from coordination.base.periods import local_date
from coordination.ledger import policies
from coordination.ledger.enums import ClaimState, EntryKind, Posting, TariffRule
from coordination.ledger.errors import (
    AlreadyReversed,
    BelowUsed,
    BudgetUsed,
    PeriodClosed,
    UnitMissing,
)
from coordination.ledger.models import Budget, Claim, Contribution, Entry, Settlement, Tariff
from coordination.ledger.selectors import opened
from coordination.ledger.services.caps import exceeded_cap, reached_cap
from coordination.ledger.services.purchases import Purchase, lock_budget
from coordination.parties.models import Organisation, SuccessorOf


def _entry(
    budget: Budget,
    agreement: Agreement,
    kind: EntryKind,
    amount: Decimal,
    purchase: Purchase,
    now: datetime,
) -> Entry:
    """An entry of whoever the parties are on the day of the service.

    Postgres finds their successors as it inserts: nobody asks beforehand, and nothing goes stale.
    """
    day = purchase.service_on
    return Entry(
        budget=budget,
        agreement=agreement,
        kind=kind,
        amount=amount,
        source=purchase.source,
        service_on=day,
        posted_on=local_date(now),
        posted_at=now,
        region_id=SuccessorOf(agreement.region_id, day),
        municipality_id=SuccessorOf(purchase.municipality_id, day),
        practice_id=SuccessorOf(purchase.practice_id, day),
        text=purchase.text,
        carried_over=purchase.carried_over,
    )


@transaction.atomic
def open_budget(*, actor: Actor, agreement: Agreement) -> Budget:
    """Open the empty budget of a draft; what happens when it is used is read from its clause."""
    policies.check_manage_budget(actor, agreement)
    budget = Budget.objects.create(
        agreement=agreement, money_used=agreements.money_used_clause(agreement)
    )
    audit.record(
        actor=actor, action="budget.opened", subject_type="agreement", subject=agreement.uuid
    )
    return budget


@transaction.atomic
def contribute(
    *,
    actor: Actor,
    agreement: Agreement,
    amounts: Sequence[tuple[Organisation, Decimal]],
    decision: str,
    decided_on: date,
    now: datetime,
) -> Budget:
    """Post what each funder puts in (negative: takes out), with the decision behind it.

    What is decided for a region before it exists counts from its first day.
    """
    policies.check_manage_budget(actor, agreement)
    with opened(agreement):
        budget = lock_budget(agreement)
        total = sum((amount for _funder, amount in amounts), Decimal("0.00"))
        if total < 0 and budget.free + total < 0:
            raise BelowUsed
        contributions = Contribution.objects.bulk_create(
            Contribution(
                budget=budget,
                funder=funder,
                amount=amount,
                decision=decision,
                decided_on=decided_on,
            )
            for funder, amount in amounts
        )
        day = max(decided_on, agreement.region.starts_on)
        Entry.objects.bulk_create(
            Entry(
                budget=budget,
                agreement=agreement,
                kind=EntryKind.APPROPRIATE,
                amount=row.amount,
                source=f"contribution:{row.uuid}",
                service_on=day,
                posted_on=local_date(now),
                posted_at=now,
                region_id=SuccessorOf(agreement.region_id, day),
                text=decision,
            )
            for row in contributions
        )
        budget.refresh_from_db()
    audit.record(
        actor=actor,
        action="budget.contributed",
        subject_type="agreement",
        subject=agreement.uuid,
        total=total,
        decision=decision,
    )
    return budget


@transaction.atomic
def set_tariff(
    *,
    actor: Actor,
    agreement: Agreement,
    service_code: str,
    name: str,
    rule: TariffRule,
    price: Decimal,
    starts_on: date,
    ends_before: date | None = None,
    expected_minutes: int = 15,
    unit_minutes: int = 0,
    off_hours_percent: int = 100,
) -> Tariff:
    """Price a service from a day on. Logged sessions keep the price they were logged at."""
    policies.check_manage_budget(actor, agreement)
    if rule == TariffRule.PER_STARTED and not unit_minutes:
        raise UnitMissing
    tariff = Tariff.objects.create(
        agreement=agreement,
        service_code=service_code,
        name=name,
        rule=rule,
        price=price,
        starts_on=starts_on,
        ends_before=ends_before,
        expected_minutes=expected_minutes,
        unit_minutes=unit_minutes,
        off_hours_percent=off_hours_percent,
    )
    audit.record(
        actor=actor,
        action="tariff.set",
        subject_type="agreement",
        subject=agreement.uuid,
        service_code=service_code,
        price=price,
        starts_on=starts_on,
    )
    return tariff


@transaction.atomic
def check_room(*, actor: Actor, agreement: Agreement, amount: Decimal) -> None:
    """Raise `BudgetUsed` where the agreement refuses what its money no longer covers.

    A look without a lock: what is reserved and spent later is decided then.
    """
    policies.check_ask(actor)
    with opened(agreement):
        budget = Budget.objects.filter(agreement=agreement).first()
    if budget is None:
        raise NotFound
    if budget.money_used == MoneyUsed.REFUSE and budget.free < amount:
        raise BudgetUsed


@transaction.atomic
def reserve(*, actor: Actor, agreement: Agreement, purchase: Purchase, now: datetime) -> Posting:
    """Set the expected fee aside, so that two doctors are not promised the same krone."""
    policies.check_post(actor, agreement)
    agreements.check_day_can_be_posted(
        agreement, on=purchase.service_on, organisation_id=purchase.municipality_id
    )
    with opened(agreement):
        budget = lock_budget(agreement)
        if not _is_covered(budget, agreement, purchase):
            return Posting.UNFUNDED
        Entry.objects.bulk_create(
            [_entry(budget, agreement, EntryKind.RESERVE, purchase.amount, purchase, now)]
        )
    return Posting.POSTED


@transaction.atomic
def release(*, actor: Actor, agreement: Agreement, reservation: str, now: datetime) -> None:
    """Give a reservation back, once; nothing happens where none is open."""
    policies.check_post(actor, agreement)
    with opened(agreement):
        budget = lock_budget(agreement)
        Entry.objects.bulk_create(_releases(budget, agreement, reservation, now))


def _releases(budget: Budget, agreement: Agreement, reservation: str, now: datetime) -> list[Entry]:
    """The entry that gives back what is still set aside under a source; none if nothing is."""
    given_back = f"{reservation}:release"
    rows = {
        row.source: row
        for row in Entry.objects.filter(budget=budget, source__in=[reservation, given_back])
    }
    held = rows.get(reservation)
    if held is None or given_back in rows:
        return []
    purchase = Purchase(
        given_back,
        held.amount,
        held.service_on,
        held.municipality_id,
        held.practice_id,
        held.text,
    )
    return [_entry(budget, agreement, EntryKind.RELEASE, -held.amount, purchase, now)]


@transaction.atomic
def spend(
    *,
    actor: Actor,
    agreement: Agreement,
    purchase: Purchase,
    now: datetime,
    reservation: str = "",
) -> Posting:
    """Post a true amount and give back what was reserved for it, in one step.

    When the money is used the agreement's clause decides: refuse (`BudgetUsed`, nothing posted),
    hold (`UNFUNDED`, nothing posted), or overrun (posted). A cap that is reached refuses where the
    clause does, and holds elsewhere. Day, period and suspension are checked.
    """
    policies.check_post(actor, agreement)
    agreements.check_day_can_be_posted(
        agreement, on=purchase.service_on, organisation_id=purchase.municipality_id
    )
    with opened(agreement):
        budget = lock_budget(agreement)
        releases = _releases(budget, agreement, reservation, now) if reservation else []
        covered = _is_covered(budget, agreement, purchase, releases)
        spent = [_entry(budget, agreement, EntryKind.SPEND, purchase.amount, purchase, now)]
        Entry.objects.bulk_create([*releases, *(spent if covered else [])])
    return Posting.POSTED if covered else Posting.UNFUNDED


def _is_covered(
    budget: Budget, agreement: Agreement, purchase: Purchase, releases: Sequence[Entry] = ()
) -> bool:
    """Whether the money and each cap have room; raises where the clause refuses what has none."""
    free = budget.free - sum((row.amount for row in releases), Decimal(0))
    refusal: BudgetUsed | None = None
    if free < purchase.amount and budget.money_used != MoneyUsed.OVERRUN:
        refusal = BudgetUsed()
    refusal = refusal or reached_cap(agreement, purchase, releases)
    if refusal and budget.money_used == MoneyUsed.REFUSE:
        raise refusal
    return refusal is None


@transaction.atomic
def reverse(*, actor: Actor, agreement: Agreement, source: str, now: datetime) -> None:
    """Post the opposite of a consumption entry, at most once. The entry itself stays."""
    policies.check_post(actor, agreement)
    with opened(agreement):
        budget = lock_budget(agreement)
        found = Entry.objects.filter(budget=budget, source=source, kind=EntryKind.SPEND).first()
        if found is None or found.reverses_id is not None:
            raise NotFound
        if Entry.objects.filter(reverses=found).exists():
            raise AlreadyReversed
        _check_month_open(agreement, source)
        opposite = Entry(
            budget=budget,
            agreement=agreement,
            kind=EntryKind.SPEND,
            amount=-found.amount,
            source=f"{source}:reversal",
            reverses=found,
            service_on=found.service_on,
            posted_on=local_date(now),
            posted_at=now,
            region_id=found.region_id,
            municipality_id=found.municipality_id,
            practice_id=found.practice_id,
            text=found.text,
        )
        Entry.objects.bulk_create([opposite])


def _check_month_open(agreement: Agreement, source: str) -> None:
    """What was claimed in time with a month that is closed stands; what was rejected may be redone.

    Asked under the budget's lock, which closing takes too.
    """
    claim = Claim.objects.filter(source=source).first()
    if claim is None or claim.state == ClaimState.REJECTED:
        return
    closed = Settlement.objects.filter(agreement=agreement, cutoff_at__gt=claim.submitted_at)
    if closed.standing().open_on(claim.service_on).exists():
        raise PeriodClosed(month=month_text(claim.service_on), title=agreement.title)


@transaction.atomic
def carry_over(
    *,
    actor: Actor,
    agreement: Agreement,
    purchases: Iterable[tuple[Purchase, datetime]],
) -> Decimal:
    """Post the history of an earlier system in one go; returns the total in kroner.

    The day rules hold as for any posting; the sum must fit the caps, and the budget unless it may
    overrun.
    """
    policies.check_manage_budget(actor, agreement)
    rows = list(purchases)
    for day in {purchase.service_on for purchase, _posted_at in rows}:
        agreements.check_day_can_be_posted(agreement, on=day)
    total = sum((purchase.amount for purchase, _posted_at in rows), Decimal("0.00"))
    with opened(agreement):
        budget = lock_budget(agreement)
        if budget.free < total and budget.money_used != MoneyUsed.OVERRUN:
            raise BudgetUsed
        Entry.objects.bulk_create(
            (
                _entry(budget, agreement, EntryKind.SPEND, purchase.amount, purchase, posted_at)
                for purchase, posted_at in rows
            ),
            batch_size=1000,
        )
        if refusal := exceeded_cap(agreement):
            raise refusal
    audit.record(
        actor=actor,
        action="budget.carried_over",
        subject_type="agreement",
        subject=agreement.uuid,
        total=total,
        entries=len(rows),
    )
    return total
