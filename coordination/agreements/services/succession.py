"""What becomes of an agreement when one of its parties is continued by another."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from coordination.agreements import policies, selectors
from coordination.agreements.enums import State, Succession
from coordination.agreements.errors import SuccessionPassed, WrongState
from coordination.agreements.models import Agreement, Party, SuccessionChoice, Version
from coordination.agreements.services.drafting import lock
from coordination.agreements.services.text import Text, hash_of, text_of
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.errors import ReasonMissing
from coordination.base.periods import local_date
from coordination.parties import selectors as parties


def check_before(day: date, *, now: datetime) -> None:
    """Refuse what can only be decided until the day of a succession."""
    if local_date(now) >= day:
        raise SuccessionPassed(day=day_text(day))


@transaction.atomic
def choose_succession(
    *,
    actor: Actor,
    agreement: Agreement,
    on: date,
    choice: Succession,
    reason: str,
    now: datetime,
) -> SuccessionChoice:
    """Keep what was chosen for the day, and why; until the day a later choice takes its place."""
    policies.check_choose_succession(actor, agreement)
    agreement = lock(agreement)
    check_before(on, now=now)
    if not reason.strip():
        raise ReasonMissing
    made, _is_new = SuccessionChoice.objects.update_or_create(
        agreement=agreement,
        on=on,
        defaults={
            "choice": choice,
            "reason": reason.strip(),
            "chosen_by": actor.name,
            "chosen_at": now,
        },
    )
    audit.record(
        actor=actor,
        action="agreement.succession_chosen",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        on=on,
        choice=choice,
        reason=made.reason,
    )
    return made


@transaction.atomic
def end_by_decision(
    *, actor: Actor, agreement: Agreement, ends_before: date | None, reason: str
) -> Agreement:
    """Let a decision end the agreement before a day, without a notice; None takes it back."""
    policies.check_choose_succession(actor, agreement)
    agreement = lock(agreement)
    if agreement.state != State.IN_FORCE:
        raise WrongState
    if not reason.strip():
        raise ReasonMissing
    before = agreement.ends_before
    agreement.terminated_before = ends_before
    agreement.save(update_fields=["terminated_before"])
    agreement.refresh_from_db(fields=["ends_before"])
    audit.record(
        actor=actor,
        action="agreement.ended_by_decision",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        before=before,
        after=agreement.ends_before,
        reason=reason.strip(),
    )
    return agreement


def succeeded_text(agreement: Agreement, *, on: date) -> Text:
    """The newest text with each party replaced by whoever continues it on a day.

    A body that no longer exists then does not recommend it.
    """
    return _succeeded(selectors.newest_version(agreement), on)


def _succeeded(version: Version, on: date) -> Text:
    text = text_of(version)
    heirs = parties.successors_of({party.pk for party, _role in text.parties}, on=on)
    places = parties.organisations_by_key(heirs.values())
    pairs = dict.fromkeys((heirs[party.pk], role) for party, role in text.parties)
    first = text.recommending_body
    gone = first is not None and first.ends_before is not None and first.ends_before <= on
    return replace(
        text,
        parties=[(places[key], role) for key, role in pairs],
        recommending_body=None if gone else first,
    )


@transaction.atomic
def drop_succeeded_text(*, actor: Actor, agreement: Agreement, on: date) -> int | None:
    """Forget the text that was written for the successors, if nobody has worked on it or sent it.

    Returns its number.
    """
    policies.check_draft(actor, agreement.region_id)
    agreement = lock(agreement)
    newest, *earlier = agreement.versions.order_by("-number")[:2]
    if newest.sent_at is not None or not earlier or newest.pk == agreement.version_id:
        return None
    if hash_of(_succeeded(earlier[0], on).content()) != newest.content_hash:
        return None
    number = newest.number
    newest.delete()
    parties_left = Party.objects.filter(agreement=agreement)
    keys = parties_left.values_list("organisation_id", flat=True)
    agreement.party_ids = sorted({agreement.region_id, *keys})
    agreement.save(update_fields=["party_ids"])
    audit.record(
        actor=actor,
        action="agreement.text_dropped",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        version=number,
    )
    return number
