"""What applies in a municipality on a day, and what to do where no doctor's advice is agreed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from coordination.agreements.enums import AgreementKind
from coordination.agreements.selectors.applicable import Applicable, applicable_agreements
from coordination.base.actor import Actor
from coordination.base.danish import sort_key
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class Place:
    """The municipality and the practice that are asked about, and those that could be."""

    municipality: Organisation | None
    practice: Organisation | None
    municipalities: list[Organisation]
    practices: list[Organisation]


@dataclass(frozen=True, slots=True)
class Answer:
    """What applies. `instead` says what to do where no advice agreement can be used that day."""

    rows: list[Applicable]
    instead: str


def place_for(actor: Actor, *, municipality: UUID | None, practice: UUID | None, on: date) -> Place:
    """What is asked about; the actor's own where nothing is said. Others than exist are None."""
    found = parties.organisations(OrganisationKind.MUNICIPALITY, on=on)
    municipalities = sorted(found, key=lambda row: sort_key(row.name))
    own = actor.organisation_id or 0
    if municipality is None:
        home = parties.municipality_of(own, on=on)
        municipality = home.uuid if home else None
        default = own
    else:
        default = 0
    chosen = next((row for row in municipalities if row.uuid == municipality), None)
    practices = parties.practices_in(chosen, on=on) if chosen else []
    wanted = [
        row for row in practices if row.uuid == practice or (not practice and row.pk == default)
    ]
    return Place(chosen, next(iter(wanted), None), municipalities, practices)


def answer_for(municipality: Organisation, practice: Organisation | None, *, on: date) -> Answer:
    """The agreements that apply in a place on a day, the same for every role."""
    rows = applicable_agreements(
        municipality_id=municipality.pk, practice_id=practice.pk if practice else None, on=on
    )
    advised = any(row.kind == AgreementKind.ACUTE_ADVICE and not row.rests_on(on) for row in rows)
    return Answer(rows, "" if advised else _instead())


def _instead() -> str:
    return _(
        "Ring til borgerens egen læge på hverdage kl. 8-16 og til lægevagten uden for den tid. "
        "Ved livsfare: ring 112."
    )
