"""Who takes part, who can be asked at a moment, and who is on duty then."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from acute import policies
from acute.enums import DutyState, Hours
from acute.models import Availability, Duty, Participation
from acute.models.rota import DutyQuerySet
from acute.rules.hours import hours_at
from acute.selectors.requests import agreement_in_municipality
from coordination.access import selectors as access
from coordination.access.models import User
from coordination.agreements import selectors as agreements
from coordination.agreements.enums import AgreementKind
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor, Role
from coordination.base.errors import NotFound, StateConflict
from coordination.base.periods import local_date
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation


def taking_part(agreement_id: int, *, on: date) -> dict[int, Organisation]:
    """Those who have said yes to being asked under an agreement, by key."""
    rows = Participation.objects.filter(agreement=agreement_id).open_on(on)
    return {row.practice_id: row.practice for row in rows.select_related("practice")}


def participations_of(practice_id: int, *, on: date) -> list[Participation]:
    """The agreements a practice has said yes to."""
    rows = Participation.objects.filter(practice=practice_id).open_on(on)
    return list(rows.select_related("agreement").order_by("starts_on", "id"))


def _said(practice_ids: Collection[int], at: datetime) -> dict[int, bool]:
    """What practices have said themselves of whether they can be asked at a moment."""
    rows = Availability.objects.filter(practice__in=practice_ids, since_at__lte=at)
    return {
        row.practice_id: row.is_available
        for row in rows.order_by("practice", "-id").distinct("practice")
        if row.until_at is None or row.until_at > at
    }


def available(practice_ids: Collection[int], *, at: datetime) -> dict[int, bool]:
    """Which practices can be asked at a moment; where they have not said, the hours decide."""
    said, usual = _said(practice_ids, at), hours_at(at) == Hours.DAY
    return {key: said.get(key, usual) for key in practice_ids}


def on_duty(
    agreement_id: int, municipality_id: int, *, at: datetime, passing_over: Collection[int] = ()
) -> Duty | None:
    """Who has the duty for a municipality at a moment and can be asked: its own rota first."""
    for duty in duties_at(agreement_id, municipality_id, at=at):
        if duty.practice_id not in passing_over:
            return duty
    return None


def duties_at(agreement_id: int, municipality_id: int, *, at: datetime) -> list[Duty]:
    """The accepted duties that run at a moment, of practices that take part and can be asked."""
    taking = taking_part(agreement_id, on=local_date(at))
    duties = [
        row for row in _running(agreement_id, municipality_id, at) if row.practice_id in taking
    ]
    said = _said({row.practice_id for row in duties}, at) if duties else {}
    return [row for row in duties if said.get(row.practice_id, True)]


def _running(agreement_id: int, municipality_id: int, at: datetime) -> list[Duty]:
    rows = Duty.objects.filter(
        Q(municipality=municipality_id) | Q(municipality__isnull=True),
        Q(left_at__isnull=True) | Q(left_at__gt=at),
        agreement=agreement_id,
        state=DutyState.ACCEPTED,
        starts_at__lte=at,
        ends_at__gt=at,
    )
    found = rows.select_related("practice", "doctor").order_by("starts_at", "id")
    return sorted(found, key=lambda row: row.municipality_id is None)


def duties_for(actor: Actor) -> DutyQuerySet:
    """The duties of the own practice, or those that the own region plans, the next first."""
    policies.check_see_duties(actor)
    rows = Duty.objects.visible_to(actor)
    rows = rows.select_related("agreement", "municipality", "practice", "doctor")
    return rows.order_by("starts_at", "id")


def duty_for(actor: Actor, uuid: UUID) -> Duty:
    """One duty of the own practice or region."""
    found = duties_for(actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def duty_now(actor: Actor, *, at: datetime) -> Duty | None:
    """The duty that a doctor has at a moment."""
    rows = duties_for(actor).filter(
        Q(left_at__isnull=True) | Q(left_at__gt=at), doctor=actor.user_id, starts_at__lte=at
    )
    return rows.filter(ends_at__gt=at, state=DutyState.ACCEPTED).first()


def rota_agreements(actor: Actor, *, on: date) -> list[Agreement]:
    """The advice agreements whose rota the actor may plan that day."""
    rows = agreements.agreements_for(actor).filter(kind=AgreementKind.ACUTE_ADVICE)
    found = [row for row in rows.applying_on(on) if _may_plan(actor, row)]
    return sorted(found, key=lambda row: row.title)


def _may_plan(actor: Actor, agreement: Agreement) -> bool:
    if actor.role in policies.STEWARDS:
        return agreement.region_id in actor.office_orgs
    return agreement.pk in {
        row.agreement_id
        for row in Participation.objects.filter(practice__in=actor.care_orgs, agreement=agreement)
    }


@dataclass(frozen=True, slots=True)
class Colleague:
    """A doctor who can be given a duty, and the practice where."""

    doctor: User
    practice: Organisation


def doctors_for_duty(actor: Actor, rota: Iterable[Agreement], *, on: date) -> list[Colleague]:
    """The doctors of practices that take part: of the own practice, or of the whole region."""
    policies.check_plan_duty(actor)
    places: dict[int, Organisation] = {}
    for agreement in rota:
        places |= taking_part(agreement.pk, on=on)
    return [
        Colleague(doctor, place)
        for key, place in sorted(places.items(), key=lambda pair: pair[1].name)
        if place.kind == OrganisationKind.GP_PRACTICE
        and (actor.role in policies.STEWARDS or key in actor.care_orgs)
        for doctor in access.holders(key, (Role.GP.value,), today=on)
    ]


@dataclass(frozen=True, slots=True)
class Doctor:
    """A practice as nurses see it: whether it can be asked now, and who there has the duty."""

    practice: Organisation
    is_available: bool
    takes_part: bool
    duty: Duty | None


def doctors_in(actor: Actor, *, at: datetime) -> list[Doctor]:
    """The practices of the own municipality, or the own practice, and whoever has the duty."""
    policies.check_see_availability(actor)
    on = local_date(at)
    assert actor.organisation_id is not None
    place = parties.organisation(actor.organisation_id)
    municipality = parties.municipality_of(place.pk, on=on)
    if municipality is None:
        return []
    try:
        agreement = agreement_in_municipality(actor, municipality.pk, on=on)
    except StateConflict:  # none is in force, so nobody is asked
        return []
    taking = taking_part(agreement.pk, on=on)
    duties = {row.practice_id: row for row in duties_at(agreement.pk, municipality.pk, at=at)}
    own = actor.role != Role.ACUTE_NURSE
    places = [place] if own else parties.practices_in(municipality, on=on)
    shown = {row.pk: row for row in places}
    if not own:
        shown |= {row.practice_id: row.practice for row in duties.values()}
    can_be_asked = available(shown.keys(), at=at)
    return [
        Doctor(row, can_be_asked[key] or key in duties, key in taking, duties.get(key))
        for key, row in shown.items()
    ]
