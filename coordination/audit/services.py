from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from coordination.audit.enums import Purpose
from coordination.audit.models import Event, PatientAccess
from coordination.base.actor import Actor


def _trace(actor: Actor) -> dict[str, Any]:
    return {
        "actor": actor.key,
        "actor_name": actor.name,
        "role": actor.role,
        "organisation_id": actor.organisation_id,
        "organisation_name": actor.organisation_name,
        "request_id": actor.request_id,
    }


def record(
    *,
    actor: Actor,
    action: str,
    subject_type: str,
    subject: UUID | None,
    readers: Collection[int] = (),
    **changes: Any,
) -> None:
    """Write who changed what, in the transaction of the change. No CPR and no clinical text.

    `readers` are organisations whose offices may read it too: the parties of an agreement.
    """
    Event.objects.create(
        action=action,
        subject_type=subject_type,
        subject=subject,
        changes={name: str(value) for name, value in changes.items()},
        reader_ids=sorted(readers),
        **_trace(actor),
    )


def record_each(
    *,
    actor: Actor,
    action: str,
    subject_type: str,
    subjects: Iterable[UUID],
    **changes: Any,
) -> None:
    """As `record`, of the same change to many things, in one statement."""
    told = {name: str(value) for name, value in changes.items()}
    Event.objects.bulk_create(
        Event(
            action=action,
            subject_type=subject_type,
            subject=subject,
            changes=told,
            **_trace(actor),
        )
        for subject in subjects
    )


def record_access(*, actor: Actor, patient: UUID | None, purpose: Purpose) -> None:
    """Write that the actor looks at a patient (or searched in vain: no patient)."""
    PatientAccess.objects.create(patient=patient, purpose=purpose, **_trace(actor))


def record_work_list(*, actor: Actor, patients: Iterable[UUID], on: date) -> None:
    """Write once a day for each person whose initials stand on the actor's work list."""
    rows = [
        PatientAccess(
            patient=patient,
            purpose=Purpose.WORK_LIST,
            once_key=f"{actor.key}|{actor.organisation_id}|{patient}|{on}",
            **_trace(actor),
        )
        for patient in sorted(set(patients))
    ]
    if rows:
        PatientAccess.objects.bulk_create(rows, ignore_conflicts=True)
