"""Consultants of both kinds for the routes: the region's and the municipality's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from consultants import selectors, services
from consultants.enums import ActivityKind, ConsultantKind, Frequency
from consultants.models import Appointment
from consultants.selectors import Done, Leg
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from coordination.parties.models import Organisation
from tests import make
from tests.consultants import improving, steps

TYPED = {"kind": "meeting", "done_on": "27.5.2020", "minutes": "1:30", "day_number": 1}
DONE = {"kind": "meeting", "done_on": "2020-05-27", "minutes": 90}
CONTENT = {"title": "Epikriser i tide", "owner": "Ledende overlæge", "due_on": "2020-09-01"}
MEASURE = {
    "name": "Epikriser efter to dage",
    "before": "40",
    "before_on": "2020-05-01",
    "better": "lower",
}
CLOSING = {"after": "12", "measured_on": "2020-06-02", "note": "De kommer nu i tide."}
ENDING = {"ending": "agreed", "received_on": "2020-06-02"}
OF_YEAR = (
    *("report", "report-issue", "report-pdf", "report-xlsx", "plan", "plan-adopt"),
    *("api-report", "api-report-issue", "api-plan", "api-plan-adopt"),
)
"""Routes with a year in their address."""


@dataclass(frozen=True)
class Consulting:
    """What the routes of consultants name, by where somebody with the role works."""

    regional: Mapping[str, Any]
    municipal: Mapping[str, Any]
    ward: Mapping[str, Any]

    def of(self, role: Role | None) -> Mapping[str, Any]:
        """The municipal consultant for the municipality, else the region's coordinator."""
        if role in (Role.MUNICIPAL_ADMIN, Role.ACUTE_NURSE):
            return self.municipal
        return self.regional | self.ward if role is Role.WARD else self.regional


def build(place: make.World) -> Consulting:
    """A coordinator of the region and a consultant of the municipality, from the same practice."""
    return Consulting(
        regional=_things(place, place.region, ConsultantKind.COORDINATOR),
        municipal=_things(place, place.municipality, ConsultantKind.MUNICIPAL),
        ward={"snag": _snag(Role.WARD, place.region, place.region)},
    )


def _things(place: make.World, host: Any, kind: ConsultantKind) -> Mapping[str, Any]:
    agreement = steps.scheme(place, host, payer=host)
    steps.line(place, host, agreement)
    made = steps.appointment(place, host, agreement=agreement, kind=kind)
    activity, signed = _hours(made)
    filer = place.municipality if kind == ConsultantKind.MUNICIPAL else place.practice
    role = Role.ACUTE_NURSE if kind == ConsultantKind.MUNICIPAL else Role.GP
    return {
        "snag": _snag(role, filer, host),
        "point": _point(made, _snag(role, filer, host)),
        "host": host.uuid,
        **_meeting(made),
        "appointment": made.uuid,
        "activity": activity,
        "month": _hours_sheet(made),
        "signed": signed,
        "practitioner": made.practitioner,
        "line": _line(agreement, host),
        "new_appointment": _contract(place, host, agreement, kind),
    }


def _hours(made: Appointment) -> tuple[Any, Any]:
    """An activity with a journey in an open month, and a month that was signed."""
    actor = steps.consultant(made)
    with rowsecurity.scope(actor):
        done = [_done(date(2020, month, 26)) for month in (4, 5)]
        early, late = (
            services.log(actor=actor, appointment=made.uuid, done=row, now=make.NOW) for row in done
        )
        signed = services.sign(actor=actor, uuid=early.sheet.uuid, now=make.NOW)
    return late.uuid, signed.uuid


def _line(agreement: Any, place: Any) -> dict[str, str]:
    return {
        "agreement": str(agreement.uuid),
        "place": str(place.uuid),
        "type": "advice",
        "specialty": "Kardiologi",
        "opening_hours": "Hverdage 8-15",
        "starts_on": "2020-01-01",
    }


def _hours_sheet(made: Appointment) -> Any:
    actor = steps.consultant(made)
    with rowsecurity.scope(actor):
        return selectors.sheets_for(actor).get(appointment=made, month=date(2020, 5, 1)).uuid


def _done(day: date) -> Done:
    began_at = datetime(day.year, day.month, day.day, 13, tzinfo=UTC)
    legs = [Leg(began_at, 30)]
    return Done(ActivityKind.MANAGEMENT_MEETING, day, 60, km=Decimal(42), legs=legs)


def _snag(role: Role, filer: Organisation, host: Organisation) -> UUID:
    """A snag about the host, from somebody with the role."""
    own = (filer.pk,)
    actor = Actor(None, "Melder", role, filer.pk, filer.name, own_orgs=own)
    with rowsecurity.scope(actor):
        return services.file_snag(
            actor=actor,
            place=host.uuid,
            what="Epikrisen kommer sent.",
            frequency=Frequency.WEEKLY,
            now=make.NOW,
        ).uuid


def _point(made: Appointment, snag: UUID) -> UUID:
    """A point of one snag."""
    actor = steps.consultant(made)
    with rowsecurity.scope(actor):
        return services.open_point(
            actor=actor,
            snags=[snag],
            content=improving.CONTENT,
            baseline=improving.BASELINE,
            now=make.NOW,
        ).uuid


def _meeting(made: Appointment) -> dict[str, UUID]:
    """A meeting that is to come, a task that an earlier one left; the words of plan and report."""
    actor = steps.consultant(made)
    with rowsecurity.scope(actor):
        coming, earlier = (
            services.call_meeting(
                actor=actor,
                host=made.host.uuid,
                title="Møde med ledelsen",
                held_at=make.NOW,
                extra=["Nyt fra praksis"],
                now=make.NOW,
            )
            for _number in range(2)
        )
        item = selectors.agenda_of(earlier)[0]
        task = services.Outcome(
            item=item.uuid, task="Ring", task_owner="Afdelingen", task_due_on=date(2020, 7, 1)
        )
        services.hold_meeting(
            actor=actor, uuid=earlier.uuid, minutes="", outcomes=[task], now=make.NOW
        )
        year = {"actor": actor, "host": made.host.uuid, "year": make.NOW.year, "now": make.NOW}
        services.write_plan(aims="Epikriser i tide.", **year)
        services.write_remarks(remarks="Et godt år.", **year)
    return {"meeting_held": coming.uuid, "task": item.uuid}


def _contract(place: make.World, host: Any, agreement: Any, kind: ConsultantKind) -> dict[str, Any]:
    doctor = steps.doctor(place.practice)
    return {
        "agreement": str(agreement.uuid),
        "kind": kind.value,
        "practitioner": doctor.authorisation_id,
        "host": str(host.uuid),
        "starts_on": "2020-07-01",
        "last_day_on": "2023-06-30",
        "task": "Sparring",
        "monthly_minutes": 600,
        "employment": "salary",
        "pay_form": "hours",
        "travel": "none",
        "sick_leave": "paid",
        "notice_months": 3,
        "notice_anchor": "end_of_month",
    }
