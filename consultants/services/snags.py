"""What somebody met in the cooperation: filed in half a minute, answered or taken up."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from consultants import policies, selectors
from consultants.enums import SNAG_MOVES, Frequency, SnagState
from consultants.errors import AnswerMissing, SnagMoved, WhatMissing
from consultants.models import ImprovementPoint, Snag
from consultants.services.texts import check_no_patient
from coordination.audit import services as audit
from coordination.base.actor import Actor, Role
from coordination.base.periods import local_date
from coordination.parties import selectors as parties
from coordination.reminders import services as reminders


@transaction.atomic
def file_snag(*, actor: Actor, place: UUID, what: str, frequency: Frequency, now: datetime) -> Snag:
    """File a snag about a hospital, a department or a municipality of the own region."""
    policies.check_file(actor)
    today = local_date(now)
    found, host, region = selectors.place_named(actor, place, on=today)
    assert actor.organisation_id is not None  # a place was found in its region
    if not what.strip():
        raise WhatMissing
    check_no_patient(what=what)
    snag = Snag.objects.create(
        host=host,
        region_id=region,
        place=found,
        filer=parties.organisation(actor.organisation_id),
        filer_role=actor.role,
        filed_by=actor.name,
        filed_at=now,
        filed_on=today,
        what=what.strip(),
        frequency=frequency,
    )
    _record(actor, snag, "filed")
    reminders.schedule(
        key=f"snags:{host.pk}:{today}",
        group=f"snags:{host.pk}",
        organisation_id=host.pk,
        roles=(Role.PRACTICE_CONSULTANT.value,),
        title="Nye knaster venter",
        path="/konsulenter/knaster/indbakke/",
        due_at=now,
    )
    return snag


@transaction.atomic
def answer_snag(*, actor: Actor, uuid: UUID, answer: str, now: datetime) -> Snag:
    """Tell those who filed it what comes of a snag that becomes no point."""
    policies.check_answer(actor)
    (snag,) = lock_snags(actor, [selectors.snag_for(actor, uuid)], now)
    if not answer.strip():
        raise AnswerMissing
    check_no_patient(answer=answer)
    snag.answer, snag.answered_at, snag.answered_by = answer.strip(), now, actor.name
    _move(actor, snag, SnagState.ANSWERED)
    tell_filer(snag, f"Svar på knast {snag.number}", now)
    return snag


def lock_snags(actor: Actor, rows: Iterable[Snag], now: datetime) -> list[Snag]:
    """The snags as they are now, held against others; the actor consults where they belong."""
    today = local_date(now)
    for row in rows:
        policies.check_group(actor, selectors.appointments_at(actor, row, on=today))
    keys = [row.pk for row in rows]
    locked = Snag.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    return list(locked.select_related("host", "place", "filer").order_by("pk"))


def join_point(actor: Actor, snag: Snag, point: ImprovementPoint, now: datetime) -> None:
    """Let a locked snag be part of a point, and tell those who filed it."""
    snag.point = point
    _move(actor, snag, SnagState.IN_POINT)
    tell_filer(snag, f"Knast {snag.number} er blevet til et forbedringspunkt", now)


def tell_filer(snag: Snag, title: str, now: datetime) -> None:
    """Say it to the role at the organisation that filed; the text itself stays in Samspil."""
    reminders.schedule(
        key=f"snag:{snag.uuid}:{snag.version}",
        group=f"snag:{snag.uuid}",
        organisation_id=snag.filer_id,
        roles=(snag.filer_role,),
        title=title,
        path=f"/konsulenter/knaster/{snag.uuid}/",
        due_at=now,
    )


def _move(actor: Actor, snag: Snag, to: SnagState) -> None:
    if to not in SNAG_MOVES[SnagState(snag.state)]:
        raise SnagMoved
    snag.state = to
    snag.version += 1
    snag.save(update_fields=["state", "point", "answer", "answered_at", "answered_by", "version"])
    _record(actor, snag, str(to))


def _record(actor: Actor, snag: Snag, action: str) -> None:
    audit.record(
        actor=actor,
        action=f"snag.{action}",
        subject_type="snag",
        subject=snag.uuid,
        place=snag.place.name,
    )
