"""What parties approve: the words, as one value with one hash."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coordination.agreements import selectors
from coordination.agreements.enums import (
    AgreementKind,
    Anchor,
    ClauseKind,
    MoneyUsed,
    PartyRole,
    Trigger,
)
from coordination.agreements.models import Agreement, Body, Version
from coordination.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class ClauseText:
    """The words of a clause, and how whoever drafts reads them; None where they are silent."""

    kind: ClauseKind
    quote: str
    months: int | None = None
    anchor: Anchor | None = None
    trigger: Trigger | None = None
    body_lead_days: int = 0
    money_used: MoneyUsed | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one version. `ends_before` is the first day it no longer applies."""

    title: str
    kind: AgreementKind
    legal_basis: str
    starts_on: date
    ends_before: date | None
    parties: Sequence[tuple[Organisation, PartyRole]]
    clauses: Sequence[ClauseText]
    parent: Agreement | None = None
    falls_with_parent: bool = False
    recommending_body: Body | None = None

    def content(self) -> dict[str, Any]:
        """Everything the parties approve, in a fixed order. Readings are not part of it."""
        return {
            "title": self.title,
            "kind": str(self.kind),
            "legal_basis": self.legal_basis,
            "starts_on": str(self.starts_on),
            "ends_before": str(self.ends_before or ""),
            "parent": str(self.parent.uuid) if self.parent else "",
            "falls_with_parent": self.falls_with_parent,
            "recommended_by": str(self.recommending_body.uuid) if self.recommending_body else "",
            "parties": sorted([str(party.uuid), str(role)] for party, role in self.parties),
            "clauses": sorted(
                [str(row.kind), row.quote, row.months, str(row.money_used or "")]
                for row in self.clauses
            ),
        }


def text_of(version: Version) -> Text:
    """A version as the value it was written from, with its clauses as they are read now."""
    content = version.content
    ends_before = content["ends_before"]
    parties = version.parties.select_related("organisation").order_by("pk")
    return Text(
        title=content["title"],
        kind=AgreementKind(content["kind"]),
        legal_basis=content["legal_basis"],
        starts_on=date.fromisoformat(content["starts_on"]),
        ends_before=date.fromisoformat(ends_before) if ends_before else None,
        parties=[(row.organisation, PartyRole(row.role)) for row in parties],
        clauses=[
            ClauseText(
                kind=ClauseKind(row.kind),
                quote=row.quote,
                months=row.months,
                anchor=Anchor(row.anchor) if row.anchor else None,
                trigger=Trigger(row.trigger) if row.trigger else None,
                body_lead_days=row.body_lead_days,
                money_used=MoneyUsed(row.money_used) if row.money_used else None,
            )
            for row in version.clauses.order_by("pk")
        ],
        parent=selectors.parent_in(version),
        falls_with_parent=content["falls_with_parent"],
        recommending_body=version.recommending_body,
    )


def hash_of(content: dict[str, Any]) -> str:
    """The SHA-256 of a content, by which an approval names what it approves."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
