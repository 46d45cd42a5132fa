"""The out-of-hours service of a world, and what it has been asked about."""

from django.contrib.auth import get_user_model

from acute import services as acute
from acute.enums import Outcome
from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.parties.models import Organisation
from tests import make


def service_of(place: make.World) -> Organisation:
    """The out-of-hours service of the world's region, made the first time it is asked for."""
    name = f"Lægevagten ved {place.municipality.name}"
    found = Organisation.objects.filter(name=name).first()
    return found or make.out_of_hours_service(place, name=name)[0]


def things(place: make.World, *citizens: int) -> dict[str, object]:
    """Requests that were put to the out-of-hours service, since the citizens have no practice."""
    doctor = make.actor(Role.OUT_OF_HOURS_DOCTOR, service_of(place))
    patients = [make.patient(place.municipality, None, citizen) for citizen in citizens]
    waiting, taken, answered = (make.request(place, patient=patient.uuid) for patient in patients)
    with rowsecurity.scope(doctor):
        for request in (taken, answered):
            acute.take(actor=doctor, uuid=request.uuid, now=make.NOW)
        acute.answer_without_fee(
            actor=doctor,
            uuid=answered.uuid,
            outcome=Outcome.AT_HOME,
            advice="Bliv hjemme.",
            now=make.NOW,
        )
    attachment = make.attachment(place, waiting)
    return {
        "waiting": waiting.uuid,
        "taken": taken.uuid,
        "answered": answered.uuid,
        "attachment": attachment.uuid,
    }


def duty_of(place: make.World) -> dict[str, str]:
    """What proposes a duty to the world's doctor over REST."""
    doctor = get_user_model().objects.get(pk=place.doctor.user_id)
    return {
        "practice": str(place.practice.uuid),
        "doctor": str(doctor.uuid),
        "starts_at": "2020-06-04T08:00:00+02:00",
        "ends_at": "2020-06-04T16:00:00+02:00",
    }
