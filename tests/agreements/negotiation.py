"""A text between a region and some municipalities, and the people who decide about it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from coordination.agreements import selectors
from coordination.agreements import services as agreements
from coordination.agreements.enums import (
    AgreementKind,
    BodyKind,
    ClauseKind,
    Decision,
    PartyRole,
    State,
)
from coordination.agreements.models import Agreement
from coordination.agreements.services import ClauseText, Reference, Text
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from tests import make

MET = Reference(meeting_on=date(2020, 5, 27), agenda_number="3")


class Negotiation:
    """By default with two municipalities, and nobody who recommends first."""

    def __init__(
        self,
        *,
        recommended: bool = False,
        municipalities: Sequence[str] = ("Herning Kommune", "Ikast-Brande Kommune"),
    ) -> None:
        self.region = make.organisation("Region Midtjylland")
        self.municipalities = [make.organisation(name) for name in municipalities]
        self.writer = make.actor(Role.REGION_ADMIN, self.region)
        self.colleague = make.actor(Role.REGION_ADMIN, self.region)
        self.admins = [make.actor(Role.MUNICIPAL_ADMIN, row) for row in self.municipalities]
        self.council = self.body(self.region, BodyKind.REGIONAL_COUNCIL)
        self.councils = [self.body(row, BodyKind.MUNICIPAL_COUNCIL) for row in self.municipalities]
        self.committee = self.body(self.region, BodyKind.PRACTICE_PLAN_COMMITTEE)
        everyone = [self.region, *self.municipalities]
        self.text = Text(
            title="Aftale under forhandling",
            kind=AgreementKind.ACUTE_ADVICE,
            legal_basis="Sundhedsloven",
            starts_on=date(2020, 9, 1),
            ends_before=date(2021, 9, 1),
            parties=[(row, PartyRole.APPROVER) for row in everyone],
            clauses=[
                ClauseText(ClauseKind.TERMINATE, "3 måneders varsel.", months=3),
                ClauseText(ClauseKind.TASK, "Ring til lægen, og log samtalen."),
            ],
            recommending_body=self.committee if recommended else None,
        )
        with rowsecurity.scope(self.writer):
            self.agreement = agreements.draft(
                actor=self.writer,
                slug="under-forhandling",
                region=self.region,
                text=self.text,
                now=make.NOW,
            )

    @staticmethod
    def body(organisation, kind):
        return selectors.body_of(organisation, kind, on=make.TODAY)

    def send(self) -> None:
        with rowsecurity.scope(self.writer):
            agreements.send_for_approval(actor=self.writer, agreement=self.agreement, now=make.NOW)

    def decide(self, actor: Actor, body, decision=Decision.APPROVED, **changes) -> State:
        with rowsecurity.scope(actor):
            version = selectors.newest_version(self.agreement)
            wanted = {
                "content_hash": version.content_hash,
                "reference": MET,
                "now": make.NOW,
            } | changes
            done = agreements.record_decision(
                actor=actor, agreement=self.agreement, body=body, decision=decision, **wanted
            )
        return State(done.state)

    def revise(self, **changes):
        with rowsecurity.scope(self.writer):
            return agreements.revise(
                actor=self.writer,
                agreement=self.agreement,
                text=replace(self.text, **changes),
                now=make.NOW,
            )

    def now(self) -> Agreement:
        with rowsecurity.scope(self.writer):
            return Agreement.objects.select_related("version").get(pk=self.agreement.pk)

    def all_approve(self) -> State:
        self.decide(self.colleague, self.council)
        self.decide(self.admins[0], self.councils[0])
        return self.decide(self.admins[1], self.councils[1])
