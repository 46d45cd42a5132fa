"""A claim as lists and its own page show it."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.base.actor import Actor
from coordination.base.danish import age_text, day_text, kroner_text
from coordination.base.periods import local_date
from coordination.ledger.enums import ClaimState
from coordination.ledger.models import Claim

KINDS = {
    ClaimState.UNFUNDED: "warning",
    ClaimState.SUBMITTED: "info",
    ClaimState.REJECTED: "error",
    ClaimState.APPROVED: "success",
    ClaimState.CLEARED: "success",
    ClaimState.SETTLED: "success",
    ClaimState.WITHDRAWN: "none",
}
OLD_DAYS = 30
"""Days after which a claim has waited too long."""


def claim_row(
    actor: Actor, claim: Claim, now: datetime, *, alike: int = 0, settled_at: datetime | None = None
) -> dict[str, Any]:
    """One claim with its age in words, and what makes somebody look at it twice."""
    days = (local_date(now) - local_date(claim.submitted_at)).days
    return {
        "id": claim.uuid,
        "url": reverse("claim", args=[claim.uuid]),
        "state": claim.state,
        "state_label": _state_label(claim, settled_at),
        "state_kind": KINDS[ClaimState(claim.state)],
        "agreement": claim.agreement.title,
        "municipality": claim.municipality_name,
        "practice": claim.practice.name,
        "service_on": claim.service_on,
        "quantity": claim.quantity,
        "amount": claim.amount,
        "age": age_text(days),
        "is_old": days > OLD_DAYS and claim.state in (ClaimState.SUBMITTED, ClaimState.APPROVED),
        "second": _second(claim),
        "alike": _alike(alike),
        "answer": claim.answer,
        "reject_reason": claim.reject_reason,
        "is_own": actor.key in claim.makers,
        "name": f"{claim.practice.name}, {day_text(claim.service_on)}",
    }


def _state_label(claim: Claim, settled_at: datetime | None) -> str:
    label = str(ClaimState(claim.state).label)
    return f"{label} {day_text(local_date(settled_at))}" if settled_at else label


def _second(claim: Claim) -> str:
    if claim.ordinal == 1:
        return ""
    return _("Nr. %(number)s samme dag: %(reason)s") % {
        "number": claim.ordinal,
        "reason": claim.ordinal_reason,
    }


def _alike(count: int) -> str:
    if not count:
        return ""
    return (
        ngettext(
            "Samme borger samme dag i %s andet krav",
            "Samme borger samme dag i %s andre krav",
            count,
        )
        % count
    )


def facts_of(claim: Claim) -> dict[str, str]:
    """What a claim says, in words, by the name of each fact."""
    return {
        _("Praksis"): claim.practice.name,
        _("Kommune"): claim.municipality_name,
        _("Dag"): day_text(claim.service_on),
        _("Ydelse"): claim.service_code,
        _("Antal"): claim.quantity,
        _("Beløb"): kroner_text(claim.amount),
        _("Sådan er beløbet regnet"): claim.fee_reason,
        _("Flere samme dag"): _second(claim),
        _("Indsendt"): _by(claim.submitted_at, claim.submitted_by),
        _("Afvist"): _by(claim.rejected_at, claim.rejected_by, claim.reject_reason),
        _("Svar fra praksis"): claim.answer,
        _("Godkendt af regionen"): _by(claim.approved_at, claim.approved_by),
        _("Godkendt til udbetaling"): _by(claim.cleared_at, claim.cleared_by),
    }


def _by(moment: datetime | None, who: str, why: str = "") -> str:
    if moment is None:
        return ""
    said = f"{day_text(local_date(moment))}, {who}"
    return f"{said}: {why}" if why else said


def compared_columns(claims: list[Claim]) -> list[dict[str, Any]]:
    """Claims side by side: the same facts in the same order, and which differ from the first."""
    columns = [facts_of(claim) for claim in claims]
    told = [name for name in columns[0] if any(column[name] for column in columns)]
    return [
        {
            "url": reverse("claim", args=[claim.uuid]),
            "title": f"{claim.practice.name}, {day_text(claim.service_on)}",
            "state_label": ClaimState(claim.state).label,
            "state_kind": KINDS[ClaimState(claim.state)],
            "facts": [
                {
                    "name": name,
                    "value": column[name] or "–",
                    "differs": column[name] != columns[0][name],
                }
                for name in told
            ],
        }
        for claim, column in zip(claims, columns, strict=True)
    ]
