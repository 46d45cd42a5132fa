"""One step of a notice each, by the person who takes it, and agreements to take them under."""

import itertools
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from coordination.agreements import selectors as agreement_rows
from coordination.agreements import services as agreements
from coordination.agreements.enums import (
    AgreementKind,
    Anchor,
    BodyKind,
    ClauseKind,
    Decision,
    PartyRole,
    Trigger,
)
from coordination.agreements.models import Agreement, Clause
from coordination.agreements.services import ClauseText, Reference, Text
from coordination.base.actor import Actor, Role, system
from coordination.base.rowsecurity import scope
from coordination.ledger import services as ledger
from coordination.notices import services as notices
from coordination.notices.enums import NoticeKind
from coordination.notices.models import Notice
from coordination.parties.models import Organisation
from tests import make

WHIT_SUNDAY = date(2020, 5, 31)
WHIT_SUNDAY_MORNING = datetime(2020, 5, 31, 6, tzinfo=UTC)
_counter = itertools.count(1)


@dataclass(frozen=True)
class Alliance:
    """A region, its doctors and two municipalities, of which each may leave the others."""

    region: Organisation
    leaver: Organisation
    stayer: Organisation
    plo: Organisation
    agreement: Agreement
    admin: Actor
    clerk: Actor
    neighbour: Actor
    doctors: Actor
    system: Actor


CLAUSES = (
    ClauseText(
        ClauseKind.LEAVE,
        "Hver kommune kan udtræde med 2 måneders varsel.",
        months=2,
        anchor=Anchor.END_OF_MONTH,
        trigger=Trigger.ANY_TIME,
        body_lead_days=30,
    ),
    ClauseText(
        ClauseKind.TERMINATE,
        "Aftalen kan opsiges med 3 måneders varsel.",
        months=3,
        anchor=Anchor.DAY_TO_DAY,
        trigger=Trigger.ANY_TIME,
    ),
)


def alliance(clauses: Collection[ClauseText] = CLAUSES) -> Alliance:
    """An agreement in force between them, every clause confirmed."""
    number = next(_counter)
    region = make.organisation("Region Midtjylland")
    leaver, stayer = make.organisation("Herning Kommune"), make.organisation("Lemvig Kommune")
    plo = make.organisation_of_doctors(f"PLO i alliance {number}")
    worker = system(*(row.pk for row in (region, leaver, stayer, plo)), name="Test")
    approvers = (region, leaver, stayer)
    with scope(worker):
        made = agreements.draft(
            actor=worker,
            slug=f"alliance-{number}",
            region=region,
            text=Text(
                title=f"Alliance {number}",
                kind=AgreementKind.ACUTE_ADVICE,
                legal_basis="Sundhedsloven",
                starts_on=date(2019, 9, 1),
                ends_before=date(2021, 9, 1),
                parties=[
                    *((row, PartyRole.APPROVER) for row in approvers),
                    (plo, PartyRole.PROVIDER),
                ],
                clauses=list(clauses),
            ),
            now=make.NOW,
        )
        ledger.open_budget(actor=worker, agreement=made)
        for clause in clauses:
            agreements.confirm_clause(actor=worker, agreement=made, kind=clause.kind, now=make.NOW)
        agreements.send_for_approval(actor=worker, agreement=made, now=make.NOW)
        for row in approvers:
            made = approve(worker, made, row)
    return Alliance(
        region,
        leaver,
        stayer,
        plo,
        made,
        make.actor(Role.REGION_ADMIN, region),
        make.actor(Role.MUNICIPAL_ADMIN, leaver),
        make.actor(Role.MUNICIPAL_ADMIN, stayer),
        make.actor(Role.GP_ORGANISATION, plo),
        worker,
    )


def approve(actor: Actor, agreement: Agreement, party: Organisation) -> Agreement:
    """A party's own body approves the text that is before it."""
    kind = BodyKind.MUNICIPAL_COUNCIL
    if party.kind == "region":
        kind = BodyKind.REGIONAL_COUNCIL
    return agreements.record_decision(
        actor=actor,
        agreement=agreement,
        body=agreement_rows.body_of(party, kind, on=make.TODAY),
        decision=Decision.APPROVED,
        content_hash=agreement_rows.newest_version(agreement).content_hash,
        reference=Reference(meeting_on=date(2020, 5, 27), agenda_number="3"),
        now=make.NOW,
    )


def settle(
    place: make.World,
    kind: ClauseKind = ClauseKind.SUSPEND,
    anchor: Anchor = Anchor.DAY_TO_DAY,
    trigger: Trigger = Trigger.ANY_TIME,
    *,
    confirm: bool = True,
) -> None:
    """The region decides how a clause is read, and its finance office confirms it."""
    colleague = make.actor(Role.REGION_FINANCE, place.region)
    with scope(place.admin):
        agreements.settle_clause(
            actor=place.admin,
            agreement=place.agreement,
            kind=kind,
            anchor=anchor,
            trigger=trigger,
            reason="Parterne er enige om det",
        )
    if confirm:
        with scope(colleague):
            agreements.confirm_clause(
                actor=colleague, agreement=place.agreement, kind=kind, now=make.NOW
            )


def leave_open(place: make.World, kind: ClauseKind = ClauseKind.SUSPEND) -> None:
    """Nobody has decided yet how a clause is read."""
    with scope(place.system):
        rows = Clause.objects.filter(agreement=place.agreement, kind=kind)
        rows.update(anchor="", trigger="")


def spent(place: make.World) -> None:
    """The money of the 2019 agreement as it stood on Whit Sunday 2020: 1,860,000 kroner used."""
    parts = ((date(2020, 2, 1), "1172361.40"), (date(2020, 4, 1), "687638.60"))
    with scope(place.system):
        ledger.carry_over(
            actor=place.system,
            agreement=place.agreement,
            purchases=[
                (
                    ledger.Purchase(
                        f"history:{place.agreement.pk}:{day}",
                        Decimal(amount),
                        day,
                        place.municipality.pk,
                        place.practice.pk,
                    ),
                    datetime(day.year, day.month, day.day, 10, tzinfo=UTC),
                )
                for day, amount in parts
            ],
        )


def draft(
    place: make.World | Alliance,
    kind: NoticeKind = NoticeKind.SUSPEND,
    actor: Actor | None = None,
    now: datetime = make.NOW,
    **changes: object,
) -> Notice:
    """A notice that the region (or the party named) has written."""
    actor = actor or place.admin
    with scope(actor):
        return notices.draft(
            actor=actor,
            agreement=place.agreement,
            kind=kind,
            now=now,
            **({"reason": "Midlerne slipper op."} | changes),
        )


def give(actor: Actor, notice: Notice, now: datetime = make.NOW) -> Notice:
    with scope(actor):
        return notices.give(actor=actor, uuid=notice.uuid, now=now)


def given(
    place: make.World | Alliance,
    kind: NoticeKind = NoticeKind.SUSPEND,
    actor: Actor | None = None,
    now: datetime = make.NOW,
) -> Notice:
    """A notice that the region (or the party named) has given today; a suspension at any time."""
    actor = actor or place.admin
    if kind == NoticeKind.SUSPEND and isinstance(place, make.World):
        settle(place)
    return give(actor, draft(place, kind, actor, now), now)


def receive(actor: Actor, notice: Notice, *parties: Organisation, on: date = make.TODAY) -> Notice:
    """The parties have the notice on a day, which one of them or the region records."""
    with scope(actor):
        return notices.receive(
            actor=actor,
            uuid=notice.uuid,
            organisations=[row.pk for row in parties],
            received_on=on,
            today=on,
        )


def received(place: make.World, notice: Notice, day: date, *parties: Organisation) -> Notice:
    """The parties (all where none is named) have the notice on a day, the region records it."""
    return receive(place.admin, notice, *(parties or (place.municipality, place.plo)), on=day)


def withdraw(actor: Actor, notice: Notice, now: datetime = make.NOW) -> Notice:
    with scope(actor):
        return notices.withdraw(actor=actor, uuid=notice.uuid, reason="Enighed", now=now)


def agree(actor: Actor, notice: Notice, now: datetime = make.NOW) -> Notice:
    with scope(actor):
        return notices.agree_withdrawal(actor=actor, uuid=notice.uuid, now=now)


def agreement_now(place: make.World | Alliance) -> Agreement:
    """The agreement as its administrator sees it."""
    with scope(place.admin):
        return Agreement.objects.get(pk=place.agreement.pk)
