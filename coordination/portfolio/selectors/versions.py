"""A version's content as lines that a person reads, and what differs between two of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from coordination.agreements.enums import AgreementKind, ClauseKind, MoneyUsed, PartyRole
from coordination.agreements.models import Agreement, Version
from coordination.agreements.selectors import approvals
from coordination.base.actor import Actor
from coordination.base.danish import day_text, sort_key
from coordination.base.errors import NotFound
from coordination.portfolio.rules.difference import Change, Line, difference


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts of one agreement; `before` is None where there is nothing to compare with."""

    before: Version | None
    after: Version
    changes: list[Change]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class VersionsPage:
    agreement: Agreement
    versions: list[Version]
    comparison: Comparison


def versions_page(
    actor: Actor, slug: str, *, before: int | None = None, after: int | None = None
) -> VersionsPage:
    """The texts of an agreement, and what differs between two of them; else the newest two."""
    agreement = approvals.managed_agreement(actor, slug)
    versions = approvals.versions_of(agreement)
    later = _numbered(versions, after) if after else versions[0]
    if before is None:
        earlier = next((row for row in versions if row.number < later.number), None)
    else:
        earlier = _numbered(versions, before)
    return VersionsPage(agreement, versions, compare(earlier, later))


def _numbered(versions: list[Version], number: int) -> Version:
    found = next((row for row in versions if row.number == number), None)
    if found is None:
        raise NotFound
    return found


def difference_for(actor: Actor, uuid: UUID, since: UUID | None) -> Comparison:
    """What differs between two texts of the same agreement; by default from the one before."""
    after = approvals.version_for(actor, uuid)
    texts = approvals.versions_of(after.agreement)
    if since is None:
        before = next((row for row in texts if row.number < after.number), None)
    else:
        before = next((row for row in texts if row.uuid == since), None)
        if before is None:
            raise NotFound
    return compare(before, after)


def compare(before: Version | None, after: Version) -> Comparison:
    """The later text in full, and what differs from the earlier one."""
    names = approvals.names_in([row for row in (before, after) if row is not None])
    lines = list(lines_of(after.content, names))
    earlier = list(lines_of(before.content, names)) if before else lines
    return Comparison(before, after, difference(earlier, lines), lines)


def lines_of(content: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Line]:
    """What a text says, in the order people read it."""
    group = _("Aftalen")
    parent = names.get(content["parent"], _("en aftale, I ikke er part i"))
    falls = _("falder bort med den") if content["falls_with_parent"] else _("gælder for sig selv")
    for key, label, text in (
        ("title", _("Titel"), content["title"]),
        ("kind", _("Type"), str(AgreementKind(content["kind"]).label)),
        ("legal_basis", _("Hjemmel"), content["legal_basis"]),
        ("period", _("Periode"), _period(content)),
        ("parent", _("Hører til"), f"{parent} ({falls})" if content["parent"] else ""),
        ("recommended_by", _("Indstilles af"), names.get(content["recommended_by"], "")),
    ):
        if text:
            yield Line(group, key, label, text)
    yield from _clauses(content)
    yield from _parties(content, names)


def _period(content: Mapping[str, Any]) -> str:
    first = day_text(date.fromisoformat(content["starts_on"]))
    if not content["ends_before"]:
        return _("fra %s uden udløb") % first
    last = date.fromisoformat(content["ends_before"]) - timedelta(days=1)
    return f"{first} – {day_text(last)}"


def _parties(content: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Line]:
    roles: dict[str, list[str]] = {}
    for party, role in content["parties"]:
        roles.setdefault(party, []).append(str(PartyRole(role).label).lower())
    for party in sorted(roles, key=lambda key: sort_key(names[key])):
        yield Line(_("Parter"), party, names[party], ", ".join(roles[party]))


def _clauses(content: Mapping[str, Any]) -> Iterator[Line]:
    order = list(ClauseKind)
    for kind, quote, months, money_used in sorted(
        content["clauses"], key=lambda row: order.index(ClauseKind(row[0]))
    ):
        said = [quote]
        if months:
            said.append(
                _("Varsel: %s") % (_("1 måned") if months == 1 else _("%s måneder") % months)
            )
        if money_used:
            said.append(str(MoneyUsed(money_used).label))
        yield Line(_("Vilkår"), kind, str(ClauseKind(kind).label), "\n".join(said))
