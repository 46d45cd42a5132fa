"""What a consultant did: written down, corrected and taken back while the month is open."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from consultants import policies, selectors
from consultants.enums import ActivityKind
from consultants.errors import (
    DoneInTheFuture,
    MileageTooLate,
    MonthLocked,
    NoTime,
    OutsideAppointment,
    PointElsewhere,
    TooManyMinutes,
    TravelBackwards,
    TravelMissing,
)
from consultants.models import Activity, Appointment, ImprovementPoint, MonthSheet, Travel
from consultants.rules.hours import first_of, last_claim_on
from consultants.selectors import Done, Quote
from consultants.services.points import work_on_point
from consultants.services.texts import check_no_patient
from coordination.agreements import selectors as agreements
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.errors import NotFound
from coordination.base.periods import local_date

MOST_MINUTES = 720


@transaction.atomic
def log(*, actor: Actor, appointment: UUID, done: Done, now: datetime) -> Activity:
    """Write down what was done, at the price of its day."""
    policies.check_log(actor)
    found = selectors.appointment_for(actor, appointment)
    policies.check_log(actor, found)
    quote = priced(found, done, today=local_date(now))
    sheet = open_sheet(found, done.done_on)
    activity = Activity(appointment=found, sheet=sheet, logged_at=now, logged_by=actor.name)
    activity.point = _point(actor, found, done)
    _write(activity, done, quote)
    if activity.point is not None:
        work_on_point(activity.point, now)
    _record(actor, activity, "logged")
    return activity


@transaction.atomic
def correct(*, actor: Actor, uuid: UUID, done: Done, now: datetime) -> Activity:
    """Write what was done anew, while both its months are open."""
    policies.check_log(actor)
    activity = _locked(actor, uuid)
    quote = priced(activity.appointment, done, today=local_date(now))
    activity.sheet = open_sheet(activity.appointment, done.done_on)
    before = {"minutes": activity.minutes, "done_on": activity.done_on, "km": activity.km}
    Travel.objects.filter(activity=activity).delete()
    activity.version += 1
    activity.point = _point(actor, activity.appointment, done)
    _write(activity, done, quote)
    _record(actor, activity, "corrected", before=before)
    return activity


@transaction.atomic
def take_back(*, actor: Actor, uuid: UUID) -> None:
    """Take back what was written by mistake, while its month is open; the trace stays."""
    policies.check_log(actor)
    activity = _locked(actor, uuid)
    _record(actor, activity, "taken_back")
    activity.delete()


def quote(*, actor: Actor, appointment: UUID, done: Done, today: date) -> Quote:
    """What it will be paid, with the reason; nothing is saved."""
    policies.check_log(actor)
    found = selectors.appointment_for(actor, appointment)
    policies.check_log(actor, found)
    return priced(found, done, today=today)


def priced(appointment: Appointment, done: Done, *, today: date) -> Quote:
    """Check what is to be written, and price it; nothing is saved."""
    check_no_patient(
        note=done.note,
        department=done.department,
        product_title=done.product_title,
        product_url=done.product_url,
    )
    if done.done_on > today:
        raise DoneInTheFuture
    if not appointment.period.contains(done.done_on):
        first, last = day_text(appointment.starts_on), day_text(appointment.last_day_on)
        raise OutsideAppointment(period=f"{first} – {last}")
    agreements.check_day_can_be_posted(appointment.agreement, on=done.done_on)
    _check_time(done)
    quote = selectors.quote_of(appointment, done)
    if quote.km.amount and today > last_claim_on(done.done_on):
        raise MileageTooLate(day=day_text(last_claim_on(done.done_on)))
    return quote


def _point(actor: Actor, appointment: Appointment, done: Done) -> ImprovementPoint | None:
    if done.point is None:
        return None
    found = selectors.points_at(actor, appointment).filter(uuid=done.point).first()
    if found is None:
        raise PointElsewhere
    return found


def _check_time(done: Done) -> None:
    only_travel = done.kind == ActivityKind.TRAVEL
    if only_travel and not (done.legs or done.km):
        raise TravelMissing
    if only_travel == bool(done.minutes):
        raise NoTime
    if done.minutes > MOST_MINUTES:
        raise TooManyMinutes
    for field, leg in zip(("out_from", "back_from"), done.legs, strict=False):
        if not 1 <= leg.minutes <= MOST_MINUTES or local_date(leg.began_at) != done.done_on:
            raise TravelBackwards(field)


def open_sheet(appointment: Appointment, day: date) -> MonthSheet:
    """The month of a day, held against a signature until the transaction ends."""
    key = {"appointment_id": appointment.pk, "month": first_of(day)}
    MonthSheet.objects.bulk_create([MonthSheet(**key)], ignore_conflicts=True)
    sheet = MonthSheet.objects.select_for_update(no_key=True).get(**key)
    if sheet.is_locked:
        raise MonthLocked
    return sheet


def _locked(actor: Actor, uuid: UUID) -> Activity:
    """An own activity, with its month held open."""
    activity = selectors.activity_for(actor, uuid)
    policies.check_log(actor, activity.appointment)
    open_sheet(activity.appointment, activity.sheet.month)
    found = Activity.objects.select_related("appointment__agreement", "appointment__host").filter(
        pk=activity.pk
    )
    current = found.first()
    if current is None:
        raise NotFound
    return current


def _write(activity: Activity, done: Done, quote: Quote) -> None:
    fields = ("kind", "done_on", "minutes", "day_number", "km", "department", "note")
    for name in (*fields, "product_title", "product_url"):
        setattr(activity, name, getattr(done, name))
    activity.work_amount, activity.work_reason = quote.work.amount, quote.work.reason
    activity.km_amount, activity.km_reason = quote.km.amount, quote.km.reason
    activity.save()
    Travel.objects.bulk_create(
        Travel(
            activity=activity,
            began_at=leg.began_at,
            minutes=leg.minutes,
            amount=paid.amount,
            reason=paid.reason,
        )
        for leg, paid in zip(done.legs, quote.travel, strict=True)
    )


def _record(actor: Actor, activity: Activity, action: str, **changes: Any) -> None:
    audit.record(
        actor=actor,
        action=f"activity.{action}",
        subject_type="activity",
        subject=activity.uuid,
        done_on=activity.done_on,
        minutes=activity.minutes,
        km=activity.km,
        **changes,
    )
