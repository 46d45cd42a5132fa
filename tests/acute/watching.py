"""Looking at a request as those who take part in it do."""

from datetime import datetime, timedelta

from acute import selectors
from acute import services as acute
from acute.models import Request
from coordination.base.actor import Actor
from coordination.base.periods import COPENHAGEN
from coordination.base.rowsecurity import scope
from coordination.parties.models import Patient
from tests import make

TEN = datetime(2020, 6, 2, 10, tzinfo=COPENHAGEN)
EVENING = datetime(2020, 6, 2, 17, tzinfo=COPENHAGEN)
MINUTE = timedelta(minutes=1)
OWN, ROTA = 15 * MINUTE, 10 * MINUTE


def now_of(place: make.World, request: Request) -> Request:
    with scope(place.nurse):
        return selectors.request_for(place.nurse, request.uuid)


def kinds_of(place: make.World, request: Request) -> list[str]:
    with scope(place.nurse):
        return [row.kind for row in selectors.steps_of(place.nurse, request)]


def sees(actor: Actor, request: Request) -> bool:
    """Whether both walls let the actor see the request and its patient."""
    with scope(actor):
        found = Request._base_manager.filter(pk=request.pk).exists()
        patient = Patient._base_manager.filter(pk=request.patient_id).exists()
        assert found == Request.objects.visible_to(actor).filter(pk=request.pk).exists()
        assert patient or not found
        return found


def on_rota(place: make.World, *, starts_at: datetime = TEN) -> Actor:
    """A doctor of another practice, who has the duty from then on, for eight hours."""
    doctor = make.colleague(place)
    make.accepted_duty(
        place, doctor=doctor, starts_at=starts_at, ends_at=starts_at + timedelta(hours=8)
    )
    return doctor


def fire(now: datetime) -> int:
    return acute.fire_due(now=now)
