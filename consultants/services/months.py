"""A month of hours: signed, approved, sent back with a reason; that reopens an approved one too."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from consultants import policies, selectors
from consultants.enums import SHEET_MOVES, PayForm, SheetState
from consultants.errors import MonthMoved, NothingToSign
from consultants.models import Activity, MonthSheet
from consultants.models.activities import NOTHING
from consultants.rules.hours import first_of, last_claim_on
from consultants.services.activities import open_sheet
from consultants.services.paying import post_month, take_month_back
from consultants.services.texts import check_no_patient
from coordination.audit import services as audit
from coordination.base.actor import Actor, Role
from coordination.base.danish import day_text
from coordination.base.errors import ReasonMissing
from coordination.base.periods import local_date
from coordination.reminders import services as reminders


@transaction.atomic
def begin(*, actor: Actor, appointment: UUID, day: date) -> MonthSheet:
    """The month of a day, also one in which only the fixed fee is due."""
    policies.check_sign(actor)
    found = selectors.appointment_for(actor, appointment)
    policies.check_sign(actor, found)
    if not found.period.contains(max(first_of(day), found.starts_on)):
        raise NothingToSign
    return open_sheet(found, day)


@transaction.atomic
def sign(*, actor: Actor, uuid: UUID, now: datetime) -> MonthSheet:
    """The consultant says that the month is finished; its hours are locked from now on.

    Mileage older than three months is not paid any more, and says so.
    """
    policies.check_sign(actor)
    found = selectors.sheet_for(actor, uuid)
    policies.check_sign(actor, found.appointment)
    sheet = _lock(found)
    rows = Activity.objects.filter(sheet=sheet)
    is_fixed = sheet.appointment.pay_form == PayForm.MONTHLY
    if not (is_fixed or rows.exists()) or sheet.month > local_date(now):
        raise NothingToSign
    for row in rows.filter(km_amount__gt=0):
        if local_date(now) > last_claim_on(row.done_on):
            row.km_amount = NOTHING
            row.km_reason = f"Bortfaldet {day_text(last_claim_on(row.done_on))}: tre måneder"
            row.save(update_fields=["km_amount", "km_reason"])
    fixed = selectors.fixed_fee_of(sheet)
    sheet.fixed_amount, sheet.fixed_reason = fixed.amount, fixed.reason
    sheet.signed_at, sheet.signed_by, sheet.signed_by_key = now, actor.name, actor.key
    _move(actor, sheet, SheetState.SIGNED)
    _tell(sheet, policies.manager_of(sheet.appointment.host), "Timer venter på godkendelse", now)
    return sheet


@transaction.atomic
def approve(*, actor: Actor, uuid: UUID, now: datetime) -> MonthSheet:
    """The management approves the hours of a month; what they cost is posted to the agreement."""
    policies.check_approve(actor)
    found = selectors.sheet_for(actor, uuid)
    policies.check_approve(actor, found.appointment)
    sheet = _lock(found)
    sheet.decided_at, sheet.decided_by = now, actor.name
    _move(actor, sheet, SheetState.APPROVED)
    post_month(actor, sheet, now)
    _tell(sheet, Role.PRACTICE_CONSULTANT, "Timer er godkendt", now)
    return sheet


@transaction.atomic
def send_back(*, actor: Actor, uuid: UUID, reason: str, now: datetime) -> MonthSheet:
    """Send a signed month back, or reopen an approved one with its money; the reason is kept."""
    policies.check_return(actor)
    found = selectors.sheet_for(actor, uuid)
    policies.check_return(actor, found.appointment)
    sheet = _lock(found)
    if not reason.strip():
        raise ReasonMissing
    check_no_patient(reason=reason)
    if sheet.state == SheetState.APPROVED:
        take_month_back(actor, sheet, now)
    sheet.returned_reason = reason.strip()[:300]
    sheet.decided_at, sheet.decided_by = now, actor.name
    _move(actor, sheet, SheetState.RETURNED)
    _tell(sheet, Role.PRACTICE_CONSULTANT, "Timer er sendt tilbage", now)
    return sheet


def _lock(sheet: MonthSheet) -> MonthSheet:
    rows = MonthSheet.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("appointment__agreement", "appointment__host").get(pk=sheet.pk)


def _move(actor: Actor, sheet: MonthSheet, to: SheetState) -> None:
    before = SheetState(sheet.state)
    if to not in SHEET_MOVES[before]:
        raise MonthMoved(state=before.label.lower())
    sheet.state = to
    sheet.version += 1
    sheet.save()
    audit.record(
        actor=actor,
        action=f"month.{to.value}",
        subject_type="month",
        subject=sheet.uuid,
        month=sheet.month,
        before=before.value,
        reason=sheet.returned_reason if to == SheetState.RETURNED else "",
    )


def _tell(sheet: MonthSheet, role: Role, title: str, now: datetime) -> None:
    """Say it to whoever holds the role at the host; no person and no amount stands in it."""
    reminders.schedule(
        key=f"month:{sheet.uuid}:{sheet.version}",
        group=f"month:{sheet.uuid}",
        organisation_id=sheet.appointment.host_id,
        roles=(role.value,),
        title=f"{title}: {sheet.month.month}.{sheet.month.year}",
        path=f"/konsulenter/maaneder/{sheet.uuid}/",
        due_at=now,
    )
