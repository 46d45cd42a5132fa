"""What the agreement page shows of approvals, versions and documents."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.agreements import policies
from coordination.agreements.enums import State
from coordination.base.errors import allowed
from coordination.portfolio.forms import DocumentForm
from coordination.portfolio.pages.approval_rows import (
    board_url,
    body_row,
    names_text,
    text_row,
)
from coordination.portfolio.pages.documents import document_row
from coordination.portfolio.selectors import AgreementPage
from coordination.portfolio.selectors.board import BoardText
from coordination.web.http import ActorRequest
from coordination.web.pages import new_key


def sections(request: ActorRequest, page: AgreementPage, today: date) -> dict[str, Any]:
    """Context of the three sections; empty for roles that do not look after the agreement."""
    if page.text is None:
        return {}
    agreement = page.agreement
    may_add = allowed(policies.check_add_document, request.actor, agreement)
    return {
        "approvals": _approvals(request, page, page.text, today),
        "versions": page.versions,
        "versions_url": reverse("version-difference", args=[agreement.slug]),
        "in_force": agreement.version_id if agreement.activated_at else None,
        "documents": [document_row(row) for row in page.documents],
        "documents_url": reverse("agreement-documents", args=[agreement.slug]),
        "document_form": DocumentForm() if may_add else None,
        "idempotency_key": new_key(),
    }


def _approvals(
    request: ActorRequest, page: AgreementPage, text: BoardText, today: date
) -> dict[str, Any]:
    agreement, newest = page.agreement, page.versions[0]
    rows = [body_row(row, agreement.slug, today) for row in text.rows]
    may_send = allowed(policies.check_send_for_approval, request.actor, agreement)
    may_start = may_send and agreement.state == State.APPROVAL and text.approved
    sendable = newest.sent_at is None and agreement.state in (State.DRAFT, State.IN_FORCE)
    return {
        "text": text_row(text, today),
        "is_sent": text.version.sent_at is not None,
        "missing": [row for row in rows if row["is_missing"]],
        "decided": [row for row in rows if not row["is_missing"]],
        "unsent": newest.number if sendable and may_send else None,
        "send_url": reverse("agreement-send", args=[agreement.slug]),
        "start_url": reverse("agreement-start", args=[agreement.slug]) if may_start else "",
        "board_url": board_url(agreement.slug) if agreement.state == State.APPROVAL else "",
        "partial": _partial(text),
    }


def _partial(text: BoardText) -> str:
    """Sat i kraft for 17 af 19: Haster. Endnu ikke med: Herning Kommune og Struer Kommune."""
    out = [row.party for row in text.parties if not row.deciding.has_approved]
    if text.version.activated_at is None or not out:
        return ""
    return _("Sat i kraft for %(approved)s af %(all)s: %(reason)s Endnu ikke med: %(names)s.") % {
        "approved": text.approved,
        "all": len(text.parties),
        "reason": text.agreement.partial_start_reason.rstrip(".") + ".",
        "names": names_text(out),
    }
