"""One closed month: totals per practice and per funder, what was left over, and its files."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from coordination.base import clock
from coordination.base.actor import Actor
from coordination.base.errors import allowed
from coordination.ledger import policies, selectors, services
from coordination.ledger.enums import OF_SHARE, FileKind
from coordination.ledger.models import SettlementFile, SettlementShare
from coordination.web.http import ActorRequest, file_download
from coordination.web.pages import attempt_or_say

CONTENT = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "xml": "application/xml",
}
SHORT = {
    FileKind.STATEMENT: "Opgørelse",
    FileKind.INVOICE: "E-faktura",
    FileKind.CREDIT_NOTE: "Kreditnota",
}


@require_GET
def settlement(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """A closed month as the reader may see it."""
    actor = request.actor
    page = selectors.settlement_page(actor, uuid)
    row = page.settlement
    files = selectors.files_of(actor, row)
    context = {
        "settlement": {
            "month": row.starts_on,
            "number": row.number,
            "agreement": row.agreement.title,
            "amount": row.amount,
            "count": row.claim_count,
            "grace_days": row.grace_days,
            "cutoff_at": row.cutoff_at,
            "closed_at": row.closed_at,
            "closed_by": row.closed_by,
            "hash": row.content_hash,
            "cancelled_at": row.cancelled_at,
            "cancelled_by": row.cancelled_by,
            "cancel_reason": row.cancel_reason,
        },
        "back_url": reverse("agreement-settlements", args=[row.agreement.slug]),
        "practices": page.practices,
        "shares": [_share(actor, share, row.is_standing, files) for share in page.shares],
        "left_over": page.left_over,
        "is_whole": page.is_whole,
        "files": [_file(file) for file in files],
        "kinds": _kinds(actor, row.is_standing, files),
        "files_url": reverse("settlement-file", args=[row.uuid]),
    }
    return render(request, "ledger/settlement.html", context)


def _kinds(actor: Actor, stands: bool, files: list[SettlementFile]) -> list[dict[str, Any]]:
    """The files of the whole month that the reader may fetch now."""
    if not allowed(policies.check_settle, actor):
        return []
    made = {row.kind for row in files if row.share_id is None}
    kinds = [kind for kind in FileKind if kind not in OF_SHARE and (stands or kind in made)]
    return [{"value": kind.value, "label": kind.label, "is_copy": kind in made} for kind in kinds]


def _share(
    actor: Actor, share: SettlementShare, stands: bool, files: list[SettlementFile]
) -> dict[str, Any]:
    """A funder's share and the files that can be fetched of it."""
    made = {row.kind for row in files if row.share_id == share.pk}
    is_payer = allowed(policies.check_settle, actor)
    may_statement = stands and allowed(policies.check_fetch, actor)
    kinds = set(made)
    if may_statement:
        kinds.add(FileKind.STATEMENT)
    if is_payer and share.funder_id != share.region_id:
        if stands:
            kinds.add(FileKind.INVOICE)
        elif FileKind.INVOICE in made:
            kinds.add(FileKind.CREDIT_NOTE)
    return {
        "funder": share.funder.name,
        "amount": share.amount,
        "url": reverse("share-file", args=[share.uuid]),
        "kinds": [
            {"value": kind.value, "label": SHORT[kind], "is_copy": kind in made}
            for kind in FileKind
            if kind in kinds
        ],
    }


def _file(row: SettlementFile) -> dict[str, Any]:
    return {
        "name": row.name,
        "label": FileKind(row.kind).label,
        "made_at": row.made_at,
        "made_by": row.made_by,
        "sha256": row.sha256,
    }


@require_POST
def month_file(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """A file of the whole month; the same bytes whenever it is asked for."""
    actor = request.actor
    policies.check_settle(actor)
    found = selectors.settlement_for(actor, uuid)
    kinds = {kind.value: kind for kind in FileKind if kind not in OF_SHARE}
    kind = kinds.get(request.POST.get("kind", ""), FileKind.PAYMENT)
    issued = services.issue(actor=actor, settlement=found, kind=kind, now=clock.now())
    return _download(issued)


@require_POST
def share_file(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """A file of one funder's share; where it cannot be made, the page says what is missing."""
    actor = request.actor
    policies.check_fetch(actor)
    share = selectors.share_for(actor, uuid)
    kinds = {kind.value: kind for kind in OF_SHARE}
    kind = kinds.get(request.POST.get("kind", ""), FileKind.STATEMENT)
    found: list[services.Issued] = []

    def make() -> None:
        found.append(
            services.issue(
                actor=actor, settlement=share.settlement, kind=kind, share=share, now=clock.now()
            )
        )

    if not attempt_or_say(request, make):
        return redirect("settlement", uuid=share.settlement.uuid)
    return _download(found[0])


def _download(issued: services.Issued) -> HttpResponse:
    ending = issued.name.rsplit(".", 1)[1]
    answer = file_download(bytes(issued.file.content), issued.name, CONTENT[ending])
    answer["X-Copy"] = "true" if issued.is_copy else "false"
    return answer
