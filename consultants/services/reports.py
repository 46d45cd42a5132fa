"""Plans and yearly reports: a few words by people; the rest is read. Adopted and issued once."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from consultants import policies, selectors
from consultants.errors import AlreadyAdopted, AlreadyIssued, YearNotBegun
from consultants.models import Meeting, Plan, YearlyReport
from consultants.services.texts import check_no_patient
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.periods import local_date


@transaction.atomic
def write_plan(*, actor: Actor, host: UUID, year: int, aims: str, now: datetime) -> Plan:
    """What the place and its consultant aim for in a year, until the management adopts it."""
    policies.check_move(actor)
    place = _place(actor, host, year, now)
    check_no_patient(aims=aims)
    plan = _plan(place, year)
    if plan.adopted_at is not None:
        raise AlreadyAdopted
    plan.aims = aims.strip()
    plan.save(update_fields=["aims"])
    _record(actor, "plan.written", plan)
    return plan


@transaction.atomic
def adopt_plan(*, actor: Actor, host: UUID, year: int, now: datetime) -> Plan:
    """The management adopts the plan of a year."""
    policies.check_close(actor)
    place = _place(actor, host, year, now)
    policies.check_close(actor, place)
    plan = _plan(place, year)
    if plan.adopted_at is not None:
        raise AlreadyAdopted
    plan.adopted_at, plan.adopted_by = now, actor.name
    plan.save(update_fields=["adopted_at", "adopted_by"])
    _record(actor, "plan.adopted", plan)
    return plan


@transaction.atomic
def write_remarks(
    *, actor: Actor, host: UUID, year: int, remarks: str, now: datetime
) -> YearlyReport:
    """What the numbers do not say, until the report is issued."""
    policies.check_move(actor)
    place = _place(actor, host, year, now)
    check_no_patient(remarks=remarks)
    report = _report(place, year)
    if report.issued_at is not None:
        raise AlreadyIssued
    report.remarks = remarks.strip()
    report.save(update_fields=["remarks"])
    _record(actor, "report.written", report)
    return report


@transaction.atomic
def issue_report(*, actor: Actor, host: UUID, year: int, now: datetime) -> YearlyReport:
    """The management issues the report of a year; it says the same from now on."""
    policies.check_close(actor)
    place = _place(actor, host, year, now)
    policies.check_close(actor, place)
    if date(year, 1, 1) > local_date(now):
        raise YearNotBegun
    report = _report(place, year)
    if report.issued_at is not None:
        raise AlreadyIssued
    report.content = selectors.live_report(actor, place.host, year=year).data
    report.issued_at, report.issued_by = now, actor.name
    report.save(update_fields=["content", "issued_at", "issued_by"])
    _record(actor, "report.issued", report)
    return report


def _place(actor: Actor, host: UUID, year: int, now: datetime) -> Meeting:
    """The place of the plan or report, which the actor consults or manages today."""
    found = selectors.report_host(actor, host)
    today = local_date(now)
    region_id = selectors.region_around(found.pk, on=today)
    assert region_id is not None  # every host is in a region
    place = Meeting(host=found, region_id=region_id)
    selectors.check_own(actor, place, on=today)
    return place


def _plan(place: Meeting, year: int) -> Plan:
    key = {"host_id": place.host_id, "year": year}
    Plan.objects.bulk_create([Plan(**key, region_id=place.region_id)], ignore_conflicts=True)
    return Plan.objects.select_for_update(no_key=True).get(**key)


def _report(place: Meeting, year: int) -> YearlyReport:
    key = {"host_id": place.host_id, "year": year}
    rows = [YearlyReport(**key, region_id=place.region_id)]
    YearlyReport.objects.bulk_create(rows, ignore_conflicts=True)
    return YearlyReport.objects.select_for_update(no_key=True).get(**key)


def _record(actor: Actor, action: str, row: Plan | YearlyReport) -> None:
    audit.record(actor=actor, action=action, subject_type="report", subject=row.uuid, year=row.year)
