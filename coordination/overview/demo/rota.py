"""Who takes part in the demo, who can be asked, and who has the duty. All invented."""

from collections.abc import Iterable
from datetime import date, datetime

from acute import services as acute
from acute.enums import Hours, Urgency
from acute.rules.ladder import USUAL
from coordination.access import selectors as access
from coordination.agreements.models import Agreement
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from coordination.base.periods import COPENHAGEN
from coordination.overview.demo.places import SINCE, service_of
from coordination.parties.models import Organisation

DAY = date(2020, 6, 2)
MORNING = datetime(2020, 6, 2, 7, 30, tzinfo=COPENHAGEN)
TAKES_NO_PART = "Lægehuset Samsø"
"""Voluntary is voluntary, so the demo has one that has not said yes."""

AVAILABLE = ("Lægehuset Ikast-Brande", "Lægehuset Herning", "Lægehuset Næstved")
DUTIES = (
    ("Lægehuset Ikast-Brande", 2, 8, 12, True),
    ("Lægehuset Herning", 2, 8, 16, True),
    ("Lægehuset Ikast-Brande", 3, 8, 16, False),
)
"""Practice, day of June 2020, first and last hour, and whether the doctor has said yes."""


def make_participation(
    actor: Actor, agreement: Agreement, practices: Iterable[Organisation], service: Organisation
) -> None:
    """Every practice but one says yes, and so does the region's out-of-hours service.

    The agreement says that the rota has ten minutes where it is urgent, as is usual.
    """
    acute.set_ladder_times(
        actor=actor,
        agreement=agreement,
        times={Urgency.NOW: USUAL[Urgency.NOW]},
        starts_on=agreement.starts_on,
    )
    for place in (*practices, service):
        if place.name != TAKES_NO_PART:
            acute.take_part(
                actor=actor,
                agreement=agreement,
                practice_id=place.pk,
                starts_on=agreement.starts_on,
            )


def make_numbers(
    actor: Actor, places: dict[str, Organisation], municipalities: dict[str, str]
) -> None:
    """Whom to ring when nobody has answered: the out-of-hours service, and by day the practice.

    `municipalities` are names with the region of each.
    """
    for name, region in municipalities.items():
        service = places[service_of(region)]
        acute.set_call_number(
            actor=actor,
            municipality=places[name],
            hours=Hours.OUT_OF_HOURS,
            name=service.name,
            phone=service.phone,
            starts_on=SINCE,
        )


def make_rota(actor: Actor, places: dict[str, Organisation]) -> None:
    """Some doctors are there early on the demo's morning, and some have duties."""
    for name in AVAILABLE:
        doctor = _doctor(places[name])
        with rowsecurity.scope(doctor):
            acute.set_available(actor=doctor, is_available=True, now=MORNING)
    for name, day, first, last, accepted in DUTIES:
        doctor = _doctor(places[name])
        person = access.holders(places[name].pk, (Role.GP.value,), today=DAY)[0]
        duty = acute.plan_duty(
            actor=actor,
            practice=places[name].uuid,
            doctor=person.uuid,
            starts_at=datetime(2020, 6, day, first, tzinfo=COPENHAGEN),
            ends_at=datetime(2020, 6, day, last, tzinfo=COPENHAGEN),
            now=MORNING,
        )
        if accepted:
            with rowsecurity.scope(doctor):
                acute.answer_duty(actor=doctor, uuid=duty.uuid, accepted=True, now=MORNING)


def _doctor(place: Organisation) -> Actor:
    person = access.holders(place.pk, (Role.GP.value,), today=DAY)[0]
    found = access.actor_of(person, today=DAY)
    assert found is not None
    return found
