"""What a work list tells besides its rows: unread marks, names, and whether it has changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from acute import policies
from acute.enums import LASTING_STATES, OPEN_STATES, RequestState, StepKind
from acute.models import Request, Sight, Step
from acute.selectors.requests import requests_for
from coordination.base.actor import Actor

TURNS = (StepKind.SENT, StepKind.TAKEN)
"""Steps that say who a row is about: who asked, and who took it last."""


def unread_of(actor: Actor, requests: Iterable[Request]) -> set[int]:
    """The keys of those that the actor has not seen as they are now."""
    rows = list(requests)
    seen = Sight.objects.filter(request__in=rows, reader_key=actor.key)
    versions = dict(seen.values_list("request_id", "version"))
    return {row.pk for row in rows if row.version > versions.get(row.pk, 0)}


def people_of(actor: Actor, requests: Iterable[Request]) -> dict[tuple[int, str], Step]:
    """Who asked, and who took it last, with role and organisation, by request and step."""
    steps = Step.objects.visible_to(actor).filter(request__in=list(requests), kind__in=TURNS)
    return {(step.request_id, step.kind): step for step in steps.order_by("id")}


@dataclass(frozen=True, slots=True)
class News:
    """What has happened to an open work list since it was read."""

    fresh: int
    has_changed: bool
    first: int


def news_of(actor: Actor, *, since: datetime, then: int, now: datetime) -> News:
    """How many requests are new or moved since a moment at which `then` of them were open.

    `first` is how many wait for the reader's side. No patient is read.
    """
    policies.check_work_list(actor)
    rows = requests_for(actor).filter(state__in=LASTING_STATES)
    found = rows.order_by().values_list("state", "sent_at", "updated_at", "promised_at")
    asks = actor.role in policies.ASKERS
    mine = (RequestState.ANSWERED, RequestState.INSTRUCTED) if asks else (RequestState.WAITING,)
    fresh = sum(updated > since for _state, _sent, updated, _due in found)
    arrived = sum(sent > since for _state, sent, _updated, _due in found)
    overdue = any(state in OPEN_STATES and since < due <= now for state, _s, _u, due in found)
    return News(
        fresh=fresh,
        has_changed=bool(fresh) or overdue or len(found) != then + arrived,
        first=sum(state in mine for state, _sent, _updated, _due in found),
    )
