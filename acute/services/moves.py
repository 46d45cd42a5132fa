"""What every step of a request does: lock its row, move its state, save, and write the timeline."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from acute import selectors
from acute.enums import AUTOMATIC, LASTING_STATES, MOVES, RequestState, StepKind
from acute.errors import AlreadyMoved
from acute.models import Request, Step
from acute.services import sights
from coordination.audit import services as audit
from coordination.audit.enums import Purpose
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from coordination.base.errors import NotFound

LADDER_NAME = "Samspil"


def lock(actor: Actor, uuid: UUID, check: Callable[..., None]) -> Request:
    """The request, visible to the actor and locked: its row orders what happens to it.

    The policy is asked about the role before the request is looked for, and then about both. Who
    acts on a request has looked at its patient.
    """
    check(actor)
    rows = selectors.requests_for(actor).filter(uuid=uuid)
    request: Request | None = rows.select_for_update(of=("self",), no_key=True).first()
    if request is None:
        raise NotFound
    check(actor, request)
    audit.record_access(actor=actor, patient=request.patient.uuid, purpose=Purpose.REQUEST)
    sights.see(actor, request, version=request.version + 1)
    return request


def move(request: Request, to: RequestState) -> None:
    """Take a request to a state that the present one leads to."""
    if to not in MOVES[RequestState(request.state)]:
        raise AlreadyMoved(state=RequestState(request.state).label.lower())
    request.state = to
    if to not in LASTING_STATES:
        rowsecurity.keep_in_sight(request.uuid)


def save(request: Request, now: datetime, *fields: str) -> None:
    """Save what a step changed, as a new version."""
    request.version += 1
    request.updated_at = now
    request.save(update_fields=["state", "version", "updated_at", *fields])


def step(
    actor: Actor,
    request: Request,
    kind: StepKind,
    now: datetime,
    text: str = "",
    *,
    number: int | None = None,
) -> None:
    """Write a line of the timeline; `number` counts those of the ladder, each only once."""
    is_ladder = kind in AUTOMATIC
    Step.objects.create(
        request=request,
        municipality_id=request.municipality_id,
        practice_id=request.practice_id,
        kind=kind,
        number=number,
        at=now,
        actor_name=LADDER_NAME if is_ladder else actor.name,
        role=Role.SYSTEM if is_ladder else actor.role,
        organisation_name="" if is_ladder else actor.organisation_name,
        text=text,
    )
    audit.record(
        actor=actor,
        action=f"request.{kind.value}",
        subject_type="request",
        subject=request.uuid,
        state=request.state,
    )
