"""A notice that was received before the regions of the east became one, and has effect after it."""

from datetime import UTC, date, datetime

from coordination.agreements.models import Agreement
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from coordination.notices import selectors
from coordination.notices import services as notices
from coordination.notices.enums import NoticeKind
from coordination.parties.models import Organisation

GIVEN, RECEIVED = date(2026, 11, 2), date(2026, 11, 16)


def make_crossing_notice(agreement: Agreement, giver: Organisation) -> None:
    """A municipality terminates; its region records when everybody has had it. Invented."""
    clerk = _office(Role.MUNICIPAL_ADMIN, giver)
    with rowsecurity.scope(clerk):
        notice = notices.draft(
            actor=clerk,
            agreement=agreement,
            kind=NoticeKind.TERMINATE,
            reason="Kommunen vil aftale opgaven anderledes med den nye region.",
            now=_noon(GIVEN),
        )
        notices.give(actor=clerk, uuid=notice.uuid, now=_noon(GIVEN))
    steward = _office(Role.REGION_ADMIN, agreement.region)
    with rowsecurity.scope(steward):
        notices.receive(
            actor=steward,
            uuid=notice.uuid,
            organisations=selectors.others(notice),
            received_on=RECEIVED,
            today=RECEIVED,
        )


def _office(role: Role, place: Organisation) -> Actor:
    own = (place.pk,)
    return Actor(None, "Demo", role, place.pk, place.name, office_orgs=own, kin_orgs=own)


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
