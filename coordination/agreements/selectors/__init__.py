from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery

from coordination.agreements import policies
from coordination.agreements.enums import (
    AGREED,
    DECIDING,
    DECISIONS,
    STANDING,
    AgreementKind,
    BodyKind,
    ClauseKind,
    Decision,
    MoneyUsed,
    State,
    Succession,
)
from coordination.agreements.errors import (
    NoAgreement,
    NotInForce,
    NotTakingPart,
    OutsidePeriod,
    Suspended,
)
from coordination.agreements.models import (
    Agreement,
    AgreementQuerySet,
    Approval,
    Body,
    Clause,
    Document,
    Party,
    Sketch,
    SuccessionChoice,
    SuspendedInterval,
    Version,
)
from coordination.base.actor import Actor
from coordination.base.danish import day_text, sort_key
from coordination.base.errors import NotFound
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation

PREPARED = (State.DRAFT, State.APPROVAL, State.IN_FORCE)
"""States in which an agreement may apply on a coming day."""


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


def partners_of(actor: Actor) -> list[Organisation]:
    """Who takes part in the agreements that bind the actor, in Danish order, in one query."""
    bound = agreements_for(actor).order_by().annotate(party=Func("party_ids", function="unnest"))
    return parties.organisations_with_keys(bound.values("party"))


def managed_agreements(actor: Actor) -> AgreementQuerySet:
    """The agreements that the actor looks after for a party."""
    policies.check_manage(actor)
    return Agreement.objects.filter(party_ids__overlap=list(actor.office_orgs))


def municipalities_taking_part(actor: Actor, kind: AgreementKind, *, on: date) -> dict[int, str]:
    """Names by key of those that take part that day in agreements the actor looks after."""
    applying = managed_agreements(actor).applying_on(on).filter(kind=kind)
    rows = Party.objects.filter(
        Q(leaves_before__isnull=True) | Q(leaves_before__gt=on),
        version__in=applying.values("version"),
        organisation__kind=OrganisationKind.MUNICIPALITY,
        joins_on__lte=on,
    )
    return dict(rows.values_list("organisation", "organisation__name"))


def manages(actor: Actor, agreement: Agreement) -> bool:
    """Whether the actor looks after the text, money and dates for one of the parties."""
    return bool(set(agreement.party_ids) & set(actor.office_orgs))


def party_for(actor: Actor, agreement: Agreement) -> int:
    """The party that the actor acts for: the region where it may, else itself, else a predecessor.

    The actor must look after the agreement for one of its parties.
    """
    own = set(agreement.party_ids) & set(actor.office_orgs)
    return min(own, key=lambda key: (key != agreement.region_id, key != actor.organisation_id, key))


def acute_agreement(actor: Actor, *, municipality_id: int, on: date) -> Agreement:
    """The advice agreement that applies in a municipality on a day; the newest where several do."""
    rows = agreements_for(actor).filter(kind=AgreementKind.ACUTE_ADVICE)
    rows = rows.with_party(municipality_id, on=on)
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


def intervals_of(agreement_ids: Collection[int]) -> list[SuspendedInterval]:
    """The suspended intervals of agreements, the earliest first."""
    rows = SuspendedInterval.objects.filter(agreement__in=agreement_ids)
    return list(rows.order_by("starts_on", "pk")) if agreement_ids else []


def next_suspension(agreement: Agreement, *, today: date) -> SuspendedInterval | None:
    """The suspension that holds today or begins later."""
    rows = agreement.suspended_intervals.filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=today)
    )
    return rows.order_by("starts_on").first()


def check_day_can_be_posted(
    agreement: Agreement, *, on: date, organisation_id: int | None = None
) -> None:
    """Refuse a day before activation, outside the period or inside a suspension.

    With an organisation: also a day on which it takes no part in the agreement.
    """
    if agreement.state not in AGREED:
        raise NotInForce
    if not agreement.period.contains(on):
        raise OutsidePeriod(period=period_text(agreement))
    since, taking_part = _standing_on(agreement, organisation_id, on)
    if since is not None:
        raise Suspended(since=day_text(since))
    if organisation_id is not None and not taking_part:
        raise NotTakingPart(day=day_text(on))


def _standing_on(
    agreement: Agreement, organisation_id: int | None, on: date
) -> tuple[date | None, bool]:
    """Since when a day is suspended, and whether the organisation takes part, in one query."""
    open_on = Q(ends_before__isnull=True) | Q(ends_before__gt=on)
    suspended = SuspendedInterval.objects.filter(
        open_on, agreement=OuterRef("pk"), starts_on__lte=on
    )
    found = (
        Agreement.objects.filter(pk=agreement.pk)
        .annotate(since=Subquery(suspended.values("starts_on")[:1]))
        .annotate(taking_part=Exists(_taking_part(agreement, organisation_id, on)))
    )
    return found.values_list("since", "taking_part").first() or (None, False)


def _taking_part(agreement: Agreement, organisation_id: int | None, on: date) -> QuerySet[Party]:
    rows = Party.objects.filter(
        version=agreement.version_id, organisation=organisation_id, joins_on__lte=on
    )
    return rows.filter(Q(leaves_before__isnull=True) | Q(leaves_before__gt=on))


def takes_part(agreement: Agreement, organisation_id: int, *, on: date) -> bool:
    """Whether an organisation has joined and not left on a day, by the text that applies."""
    return _taking_part(agreement, organisation_id, on).exists()


def left_by(agreement: Agreement, *, on: date) -> set[int]:
    """The organisations that have taken part by the text that applies, and do so no longer."""
    rows = Party.objects.filter(version=agreement.version_id, leaves_before__lte=on)
    return set(rows.values_list("organisation_id", flat=True))


def period_text(agreement: Agreement) -> str:
    """The period with its last day, as it is written in Danish sentences."""
    last = agreement.period.last_day
    return f"{day_text(agreement.starts_on)}–{day_text(last) if last else ''}"


def money_used_clause(agreement: Agreement) -> MoneyUsed:
    """What happens when the money is used; refuse where no clause says otherwise."""
    clause = clause_of(agreement, ClauseKind.MONEY_USED)
    return MoneyUsed(clause.money_used) if clause else MoneyUsed.REFUSE


def clause_of(agreement: Agreement, kind: ClauseKind) -> Clause | None:
    """The clause of a kind, if the agreement has one."""
    return Clause.objects.filter(version=agreement.version_id, kind=kind).first()


def clauses_of(agreement: Agreement) -> list[Clause]:
    """The clauses of the text that applies, in a fixed order."""
    order = list(ClauseKind)
    rows = Clause.objects.filter(version=agreement.version_id)
    return sorted(rows, key=lambda row: order.index(ClauseKind(row.kind)))


def clauses_by_agreement(agreements: Iterable[Agreement]) -> dict[int, list[Clause]]:
    """The clauses of the texts that apply, by agreement key, in one query."""
    versions = {row.version_id: row.pk for row in agreements}
    found: dict[int, list[Clause]] = {}
    for clause in Clause.objects.filter(version__in=versions).order_by("pk"):
        found.setdefault(versions[clause.version_id], []).append(clause)
    return found


def parties_of(agreement: Agreement) -> list[Party]:
    """Parties of the text that applies, with their roles, in Danish alphabetical order."""
    rows = Party.objects.filter(version=agreement.version_id).select_related("organisation")
    return sorted(rows, key=lambda row: (sort_key(row.organisation.name), row.role))


def newest_version(agreement: Agreement) -> Version:
    """The text written last, approved or not."""
    return agreement.versions.select_related("recommending_body").order_by("-number")[0]


def version_under_approval(agreement: Agreement) -> Version | None:
    """The text the bodies decide about now, if any."""
    rows = agreement.versions.under_approval()
    return rows.select_related("recommending_body").first()


def shown_version(agreement: Agreement) -> Version:
    """The text whose approvals a page shows: what is decided now, else what applies."""
    return version_under_approval(agreement) or agreement.version or newest_version(agreement)


def approvals_of(version: Version) -> list[Approval]:
    """Decisions of bodies on one version, recommendations first."""
    rows = version.approvals.select_related("body", "organisation")
    return sorted(
        rows, key=lambda row: (not row.is_recommendation, sort_key(row.organisation.name), row.pk)
    )


def next_decisions(version: Version, before: Decision) -> frozenset[Decision]:
    """What a body's decision may become; a yes to a text that is in force stands."""
    if version.activated_at is not None and before in STANDING:
        return frozenset()
    return DECISIONS[before]


def sketch_for(actor: Actor, uuid: UUID) -> Sketch:
    """One set of answers of the actor's region."""
    policies.check_manage(actor)
    rows = Sketch.objects.visible_to(actor).select_related("region", "agreement")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def sketches_of(actor: Actor) -> list[Sketch]:
    """What the actor's region is writing, the latest first."""
    return list(Sketch.objects.visible_to(actor).order_by("-saved_at", "-id")[:50])


def documents_of(agreement: Agreement) -> list[Document]:
    """The documents of an agreement without their content, the newest first."""
    return list(agreement.documents.defer("content").order_by("-added_at", "-id"))


def document_for(actor: Actor, uuid: UUID) -> Document:
    """One document of an agreement that the actor looks after."""
    policies.check_manage(actor)
    rows = Document.objects.filter(agreement__party_ids__overlap=list(actor.office_orgs))
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def parent_in(version: Version) -> Agreement | None:
    """The agreement that a text says it belongs to, if any."""
    parent = version.content["parent"]
    return Agreement.objects.filter(uuid=parent).first() if parent else None


def counterparts(actor: Actor) -> set[int]:
    """Everybody who takes part in an agreement that the actor looks after for the region."""
    party = Func(F("party_ids"), function="unnest", output_field=BigIntegerField())
    rows = Agreement.objects.filter(region__in=actor.office_orgs)
    return set(rows.values_list(party, flat=True).distinct())


def succession_choices(agreements: Iterable[Agreement], *, on: date) -> dict[int, SuccessionChoice]:
    """What was chosen for the day, by agreement key."""
    rows = SuccessionChoice.objects.filter(agreement__in=list(agreements), on=on)
    return {row.agreement_id: row for row in rows}


def touched_by(actor: Actor, organisation_ids: Collection[int], *, on: date) -> AgreementQuerySet:
    """Agreements of which a party is continued on a day, and that are to apply that day.

    They are in force, negotiated or drafted. Those for which something was chosen are among them,
    also when that let them end.
    """
    policies.check_manage(actor)
    chosen = SuccessionChoice.objects.filter(agreement=OuterRef("pk"), on=on)
    lasts = Q(ends_before__isnull=True) | Q(ends_before__gt=on)
    rows = Agreement.objects.filter(party_ids__overlap=list(actor.office_orgs))
    rows = rows.filter(
        (lasts & Q(state__in=PREPARED)) | Exists(chosen),
        party_ids__overlap=list(organisation_ids),
    )
    return rows.select_related("region", "version").order_by("pk")


def ceases_before(agreement: Agreement) -> date | None:
    """The day before which a choice lets an agreement end when a party is continued, if any."""
    rows = SuccessionChoice.objects.filter(agreement=agreement, choice=Succession.ENDS)
    return rows.order_by("on").values_list("on", flat=True).first()


def bodies_ending(organisation_ids: Collection[int], *, on: date) -> dict[int, list[Body]]:
    """The bodies that exist no longer from a day on, by organisation key."""
    found: dict[int, list[Body]] = {}
    rows = Body.objects.filter(organisation__in=organisation_ids, ends_before=on)
    for body in rows.order_by("kind", "name"):
        found.setdefault(body.organisation_id, []).append(body)
    return found


def live_agreements(*, on: date) -> AgreementQuerySet:
    """Agreements in force that have not ended (for sweeps)."""
    rows = Agreement.objects.filter(state=State.IN_FORCE, ends_before__gt=on)
    return rows.order_by("id")


def body_of(organisation: Organisation, kind: BodyKind, *, on: date) -> Body:
    """The body of a kind that decides for an organisation on a day."""
    found = Body.objects.filter(organisation=organisation, kind=kind).open_on(on).first()
    if found is None:
        raise NotFound
    return found


def body_for(uuid: UUID) -> Body:
    """One body of the register, by its public id."""
    found = Body.objects.filter(uuid=uuid).select_related("organisation").first()
    if found is None:
        raise NotFound
    return found


def bodies_of(organisation_ids: Iterable[int], *, on: date) -> list[Body]:
    """The bodies of organisations that exist on a day, in a fixed order."""
    rows = Body.objects.open_on(on).filter(organisation__in=list(organisation_ids))
    return sorted(rows, key=lambda row: (row.kind, sort_key(row.name)))


def recommending_bodies(region: Organisation, *, on: date) -> list[Body]:
    """The region's bodies that recommend without deciding, and the health councils of a day."""
    rows = Body.objects.open_on(on).exclude(kind__in=DECIDING)
    mine = Q(organisation=region) | Q(kind=BodyKind.HEALTH_COUNCIL)
    return sorted(rows.filter(mine), key=lambda row: (row.kind, sort_key(row.name)))
