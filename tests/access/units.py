"""Requests that a paramedic's unit has sent to a hospital's."""

from acute import services as acute
from acute.enums import Outcome
from coordination.access import selectors as access
from coordination.base import rowsecurity
from coordination.base.actor import Role, system
from tests import make, media


def build(place: make.World, users: dict[Role, object], *citizens: int) -> dict[str, object]:
    """What a paramedic asked a hospital unit: one request in each state, with a picture."""
    make.specialist_agreement(place)
    with rowsecurity.scope(system()):
        asker, adviser = (
            access.actor_of(users[role], today=make.TODAY)
            for role in (Role.PARAMEDIC, Role.HOSPITAL_SPECIALIST)
        )
    for number in citizens:
        make.patient(place.municipality, place.practice, number)
    waiting, taken, answered, instructed = (
        make.consultation(place, citizen=number, asker=asker) for number in citizens
    )
    with rowsecurity.scope(asker):
        picture = acute.attach(
            actor=asker, uuid=waiting.uuid, content=media.picture(8, 8), now=make.NOW
        )
    with rowsecurity.scope(adviser):
        for request in (taken, answered):
            acute.take(actor=adviser, uuid=request.uuid, now=make.NOW)
        acute.redirect(actor=adviser, uuid=instructed.uuid, reason="Optaget", now=make.NOW)
        acute.answer_without_fee(
            actor=adviser,
            uuid=answered.uuid,
            outcome=Outcome.AT_HOME,
            advice="Bliv hjemme.",
            now=make.NOW,
        )
    return {
        "waiting": waiting.uuid,
        "taken": taken.uuid,
        "answered": answered.uuid,
        "instructed": instructed.uuid,
        "attachment": picture.uuid,
    }
