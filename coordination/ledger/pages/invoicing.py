"""Where the invoices of an agreement go, and how the region stands on them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coordination.agreements import selectors as agreements
from coordination.base import clock
from coordination.base.errors import allowed
from coordination.ledger import policies, selectors, services
from coordination.ledger.forms.settlements import AddressForm, SenderForm
from coordination.ledger.selectors import Invoicing
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key


@require_GET
def invoicing(request: ActorRequest, slug: str) -> HttpResponse:
    """Every funder's address as it holds today."""
    return _show(request, slug)


@require_POST
@idempotency.form
def address(request: ActorRequest, slug: str) -> HttpResponse:
    """Say where a funder's invoices go from a day on."""
    actor = request.actor
    policies.check_set_address(actor)
    agreement = agreements.agreement_by_slug(actor, slug)
    found = selectors.invoicing_of(actor, agreement, on=clock.today())
    funders = {str(row.uuid): row for row, _address in found.funders}
    form = AddressForm(request.POST, funders=_choices(found))
    if form.is_valid():
        data = dict(form.cleaned_data)
        funder = funders[data.pop("funder")]
        made = attempt(
            form,
            lambda: services.set_invoice_address(
                actor=actor, agreement=agreement, funder=funder, **data
            ),
        )
        if made is not None:
            messages.success(request, _("Fakturaadressen er gemt."))
            return redirect("invoicing", slug=slug)
    return _show(request, slug, address_form=form)


@require_POST
@idempotency.form
def sender(request: ActorRequest, slug: str) -> HttpResponse:
    """Say how the region stands on its invoices from a day on."""
    actor = request.actor
    policies.check_invoice(actor)
    agreement = agreements.agreement_by_slug(actor, slug)
    found = selectors.invoicing_of(actor, agreement, on=clock.today())
    form = SenderForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: services.set_invoice_sender(
                actor=actor, agreement=agreement, region=found.region, **data
            ),
        )
        if made is not None:
            messages.success(request, _("Afsenderen er gemt."))
            return redirect("invoicing", slug=slug)
    return _show(request, slug, sender_form=form)


def _choices(found: Invoicing) -> list[tuple[str, str]]:
    return [(str(row.uuid), row.name) for row, _address in found.funders]


def _show(
    request: ActorRequest,
    slug: str,
    address_form: AddressForm | None = None,
    sender_form: SenderForm | None = None,
) -> HttpResponse:
    actor, today = request.actor, clock.today()
    policies.check_set_address(actor)
    agreement = agreements.agreement_by_slug(actor, slug)
    found = selectors.invoicing_of(actor, agreement, on=today)
    may_send = allowed(policies.check_invoice, actor, agreement)
    context: dict[str, Any] = {
        "agreement": agreement.title,
        "back_url": reverse("agreement-settlements", args=[slug]),
        "region": found.region.name,
        "sender": found.sender,
        "may_send": may_send,
        "funders": [
            {"name": row.name, "gln": said.gln, "reference": said.reference}
            if said
            else {"name": row.name}
            for row, said in found.funders
        ],
        "address_form": address_form
        or AddressForm(funders=_choices(found), initial={"starts_on": today}),
        "sender_form": sender_form or SenderForm(initial={"starts_on": today}),
        "address_url": reverse("invoice-address", args=[slug]),
        "sender_url": reverse("invoice-sender", args=[slug]),
        "idempotency_key": new_key(),
        "sender_key": new_key(),
    }
    return render(request, "ledger/invoicing.html", context)
