from dataclasses import dataclass
from datetime import date

from django.db import connection

from acute import policies
from coordination.base.actor import Actor
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class SpecialistUnit:
    """A hospital unit, and the agreement on specialist advice that lets it be asked."""

    organisation: Organisation
    agreement_id: int


def specialist_units(actor: Actor, *, on: date) -> list[SpecialistUnit]:
    """The units that agreements let the actor's organisation ask on a day, by name.

    The database answers whoever asks for the own organisation: paramedics see no agreements.
    """
    policies.check_consult(actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM specialist_units(%s, %s)", [actor.organisation_id, on])
        covered = {unit: agreement for agreement, unit in cursor.fetchall()}
    units = parties.organisations_with_keys(covered)
    return [SpecialistUnit(unit, covered[unit.pk]) for unit in units]
