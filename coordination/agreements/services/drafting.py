from datetime import date, datetime

from django.db import transaction

from coordination.agreements import policies
from coordination.agreements.enums import MOVES, State
from coordination.agreements.errors import NothingChanged, WrongState
from coordination.agreements.models import Agreement, Clause, Party, Version
from coordination.agreements.services.text import Text, hash_of
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.parties.models import Organisation


def lock(agreement: Agreement) -> Agreement:
    """Lock the agreement row, on which everything that changes its dates waits."""
    rows = Agreement.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("version", "region").get(pk=agreement.pk)


def move(agreement: Agreement, to: State) -> None:
    """Put the agreement in another state, where the table of moves has that step."""
    if to not in MOVES[State(agreement.state)]:
        raise WrongState
    agreement.state = to


@transaction.atomic
def draft(
    *,
    actor: Actor,
    slug: str,
    region: Organisation,
    text: Text,
    now: datetime,
    note: str = "",
) -> Agreement:
    """Write down what is being negotiated, as version 1."""
    policies.check_draft(actor, region.pk)
    agreement = Agreement(slug=slug, region=region, note=note)
    _show(agreement, text)
    agreement.party_ids = sorted({region.pk, *(party.pk for party, _role in text.parties)})
    agreement.save()
    agreement.version = _write(actor, agreement, text, number=1, now=now)
    agreement.save(update_fields=["version"])
    agreement.refresh_from_db(fields=["ends_before"])
    audit.record(
        actor=actor,
        action="agreement.drafted",
        subject_type="agreement",
        subject=agreement.uuid,
        title=text.title,
    )
    return agreement


@transaction.atomic
def revise(*, actor: Actor, agreement: Agreement, text: Text, now: datetime) -> Version:
    """Change the text. What was sent to the parties stays as it is: a new version is made.

    While an agreement is in force its own text goes on applying until the new one is approved by
    all. Approvals never carry over.
    """
    policies.check_draft(actor, agreement.region_id)
    agreement = lock(agreement)
    newest = agreement.versions.order_by("-number")[0]
    if agreement.state == State.ENDED:
        raise WrongState
    if hash_of(text.content()) == newest.content_hash:
        raise NothingChanged
    number = newest.number
    if newest.sent_at is None:
        if newest.pk == agreement.version_id:
            Agreement.objects.filter(pk=agreement.pk).update(version=None)
        newest.delete()
    else:
        number += 1
    made = _write(actor, agreement, text, number=number, now=now)
    parties = Party.objects.filter(agreement=agreement).values_list("organisation_id", flat=True)
    agreement.party_ids = sorted({agreement.region_id, *parties})
    if agreement.state in (State.APPROVAL, State.REJECTED):
        move(agreement, State.DRAFT)
    if agreement.state == State.DRAFT:
        _show(agreement, text)
        agreement.version = made
    agreement.save()
    audit.record(
        actor=actor,
        action="agreement.revised",
        subject_type="agreement",
        subject=agreement.uuid,
        version=number,
    )
    return made


@transaction.atomic
def set_ladder(*, actor: Actor, agreement: Agreement, days: list[int]) -> Agreement:
    """Choose how many days before its deadlines an agreement reminds."""
    policies.check_draft(actor, agreement.region_id)
    agreement = lock(agreement)
    before = agreement.ladder
    agreement.ladder = sorted(set(days), reverse=True)
    agreement.save(update_fields=["ladder"])
    audit.record(
        actor=actor,
        action="agreement.ladder_set",
        subject_type="agreement",
        subject=agreement.uuid,
        before=before,
        after=agreement.ladder,
    )
    return agreement


def apply_text(agreement: Agreement, version: Version) -> None:
    """Let a version be the one that applies; the caller saves."""
    content = version.content
    agreement.version = version
    agreement.title = content["title"]
    agreement.legal_basis = content["legal_basis"]
    agreement.falls_with_parent = content["falls_with_parent"]
    agreement.parent = (
        Agreement.objects.filter(uuid=content["parent"]).first() if content["parent"] else None
    )
    agreement.agreed_before = (
        date.fromisoformat(content["ends_before"]) if content["ends_before"] else None
    )


def _show(agreement: Agreement, text: Text) -> None:
    agreement.kind = text.kind
    agreement.title = text.title
    agreement.legal_basis = text.legal_basis
    agreement.starts_on = text.starts_on
    agreement.agreed_before = text.ends_before
    agreement.parent = text.parent
    agreement.falls_with_parent = text.falls_with_parent


def _write(
    actor: Actor, agreement: Agreement, text: Text, *, number: int, now: datetime
) -> Version:
    content = text.content()
    version = Version.objects.create(
        agreement=agreement,
        number=number,
        content=content,
        content_hash=hash_of(content),
        recommending_body=text.recommending_body,
        author=actor.key,
        author_name=actor.name,
        created_at=now,
    )
    Party.objects.bulk_create(
        Party(agreement=agreement, version=version, organisation=party, role=role)
        for party, role in text.parties
    )
    Clause.objects.bulk_create(
        Clause(
            agreement=agreement,
            version=version,
            kind=row.kind,
            quote=row.quote,
            months=row.months,
            anchor=row.anchor or "",
            trigger=row.trigger or "",
            body_lead_days=row.body_lead_days,
            money_used=row.money_used or "",
            read_by=actor.name,
            read_by_key=actor.key,
        )
        for row in text.clauses
    )
    return version
