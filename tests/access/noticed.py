"""Notices of a party, each at the step that one of the routes is about."""

from datetime import timedelta
from uuid import UUID

from coordination.agreements import services as agreements
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from coordination.notices import selectors as notice_rows
from coordination.notices import services as notices
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.models import Notice
from coordination.parties.models import Organisation
from tests import make

NOTICES = frozenset({"draft", "given", "asked", "waiting_draft", "barring"})
"""Notices of an own party: a draft, one that waits for a body, one that others have yet to receive,
one that they are asked to forget, and a suspension that has taken effect."""


def notice(place: make.World, party: Organisation, what: str) -> UUID:
    """A notice by a party, as far along as it must be for what is tried."""
    own = (party.pk,)
    giver = Actor(None, "Part", Role.REGION_ADMIN, party.pk, office_orgs=own, kin_orgs=own)
    with rowsecurity.scope(giver):
        if what == "barring":
            return _barring(giver, place)
        body = None
        if what == "waiting_draft":
            body = notice_rows.bodies_for(giver, place.agreement, today=make.TODAY)[0]
        made = notices.draft(
            actor=giver,
            agreement=place.agreement,
            kind=NoticeKind.TERMINATE,
            reason="Ny fordeling",
            now=make.NOW,
            body=body,
        )
        if what in ("given", "asked"):
            notices.give(actor=giver, uuid=made.uuid, now=make.NOW)
    if what == "asked":
        _ask_back(place, giver, made.uuid)
    return made.uuid


def _ask_back(place: make.World, giver: Actor, uuid: UUID) -> None:
    """All have it, and its giver asks them to agree that it is taken back."""
    own = (place.region.pk,)
    region = Actor(None, "Region", Role.REGION_ADMIN, own[0], office_orgs=own, kin_orgs=own)
    with rowsecurity.scope(region):
        notices.receive(
            actor=region,
            uuid=uuid,
            organisations=set(place.agreement.party_ids) - set(giver.office_orgs),
            received_on=make.TODAY,
            today=make.TODAY,
        )
    with rowsecurity.scope(giver):
        notices.withdraw(actor=giver, uuid=uuid, reason="Enighed", now=make.NOW)


def _barring(giver: Actor, place: make.World) -> UUID:
    """Written by hand: what the stage has posted today would keep it from taking effect."""
    last_day = make.TODAY - timedelta(days=1)
    made = Notice.objects.create(
        agreement=place.agreement,
        kind=NoticeKind.SUSPEND,
        state=NoticeState.RECEIVED,
        given_by_id=giver.organisation_id,
        reason="Midlerne er brugt",
        drafted_by="Part",
        drafted_at=make.NOW,
        given_on=last_day,
        received_on=last_day,
        last_day_on=last_day,
    )
    agreements.add_suspended_interval(
        actor=giver,
        agreement=place.agreement,
        starts_on=make.TODAY,
        ends_before=None,
        reason="Midlerne er brugt",
    )
    return made.uuid
