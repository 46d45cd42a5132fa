"""Months that are closed: set by set in the database, under the lock that every posting takes."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Count, F, Max, Sum

from coordination.agreements.models import Agreement
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.danish import day_text, month_text
from coordination.base.errors import ReasonMissing
from coordination.base.periods import COPENHAGEN, add_months
from coordination.ledger import policies
from coordination.ledger.enums import ClaimState, LeftOverReason
from coordination.ledger.errors import (
    MonthNotOver,
    NothingClosed,
    NotTheLatest,
    NotTheNextMonth,
    TooMuchGrace,
)
from coordination.ledger.models import Claim, Settlement, SettlementLine, SettlementShare
from coordination.ledger.rules import Division
from coordination.ledger.selectors import opened
from coordination.ledger.selectors.funding import spans_of, uses_of
from coordination.ledger.selectors.settlements import next_month
from coordination.ledger.services.purchases import lock_budget

MOST_GRACE = 60
"""Days after a month in which what was done in it may still be claimed with it."""

PAY = """
-- What is cleared now is settled, and nothing else: the rows are locked as they are found.
WITH paid AS (
    UPDATE ledger_claim SET state = %(settled)s, version = version + 1
    WHERE agreement_id = %(agreement)s AND state = %(cleared)s
        AND service_on < %(ends_before)s AND submitted_at < %(cutoff)s
    RETURNING id, source, region_id, municipality_id, practice_id, service_on, amount
)
INSERT INTO ledger_settlementline (settlement_id, claim_id, entry_id, region_id, municipality_id,
    practice_id, service_on, amount, is_cancelled)
SELECT %(settlement)s, p.id, e.id, p.region_id, p.municipality_id,
    p.practice_id, p.service_on, p.amount, false
FROM paid p LEFT JOIN ledger_entry e ON e.source = p.source
"""
LEAVE_OVER = """
INSERT INTO ledger_leftover (settlement_id, claim_id, region_id, municipality_id, practice_id,
    service_on, amount, reason)
SELECT %(settlement)s, id, region_id, municipality_id, practice_id, service_on, amount,
    CASE WHEN state = 'unfunded' THEN %(unfunded)s
        WHEN state = 'rejected' THEN %(rejected)s
        WHEN submitted_at >= %(cutoff)s THEN %(late)s
        WHEN state = 'submitted' THEN %(approval)s
        ELSE %(finance)s END
FROM ledger_claim
WHERE agreement_id = %(agreement)s AND service_on < %(ends_before)s
    AND state IN ('unfunded', 'submitted', 'approved', 'cleared', 'rejected')
"""
DIGEST = """
SELECT encode(sha256(convert_to(
    %(head)s || coalesce((
        SELECT string_agg(concat_ws(';', e.source, l.practice_id, l.amount), E'\\n'
            ORDER BY e.source COLLATE "C")
        FROM ledger_settlementline l JOIN ledger_entry e ON e.id = l.entry_id
        WHERE l.settlement_id = %(settlement)s), '')
    || E'\\n' || coalesce((
        SELECT string_agg(concat_ws(';', funder_id, amount), E'\\n' ORDER BY funder_id)
        FROM ledger_settlementshare WHERE settlement_id = %(settlement)s), ''),
    'UTF8')), 'hex')
"""


def cutoff_of(ends_before: date, grace_days: int) -> datetime:
    """Local midnight after the days of grace; what is claimed from then on is late."""
    return datetime.combine(ends_before + timedelta(grace_days), time(), tzinfo=COPENHAGEN)


@transaction.atomic
def close_month(
    *, actor: Actor, agreement: Agreement, month: date, grace_days: int, now: datetime
) -> Settlement:
    """Settle what is cleared up to a month's end. A month that is closed answers as it was closed.

    Months are closed in order. What is not cleared, or came after the days of grace, is put on a
    list with its reason, and is paid with a later month.
    """
    policies.check_settle(actor, agreement)
    if not 0 <= grace_days <= MOST_GRACE:
        raise TooMuchGrace(most=MOST_GRACE)
    starts_on = month.replace(day=1)
    with opened(agreement):
        lock_budget(agreement)
        standing = Settlement.objects.filter(agreement=agreement).standing()
        closed = standing.filter(starts_on=starts_on).first()
        if closed is not None:
            return closed
        if (wanted := next_month(agreement)) != starts_on:
            raise NotTheNextMonth(month=month_text(wanted))
        made = _new(actor, agreement, starts_on, grace_days, now)
        _settle(made)
    audit.record(
        actor=actor,
        action="settlement.closed",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        month=month_text(starts_on),
        amount=made.amount,
        claims=made.claim_count,
        grace_days=grace_days,
        content_hash=made.content_hash,
    )
    return made


def _new(
    actor: Actor, agreement: Agreement, starts_on: date, grace_days: int, now: datetime
) -> Settlement:
    ends_before = add_months(starts_on, 1)
    cutoff = cutoff_of(ends_before, grace_days)
    if now < cutoff:
        raise MonthNotOver(day=day_text(ends_before + timedelta(grace_days)))
    newest = Claim.objects.filter(agreement=agreement).aggregate(newest=Max("pk"))["newest"]
    return Settlement.objects.create(
        agreement=agreement,
        region_id=agreement.region_id,
        number=Settlement.objects.filter(agreement=agreement).count() + 1,
        starts_on=starts_on,
        ends_before=ends_before,
        grace_days=grace_days,
        cutoff_at=cutoff,
        closed_at=now,
        closed_by=actor.name,
        closed_by_key=actor.key,
        last_claim=newest or 0,
    )


def _settle(made: Settlement) -> None:
    """Write the lines, what is left over, and what each funder owes; then the sums and the hash."""
    values = {
        "settlement": made.pk,
        "agreement": made.agreement_id,
        "ends_before": made.ends_before,
        "cutoff": made.cutoff_at,
        "head": f"{made.agreement.uuid};{made.starts_on};{made.cutoff_at.isoformat()}\n",
        "cleared": ClaimState.CLEARED.value,
        "settled": ClaimState.SETTLED.value,
        **{reason.value: reason.value for reason in LeftOverReason},
    }
    with connection.cursor() as cursor:
        cursor.execute(PAY, values)
        cursor.execute(LEAVE_OVER, values)
    _share(made)
    lines = SettlementLine.objects.filter(settlement=made)
    sums = lines.aggregate(amount=Sum("amount"), count=Count("pk"))
    with connection.cursor() as cursor:
        cursor.execute(DIGEST, values)
        made.content_hash = cursor.fetchone()[0]
    made.amount, made.claim_count = sums["amount"] or Decimal("0.00"), sums["count"]
    made.save(update_fields=["amount", "claim_count", "content_hash"])


def _share(made: Settlement) -> None:
    """Divide everything settled so far, and write what each funder still owes of it."""
    spans = spans_of(made.agreement)
    standing = Settlement.objects.filter(agreement=made.agreement).standing()
    before = SettlementShare.objects.filter(settlement__in=standing).values_list("funder")
    division = Division(spans.spans, dict(before.annotate(paid=Sum("amount"))))
    lines = SettlementLine.objects.filter(settlement__in=standing)
    division.add(uses_of(lines, spans))
    owed = {funder: amount for funder, amount in division.shares().items() if amount}
    SettlementShare.objects.bulk_create(
        SettlementShare(
            settlement=made,
            region_id=made.region_id,
            funder_id=funder,
            number=number,
            amount=amount,
        )
        for number, (funder, amount) in enumerate(sorted(owed.items()), 1)
    )


@transaction.atomic
def reopen_latest(
    *, actor: Actor, agreement: Agreement, month: date, reason: str, now: datetime
) -> Settlement:
    """Cancel the latest closed month, which must be the one that the actor means.

    Its claims are cleared again. What was sent out is taken back by counter-documents.
    """
    policies.check_settle(actor, agreement)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    with opened(agreement):
        lock_budget(agreement)
        standing = Settlement.objects.filter(agreement=agreement).standing()
        latest = standing.order_by("-starts_on").first()
        if latest is None:
            raise NothingClosed
        if latest.starts_on != month.replace(day=1):
            raise NotTheLatest(month=month_text(latest.starts_on))
        latest.cancelled_at = now
        latest.cancelled_by = actor.name
        latest.cancelled_by_key = actor.key
        latest.cancel_reason = reason
        latest.save(
            update_fields=["cancelled_at", "cancelled_by", "cancelled_by_key", "cancel_reason"]
        )
        lines = SettlementLine.objects.filter(settlement=latest)
        lines.update(is_cancelled=True)
        paid = Claim.objects.filter(pk__in=lines.values("claim"))
        paid.update(state=ClaimState.CLEARED, version=F("version") + 1)
    audit.record(
        actor=actor,
        action="settlement.reopened",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        month=month_text(latest.starts_on),
        amount=latest.amount,
        reason=reason,
    )
    return latest
