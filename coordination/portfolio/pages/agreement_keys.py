"""The funding keys of an agreement, each with the names of its days."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from coordination.base.danish import sort_key
from coordination.base.periods import Period
from coordination.ledger.enums import KeyKind
from coordination.parties.enums import OrganisationKind
from coordination.portfolio.selectors import AgreementPage
from coordination.web.templatetags.samspil import percent


def key_rows(page: AgreementPage, *, today: date) -> list[dict[str, Any]]:
    """The funding keys, the first one first. One that has ended keeps the names of its days."""
    return [
        {
            "starts_on": key.starts_on,
            "ends_on": Period(key.starts_on, key.ends_before).last_day,
            "holds": Period(key.starts_on, key.ends_before).contains(today),
            "shares": shares_text(
                [
                    (
                        share.funder.name
                        if key.ends_before is not None and key.ends_before <= today
                        else page.names[share.funder_id],
                        share.funder.kind,
                        share.weight,
                    )
                    for share in key.shares.all()
                ]
            ),
            "kind": KeyKind(key.kind).label,
            "decision": key.decision,
            "decided_on": key.decided_on,
        }
        for key in page.keys
    ]


def shares_text(shares: Sequence[tuple[str, str, Decimal]]) -> str:
    """Region Midtjylland 50 %, 19 kommuner hver 2,6 %: names, kinds and parts, the largest first.

    Municipalities with equal parts are counted where there are more than three.
    """
    total = sum((part for _name, _kind, part in shares), Decimal(0))
    found: dict[tuple[Decimal, bool], list[str]] = {}
    for name, kind, part in shares:
        found.setdefault((part, kind == OrganisationKind.MUNICIPALITY), []).append(name)
    texts = []
    for (part, are_towns), names in sorted(found.items(), reverse=True):
        share = percent(part * 100 / total)
        if are_towns and len(names) > 3:
            texts.append(_("%(n)s kommuner hver %(share)s") % {"n": len(names), "share": share})
        else:
            texts += [f"{name} {share}" for name in sorted(names, key=sort_key)]
    return ", ".join(texts)
