from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from coordination.agreements import policies
from coordination.agreements.enums import (
    AgreementKind,
    BodyKind,
    ClauseKind,
    MoneyUsed,
    PartyRole,
    State,
)
from coordination.agreements.errors import NoAgreement, NotInForce, OutsidePeriod, Suspended
from coordination.agreements.models import (
    Agreement,
    AgreementQuerySet,
    Approval,
    Body,
    Clause,
    Party,
    SuspendedInterval,
)
from coordination.base.actor import Actor
from coordination.base.danish import day_text, sort_key
from coordination.base.errors import NotFound
from coordination.parties.models import Organisation


def agreements_for(actor: Actor) -> AgreementQuerySet:
    """The agreements that bind the actor's organisation, newest first."""
    policies.check_see_agreements(actor)
    rows = Agreement.objects.visible_to(actor).select_related("region")
    return rows.order_by("-starts_on", "-id")


def agreement_for(actor: Actor, uuid: UUID) -> Agreement:
    """One agreement that binds the actor's organisation."""
    found = agreements_for(actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def agreement_by_slug(actor: Actor, slug: str) -> Agreement:
    """One agreement that binds the actor's organisation, by its readable name."""
    found = agreements_for(actor).filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def manages(actor: Actor, agreement: Agreement) -> bool:
    """Whether the actor looks after the text, money and dates for one of the parties."""
    return bool(set(agreement.party_ids) & set(actor.office_orgs))


def acute_agreement(actor: Actor, *, municipality_id: int, on: date) -> Agreement:
    """The advice agreement that applies in a municipality on a day; the newest where several do."""
    rows = agreements_for(actor).filter(
        kind=AgreementKind.ACUTE_ADVICE, party_ids__contains=[municipality_id]
    )
    suspension = None
    for agreement in rows.applying_on(on).prefetch_related("suspended_intervals"):
        suspension = suspended_on(agreement, on)
        if suspension is None:
            return agreement
    if suspension is not None:
        raise Suspended(since=day_text(suspension.starts_on))
    raise NoAgreement


def suspended_on(agreement: Agreement, on: date) -> SuspendedInterval | None:
    """The suspended interval a day lies in, if any; they never overlap."""
    for row in agreement.suspended_intervals.all():
        if row.starts_on <= on and (row.ends_before is None or on < row.ends_before):
            return row
    return None


def next_suspension(agreement: Agreement, *, today: date) -> SuspendedInterval | None:
    """The suspension that holds today or begins later."""
    rows = agreement.suspended_intervals.filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=today)
    )
    return rows.order_by("starts_on").first()


def check_day_can_be_posted(agreement: Agreement, *, on: date) -> None:
    """Refuse a day before activation, outside the period or inside a suspension."""
    if agreement.state not in (State.IN_FORCE, State.ENDED):
        raise NotInForce
    if not agreement.period.contains(on):
        raise OutsidePeriod(period=period_text(agreement))
    interval = suspended_on(agreement, on)
    if interval is not None:
        raise Suspended(since=day_text(interval.starts_on))


def period_text(agreement: Agreement) -> str:
    """The period with its last day, as it is written in Danish sentences."""
    last = agreement.period.last_day
    return f"{day_text(agreement.starts_on)}–{day_text(last) if last else ''}"


def money_used_clause(agreement: Agreement) -> MoneyUsed:
    """What happens when the money is used; refuse where no clause says otherwise."""
    clause = agreement.clauses.filter(kind=ClauseKind.MONEY_USED).first()
    return MoneyUsed(clause.money_used) if clause else MoneyUsed.REFUSE


def clause_of(agreement: Agreement, kind: ClauseKind) -> Clause | None:
    """The clause of a kind, if the agreement has one."""
    return agreement.clauses.filter(kind=kind).first()


def clauses_of(agreement: Agreement) -> list[Clause]:
    """The clauses in a fixed order."""
    return list(agreement.clauses.order_by("kind"))


def parties_of(agreement: Agreement) -> list[Party]:
    """Parties with their roles, in Danish alphabetical order."""
    rows = agreement.parties.select_related("organisation")
    return sorted(rows, key=lambda row: (sort_key(row.organisation.name), row.role))


def approvals_of(agreement: Agreement) -> list[Approval]:
    """Decisions of bodies on the newest version, recommendations first."""
    rows = agreement.approvals.select_related("body", "organisation")
    return sorted(
        rows, key=lambda row: (not row.is_recommendation, sort_key(row.organisation.name), row.pk)
    )


@dataclass(frozen=True, slots=True)
class ApprovalCount:
    approved: int
    required: int


def approval_count(agreement: Agreement) -> ApprovalCount:
    """How many of the parties that must approve have done so."""
    required = agreement.parties.filter(role=PartyRole.APPROVER).count()
    standing = agreement.approvals.standing().filter(is_recommendation=False)
    return ApprovalCount(standing.values("organisation").distinct().count(), required)


def live_agreements(*, on: date) -> AgreementQuerySet:
    """Agreements in force that have not ended, with their clauses (for sweeps)."""
    rows = Agreement.objects.filter(state=State.IN_FORCE, ends_before__gt=on)
    return rows.prefetch_related("clauses").order_by("id")


def body_of(organisation: Organisation, kind: BodyKind) -> Body:
    """The body of a kind that decides for an organisation."""
    found = Body.objects.filter(organisation=organisation, kind=kind).first()
    if found is None:
        raise NotFound
    return found
