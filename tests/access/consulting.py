"""Consultants of both kinds for the routes: the region's and the municipality's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from consultants.enums import ConsultantKind
from coordination.base.actor import Role
from tests import make
from tests.consultants import steps

ENDING = {"ending": "agreed", "received_on": "2020-06-02"}


@dataclass(frozen=True)
class Consulting:
    """What the routes of consultants name, by where somebody with the role works."""

    regional: Mapping[str, Any]
    municipal: Mapping[str, Any]

    def of(self, role: Role | None) -> Mapping[str, Any]:
        """The municipal consultant for the municipality, else the region's coordinator."""
        return self.municipal if role is Role.MUNICIPAL_ADMIN else self.regional


def build(place: make.World) -> Consulting:
    """A coordinator of the region and a consultant of the municipality, from the same practice."""
    return Consulting(
        regional=_things(place, place.region, ConsultantKind.COORDINATOR),
        municipal=_things(place, place.municipality, ConsultantKind.MUNICIPAL),
    )


def _things(place: make.World, host: Any, kind: ConsultantKind) -> Mapping[str, Any]:
    agreement = steps.scheme(place, host, payer=host)
    made = steps.appointment(place, host, agreement=agreement, kind=kind)
    return {
        "appointment": made.uuid,
        "practitioner": made.practitioner,
        "new_appointment": _contract(place, host, agreement, kind),
    }


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
