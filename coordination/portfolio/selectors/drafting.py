"""What the drafting pages need to know: who can be chosen, and what a text says already."""

from dataclasses import dataclass
from datetime import date, timedelta

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import PartyRole
from coordination.agreements.models import Agreement, Body, Clause, Version
from coordination.base.actor import Actor
from coordination.base.danish import sort_key
from coordination.ledger import selectors as ledger
from coordination.ledger.models import Contribution, Tariff
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation

PROVIDERS = (
    OrganisationKind.GP_ORGANISATION,
    OrganisationKind.HOSPITAL,
    OrganisationKind.PSYCHIATRY,
)
MOST_PARENTS = 200


@dataclass(frozen=True, slots=True)
class DraftedAgreement:
    """The newest text of an agreement with its parties, clauses, money and price."""

    agreement: Agreement
    version: Version
    roles: dict[PartyRole, list[Organisation]]
    clauses: list[Clause]
    contributions: list[Contribution]
    tariff: Tariff | None

    @property
    def starts_on(self) -> date:
        return date.fromisoformat(self.version.content["starts_on"])

    @property
    def last_day(self) -> date | None:
        text = self.version.content["ends_before"]
        return date.fromisoformat(text) - timedelta(days=1) if text else None

    @property
    def municipalities(self) -> list[Organisation]:
        found = {row for rows in self.roles.values() for row in rows}
        kind = OrganisationKind.MUNICIPALITY
        return sorted((row for row in found if row.kind == kind), key=lambda row: row.name)


def drafted(actor: Actor, agreement: Agreement) -> DraftedAgreement:
    """The newest text of an agreement that the actor looks after."""
    version = agreements.newest_version(agreement)
    roles: dict[PartyRole, list[Organisation]] = {}
    for party in version.parties.select_related("organisation"):
        roles.setdefault(PartyRole(party.role), []).append(party.organisation)
    budget = ledger.budgets_of(actor, [agreement]).get(agreement.pk)
    tariffs = ledger.tariffs_of(agreement)
    return DraftedAgreement(
        agreement=agreement,
        version=version,
        roles=roles,
        clauses=list(version.clauses.order_by("kind")),
        contributions=ledger.contributions_of(budget) if budget else [],
        tariff=tariffs[0] if tariffs else None,
    )


def providers_for(region: Organisation, *, on: date) -> list[Organisation]:
    """Who may deliver under a region's agreements: doctors' organisations and its hospitals."""
    own = parties.parts_of(region, on=on)
    found = [
        row
        for kind in PROVIDERS
        for row in parties.organisations(kind, on=on)
        if kind == OrganisationKind.GP_ORGANISATION or row.pk in own
    ]
    return sorted(found, key=lambda row: (PROVIDERS.index(row.kind), sort_key(row.name)))


def bodies_for(region: Organisation, *, on: date) -> list[Body]:
    """The bodies that may recommend a text of the region."""
    return agreements.recommending_bodies(region, on=on)


def parents_for(actor: Actor, *, without: Agreement | None) -> list[Agreement]:
    """The agreements another one can belong to: the newest of the actor's own."""
    rows = agreements.agreements_for(actor)
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    return list(rows[:MOST_PARENTS])
