"""What parties are told about a text under approval. No case text and no personal data in it."""

from collections.abc import Collection

from coordination.agreements.enums import Decision, State
from coordination.agreements.models import Agreement, Approval, Version
from coordination.base.actor import Actor, Role
from coordination.base.danish import day_text
from coordination.reminders import services as reminders

READERS = (
    Role.REGION_ADMIN.value,
    Role.MUNICIPAL_ADMIN.value,
    Role.GP_ORGANISATION.value,
)


def tell_sent(
    actor: Actor, agreement: Agreement, version: Version, approvers: Collection[int]
) -> None:
    """Tell each party that must approve, once per version, that it is its turn.

    An import repeats what happened earlier, and tells nobody.
    """
    if actor.role == Role.SYSTEM or version.sent_at is None:
        return
    if agreement.state == State.APPROVAL:
        when = f"Aftalen begynder {day_text(agreement.starts_on)}."
    else:
        when = "Den gælder, når alle har godkendt; indtil da gælder den nuværende tekst."
    for party in sorted(approvers):
        reminders.schedule(
            key=f"text-sent:{version.uuid}:{party}",
            group=f"text:{version.uuid}",
            organisation_id=party,
            roles=READERS,
            title=f"Til godkendelse: {agreement.title}",
            body=(
                f"{actor.organisation_name} har sendt version {version.number} til godkendelse. "
                f"{when} Sæt den på dagsordenen hos jer."
            ),
            path=f"/aftaler/godkendelser/?aftale={agreement.slug}",
            due_at=version.sent_at,
        )


def tell_recorded(actor: Actor, agreement: Agreement, approval: Approval) -> None:
    """Tell a party that somebody else than itself has recorded what its body decided."""
    if approval.by_the_party or actor.role == Role.SYSTEM:
        return
    decision = str(Decision(approval.decision).label).lower()
    reminders.schedule(
        key=f"decision:{approval.uuid}:{approval.recorded_at.isoformat()}",
        group=f"decision:{approval.uuid}",
        organisation_id=approval.organisation_id,
        roles=READERS,
        title=f"Beslutning registreret for jer: {agreement.title}",
        body=(
            f"{actor.organisation_name} har registreret »{decision}« for {approval.body.name}. "
            "Tjek, at det er rigtigt."
        ),
        path=f"/aftaler/{agreement.slug}/godkendelser/{approval.body.uuid}/",
        due_at=approval.recorded_at,
    )
