"""What the bodies still have to decide: texts, who decides about them, and when they meet."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Subquery

from coordination.agreements import policies
from coordination.agreements.enums import DECIDED, DECIDING, STANDING, Decision, PartyRole
from coordination.agreements.models import (
    Agreement,
    Approval,
    Body,
    Meeting,
    Party,
    Version,
    VersionQuerySet,
)
from coordination.base.actor import Actor
from coordination.base.danish import sort_key
from coordination.base.errors import NotFound
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation
from coordination.parties.models.dated import DatedQuerySet


@dataclass(frozen=True, slots=True)
class Deciding:
    """One body's part in one version: it decides for a party, or recommends to the others.

    `body` is None where the party has no body left that can decide.
    """

    organisation: Organisation
    body: Body | None
    approval: Approval | None
    recommends: bool = False

    @property
    def decision(self) -> Decision:
        return Decision(self.approval.decision) if self.approval else Decision.NOT_SENT

    @property
    def has_approved(self) -> bool:
        return self.decision in STANDING


def managed_agreement(actor: Actor, name: str | UUID) -> Agreement:
    """One agreement that the actor looks after for a party, by its readable name or public id."""
    policies.check_manage(actor)
    rows = Agreement.objects.filter(party_ids__overlap=list(actor.office_orgs))
    rows = rows.filter(uuid=name) if isinstance(name, UUID) else rows.filter(slug=name)
    found = rows.select_related("region", "version").first()
    if found is None:
        raise NotFound
    return found


def texts_under_approval(actor: Actor) -> VersionQuerySet:
    """The texts that bodies decide about now, of agreements the actor looks after; oldest first."""
    policies.check_manage(actor)
    rows = Version.objects.under_approval()
    rows = rows.filter(agreement__party_ids__overlap=list(actor.office_orgs))
    return rows.select_related("agreement__region", "recommending_body").order_by("pk")


def missing_approvers(agreement_ids: Iterable[int]) -> dict[int, list[int]]:
    """The parties whose approval the present texts still lack, by agreement key (for sweeps)."""
    decided = Approval.objects.all().of_party()
    rows = Party.objects.filter(
        agreement__in=list(agreement_ids),
        version=F("agreement__version"),
        role=PartyRole.APPROVER,
    )
    rows = rows.annotate(decided=Subquery(decided.values("decision")[:1]))
    rows = rows.filter(Q(decided__isnull=True) | ~Q(decided__in=STANDING))
    found: dict[int, list[int]] = {}
    for agreement, organisation in rows.values_list("agreement", "organisation").order_by("pk"):
        found.setdefault(agreement, []).append(organisation)
    return found


def decision_counts(actor: Actor) -> dict[Decision, int]:
    """How many bodies have decided what about all those texts, in one query."""
    decided = Approval.objects.all().of_party()
    texts = texts_under_approval(actor).order_by().values("pk")
    rows = Party.objects.filter(role=PartyRole.APPROVER, version__in=texts)
    groups = rows.values(decision=Subquery(decided.values("decision")[:1]))
    counts = dict.fromkeys(Decision, 0)
    for decision, number in groups.annotate(n=Count("pk")).values_list("decision", "n"):
        counts[Decision(decision or Decision.NOT_SENT)] += number
    return counts


def decided_between(actor: Actor, *, after: date, until: date) -> int:
    """How many bodies met and decided about a text after a day and up to another."""
    rows = Approval.objects.deciding().filter(
        agreement__party_ids__overlap=list(actor.office_orgs),
        decision__in=DECIDED,
        meeting_on__gt=after,
        meeting_on__lte=until,
    )
    return rows.count()


def deciding_about(versions: Collection[Version], *, on: date) -> dict[int, list[Deciding]]:
    """Who decides about each version (by its key), in four queries however many there are.

    For a party that has been succeeded its successor's body decides. The body that recommends
    stands first, the parties follow in Danish alphabetical order.
    """
    rows = Party.objects.filter(version__in=versions, role=PartyRole.APPROVER)
    rows = rows.annotate(counts=Subquery(Approval.objects.all().of_party().values("pk")[:1]))
    approvers = list(rows.select_related("organisation"))
    found = Approval.objects.filter(version__in=versions).select_related("body", "organisation")
    approvals = {row.pk: row for row in found}
    recommended = {row.version_id: row for row in approvals.values() if row.is_recommendation}
    bodies = _deciding_bodies({party.organisation_id for party in approvers}, on=on)
    decidings: dict[int, list[Deciding]] = {version.pk: [] for version in versions}
    for version in versions:
        first = version.recommending_body
        if first is not None:
            given = recommended.get(version.pk)
            region = version.agreement.region
            decidings[version.pk].append(Deciding(region, first, given, recommends=True))
    for party in sorted(approvers, key=lambda row: sort_key(row.organisation.name)):
        given = approvals.get(party.counts)
        stands = given is not None and (given.decision in DECIDED or given.body.exists_on(on))
        body = given.body if given and stands else bodies.get(party.organisation_id)
        decidings[party.version_id].append(Deciding(party.organisation, body, given))
    return decidings


def _deciding_bodies(organisation_ids: Collection[int], *, on: date) -> dict[int, Body]:
    """The body that decides for each organisation, or for its successor: the first not ended."""
    now = parties.successors_of(organisation_ids, on=on)
    rows = Body.objects.filter(kind__in=DECIDING, organisation__in=set(now.values()))
    rows = rows.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=on))
    found = {row.organisation_id: row for row in rows.order_by("-starts_on")}
    return {party: found[later] for party, later in now.items() if later in found}


def counted_decisions(version: Version) -> dict[int, Decision]:
    """What has been decided for each party that must approve a version, by its key."""
    decided = Approval.objects.all().of_party().values("decision")[:1]
    rows = version.parties.filter(role=PartyRole.APPROVER).annotate(counts=Subquery(decided))
    found = rows.values_list("organisation_id", "counts")
    return {party: Decision(counts or Decision.NOT_SENT) for party, counts in found}


def coming_meetings(body_ids: Collection[int], *, today: date) -> dict[int, list[Meeting]]:
    """The meetings of bodies from today on, by body, the nearest first."""
    found: dict[int, list[Meeting]] = {}
    rows = Meeting.objects.filter(body__in=body_ids, held_on__gte=today)
    for meeting in rows.order_by("held_on"):
        found.setdefault(meeting.body_id, []).append(meeting)
    return found


def meetings_of(body: Body) -> QuerySet[Meeting]:
    """The meetings of one body, the latest first."""
    return body.meetings.order_by("-held_on")


def meeting_for(uuid: UUID) -> Meeting:
    """One meeting of the register."""
    found = Meeting.objects.filter(uuid=uuid).select_related("body").first()
    if found is None:
        raise NotFound
    return found


def body_register() -> DatedQuerySet:
    """Every body, past and future ones too, newest first."""
    return Body.objects.select_related("organisation").order_by("-id")


def versions_of(agreement: Agreement) -> list[Version]:
    """The texts of an agreement, the newest first."""
    rows = agreement.versions.select_related("recommending_body")
    return list(rows.order_by("-number"))


def version_for(actor: Actor, uuid: UUID) -> Version:
    """One text of an agreement that the actor looks after."""
    policies.check_manage(actor)
    rows = Version.objects.filter(agreement__party_ids__overlap=list(actor.office_orgs))
    found = rows.filter(uuid=uuid).select_related("agreement__region", "recommending_body").first()
    if found is None:
        raise NotFound
    return found


def last_decided(version: Version, body: Body, *, on: date) -> Version | None:
    """The earlier text that a body (or one before it) last approved or rejected, if any."""
    rows = Approval.objects.filter(
        version__agreement=version.agreement_id,
        version__number__lt=version.number,
        organisation__in=parties.line_of(body.organisation_id, on=on),
        body__kind=body.kind,
        decision__in=DECIDED,
    )
    found = rows.select_related("version").order_by("-version__number").first()
    return found.version if found else None


def names_in(versions: Iterable[Version]) -> dict[str, str]:
    """The names of the organisations, bodies and agreements that texts point to, by public id."""
    contents = [row.content for row in versions]
    places = {UUID(party) for content in contents for party, _role in content["parties"]}
    bodies = {content["recommended_by"] for content in contents} - {""}
    parents = {content["parent"] for content in contents} - {""}
    names = {str(key): row.name for key, row in parties.organisations_named(places).items()}
    for uuid, name in Body.objects.filter(uuid__in=bodies).values_list("uuid", "name"):
        names[str(uuid)] = name
    for uuid, name in Agreement.objects.filter(uuid__in=parents).values_list("uuid", "title"):
        names[str(uuid)] = name
    return names
