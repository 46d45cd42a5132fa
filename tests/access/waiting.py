"""A text that waits for decisions and one that was not sent, with what belongs to them."""

import itertools
from dataclasses import dataclass
from datetime import date
from typing import Any

from coordination.agreements import selectors
from coordination.agreements import services as agreements
from coordination.agreements.enums import AgreementKind, BodyKind, Decision, PartyRole
from coordination.agreements.models import Agreement, Body
from coordination.agreements.services import Reference, Text
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from tests import make

MET = date(2020, 5, 27)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Waiting:
    """What the routes of approvals name, and what they must be sent."""

    things: dict[str, object]
    by_role: dict[Role, dict[str, Any]]
    content_hash: str

    def of(self, role: Role | None) -> dict[str, Any]:
        """The body, its decision and its meeting where somebody with the role works."""
        return self.by_role.get(role or Role.REGION_ADMIN, self.by_role[Role.REGION_ADMIN])

    def decision(self, role: Role | None) -> dict[str, object]:
        """What a form or a program sends to record what that body decided."""
        return {"decision": "approved", "meeting_on": str(MET), "content_hash": self.content_hash}

    def decision_of_body(self, role: Role | None) -> dict[str, object]:
        return {**self.decision(role), "body": str(self.of(role)["body"])}


def build(place: make.World) -> Waiting:
    """By the region's administrator; the municipality has approved, the others have not."""
    bodies = _bodies(place)
    pending, unsent = _text(place), _text(place)
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    with rowsecurity.scope(place.admin):
        agreements.send_for_approval(actor=place.admin, agreement=pending, now=make.NOW)
        version = selectors.newest_version(pending)
        document = agreements.add_document(
            actor=place.admin, agreement=pending, title="Bilag", content=b"%PDF-1.4", now=make.NOW
        )
    with rowsecurity.scope(clerk):
        agreements.record_decision(
            actor=clerk,
            agreement=pending,
            body=bodies[Role.MUNICIPAL_ADMIN],
            decision=Decision.APPROVED,
            content_hash=version.content_hash,
            reference=Reference(meeting_on=MET),
            now=make.NOW,
        )
    return Waiting(
        things={
            "pending": pending.uuid,
            "unsent": unsent.uuid,
            "version": version.uuid,
            "document": document.uuid,
        },
        by_role={
            role: {
                "body": body.uuid,
                "deciding": {"slug": pending.slug, "body": body.uuid},
                "meeting": _meeting(place, body),
            }
            for role, body in bodies.items()
        },
        content_hash=version.content_hash,
    )


def _bodies(place: make.World) -> dict[Role, Body]:
    board = agreements.register_body(
        organisation=place.plo, kind=BodyKind.GP_BOARD, name="Bestyrelsen", starts_on=make.SINCE
    )
    return {
        Role.REGION_ADMIN: selectors.body_of(
            place.region, BodyKind.REGIONAL_COUNCIL, on=make.TODAY
        ),
        Role.MUNICIPAL_ADMIN: selectors.body_of(
            place.municipality, BodyKind.MUNICIPAL_COUNCIL, on=make.TODAY
        ),
        Role.GP_ORGANISATION: board,
    }


def _text(place: make.World) -> Agreement:
    everyone = (place.region, place.municipality, place.plo)
    with rowsecurity.scope(place.admin):
        return agreements.draft(
            actor=place.admin,
            slug=f"venter-{next(_numbers)}",
            region=place.region,
            text=Text(
                title="Aftale, der venter",
                kind=AgreementKind.ACUTE_ADVICE,
                legal_basis="Sundhedsloven",
                starts_on=date(2020, 9, 1),
                ends_before=date(2021, 9, 1),
                parties=[(row, PartyRole.APPROVER) for row in everyone],
                clauses=[],
            ),
            now=make.NOW,
        )


def _meeting(place: make.World, body: Body) -> object:
    own = (body.organisation_id,)
    keeper = Actor(None, "Sekretariat", Role.MUNICIPAL_ADMIN, own[0], office_orgs=own)
    days = [(date(2020, 6, 30), date(2020, 6, 5))]
    with rowsecurity.scope(keeper):
        agreements.add_meetings(actor=keeper, body=body, days=days)
    return body.meetings.get().uuid
