"""The PDFs that belong to an agreement."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coordination.agreements import policies
from coordination.agreements import selectors as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.models import Document
from coordination.agreements.selectors import approvals
from coordination.base import clock
from coordination.base.errors import allowed
from coordination.portfolio.forms import DocumentForm
from coordination.portfolio.services import LATIN
from coordination.web import idempotency
from coordination.web.http import ActorRequest, pdf_download
from coordination.web.pages import attempt, new_key


def document_row(document: Document) -> dict[str, Any]:
    """A document as lists show it."""
    return {
        "url": reverse("agreement-document", args=[document.uuid]),
        "title": document.title,
        "kilobytes": max(document.size // 1024, 1),
        "added_by": document.added_by,
        "added_at": document.added_at,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def documents(request: ActorRequest, slug: str) -> HttpResponse:
    """The documents of an agreement; a party's administrator adds one."""
    actor, now = request.actor, clock.now()
    policies.check_manage(actor)
    if request.method == "POST":
        policies.check_add_document(actor)
    agreement = approvals.managed_agreement(actor, slug)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: agreement_services.add_document(
                actor=actor,
                agreement=agreement,
                title=form.cleaned_data["title"],
                content=form.content(),
                now=now,
            ),
        )
        if made is not None:
            messages.success(request, _("Dokumentet »%s« ligger på aftalen.") % made.title)
            return redirect("agreement-documents", slug=slug)
    context = {
        "agreement": {
            "title": agreement.title,
            "url": reverse("agreement-detail", args=[slug]) + "#documents",
        },
        "documents": [document_row(row) for row in agreements.documents_of(agreement)],
        "form": form if allowed(policies.check_add_document, actor, agreement) else None,
        "idempotency_key": new_key(),
    }
    return render(request, "portfolio/documents.html", context)


@require_GET
def document(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One document, to be saved and not opened inside the site."""
    found = agreements.document_for(request.actor, uuid)
    return pdf_download(bytes(found.content), file_name(found))


def file_name(document: Document) -> str:
    """A name of plain letters for the file."""
    return f"{slugify(document.title.translate(LATIN)) or 'dokument'}.pdf"
