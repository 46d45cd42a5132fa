"""Secret addresses where a calendar program reads a person's deadlines in one role."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from coordination.access import selectors as access
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.errors import NotFound
from coordination.base.periods import local_date
from coordination.reminders import policies, selectors
from coordination.reminders.errors import FeedExists
from coordination.reminders.models import CalendarFeed


@transaction.atomic
def create_feed(*, actor: Actor, now: datetime) -> tuple[CalendarFeed, str]:
    """Make an address for the actor's present role; its secret is returned once and kept hashed."""
    policies.check_have_feed(actor)
    token = secrets.token_urlsafe(32)
    membership = selectors.acting_membership(actor, today=local_date(now))
    try:
        with transaction.atomic():
            feed = CalendarFeed.objects.create(
                user_id=membership.user_id,
                membership=membership,
                token_hash=selectors.token_hash(token),
                created_at=now,
            )
    except IntegrityError as error:
        raise FeedExists from error
    _record(actor, feed, "created")
    return feed, token


@transaction.atomic
def revoke_feed(*, actor: Actor, uuid: UUID, now: datetime) -> CalendarFeed:
    """Close an address for good; it is gone from the next time it is asked for."""
    policies.check_have_feed(actor)
    rows = CalendarFeed.objects.visible_to(actor).live().select_for_update(no_key=True)
    feed = rows.filter(uuid=uuid).first()
    if feed is None:
        raise NotFound
    feed.revoked_at = now
    feed.save(update_fields=["revoked_at"])
    _record(actor, feed, "revoked")
    return feed


@transaction.atomic
def open_feed(*, token: str, now: datetime) -> Actor:
    """Who reads by this secret: its person in exactly its role, for as long as both hold.

    Notes when it was last read. The caller must set the scope to this actor before reading more.
    """
    feed = selectors.feed_of(token)
    today = local_date(now)
    held = access.memberships_of(feed.user, today=today)
    if feed.membership_id not in {membership.pk for membership in held}:
        raise NotFound
    actor = access.actor_of(feed.user, today=today, membership=feed.membership.uuid)
    if actor is None:
        raise NotFound
    feed.last_read_at = now
    feed.save(update_fields=["last_read_at"])
    return actor


def _record(actor: Actor, feed: CalendarFeed, action: str) -> None:
    audit.record(
        actor=actor,
        action=f"calendar_feed.{action}",
        subject_type="calendar_feed",
        subject=feed.uuid,
    )
