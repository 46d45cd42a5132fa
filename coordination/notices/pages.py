from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import Anchor, Trigger
from coordination.agreements.models import Agreement
from coordination.base import clock
from coordination.base.danish import day_text, kroner_text
from coordination.base.errors import allowed
from coordination.notices import letters, policies, selectors, services
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.forms import DraftForm, ReceiptForm, WithdrawForm
from coordination.notices.models import Notice, Receipt
from coordination.notices.selectors import Preview
from coordination.web import idempotency
from coordination.web.http import ActorRequest, pdf_download
from coordination.web.pages import attempt, attempt_or_say, new_key

SLUGS = {"opsig": NoticeKind.TERMINATE, "suspender": NoticeKind.SUSPEND}
COLOURS = {
    NoticeState.DRAFT: "none",
    NoticeState.GIVEN: "info",
    NoticeState.RECEIVED: "warning",
    NoticeState.WITHDRAWN: "none",
}


def _notice_url(notice: Notice) -> str:
    return reverse("notice", args=[notice.uuid])


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def draft(request: ActorRequest, slug: str, kind: str) -> HttpResponse:
    """Draft a notice: what the clause says, what a notice today would mean, and why."""
    actor, now, today = request.actor, clock.now(), clock.today()
    if kind not in SLUGS:
        raise Http404
    policies.check_draft(actor)
    agreement = agreements.agreement_by_slug(actor, slug)
    policies.check_draft(actor, agreement)
    form = DraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: services.draft(
                actor=actor,
                agreement=agreement,
                kind=SLUGS[kind],
                reason=data["reason"],
                before_money_used=data["before_money_used"],
                now=now,
            ),
        )
        if made is not None:
            messages.success(request, _("Kladden er gemt. Den har ingen virkning endnu."))
            return redirect(_notice_url(made))
    found = selectors.preview(actor, agreement, SLUGS[kind], today=today)
    context = {
        "form": form,
        "what": SLUGS[kind].label,
        "agreement": _agreement(agreement),
        "preview": _preview(found, today) if found else None,
        "asks_reading": _asks_reading(found),
        "idempotency_key": new_key(),
    }
    return render(request, "notices/draft.html", context)


def _asks_reading(found: Preview | None) -> bool:
    return bool(found and found.clause.trigger == Trigger.MONEY_USED and found.money_left > 0)


def _agreement(agreement: Agreement) -> dict[str, str]:
    return {
        "title": agreement.title,
        "url": reverse("agreement-detail", args=[agreement.slug]),
    }


def _preview(found: Preview, today: date) -> dict[str, Any]:
    clause = found.clause
    return {
        "quote": clause.quote,
        "confirmed_by": clause.confirmed_by,
        "says": _("Modtager alle parter varslet i dag (%(today)s), er sidste dag %(last)s.")
        % {"today": day_text(today), "last": day_text(found.last_day_on)},
        "money": _("Der er %(left)s tilbage.") % {"left": kroner_text(found.money_left)},
    }


@require_GET
def detail(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One notice: who has it, when it takes effect and why, and what the reader can do."""
    return _show(request, uuid)


@require_GET
def letter(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The notice as a letter: to the reader's own party, or to the one that its giver chooses."""
    try:
        receiver = UUID(request.GET["til"]) if "til" in request.GET else None
    except ValueError as error:
        raise Http404 from error
    content = letters.letter_of(request.actor, uuid, receiver)
    return pdf_download(content, f"varsel-{uuid}.pdf")


def _show(
    request: ActorRequest,
    uuid: UUID,
    *,
    receipt_form: forms.Form | None = None,
    withdraw_form: forms.Form | None = None,
) -> HttpResponse:
    actor, today = request.actor, clock.today()
    notice = selectors.notice_for(actor, uuid)
    receipts = selectors.receipts_of(notice)
    waiting = [row for row in receipts if row.received_on is None]
    mine = [row for row in waiting if _may_receive(request, notice, row)]
    state = NoticeState(notice.state)
    giver = allowed(policies.check_give, actor, notice.given_by_id)
    effective = notice.last_day_on is not None and notice.last_day_on < today
    context = {
        "notice": {
            "what": NoticeKind(notice.kind).label,
            "is_draft": state == NoticeState.DRAFT,
            "state_label": _("I virkning") if effective else state.label,
            "state_kind": COLOURS[state],
            "given_by": notice.given_by.name,
            "reason": notice.reason,
            "given_on": notice.given_on,
            "received_on": notice.received_on,
            "last_day_on": notice.last_day_on,
            "withdrawn_reason": notice.withdrawn_reason,
            "explanation": _explanation(notice),
        },
        "agreement": _agreement(notice.agreement),
        "receipts": [_receipt(request, notice, row) for row in receipts],
        "waiting": len(waiting),
        "mine": [{"id": row.organisation.uuid, "name": row.organisation.name} for row in mine],
        "can_give": giver and state == NoticeState.DRAFT,
        "can_withdraw": giver and state != NoticeState.WITHDRAWN and not effective,
        "receipt_form": receipt_form or ReceiptForm(initial={"received_on": day_text(today)}),
        "withdraw_form": withdraw_form or WithdrawForm(),
        "urls": {
            verb: reverse(f"notice-{verb}", args=[uuid])
            for verb in ("letter", "give", "receive", "withdraw")
        },
        "idempotency_key": new_key(),
    }
    return render(request, "notices/notice.html", context)


def _receipt(request: ActorRequest, notice: Notice, row: Receipt) -> dict[str, Any]:
    may_read = allowed(
        policies.check_see_letter, request.actor, notice.given_by_id, row.organisation_id
    )
    address = f"{reverse('notice-letter', args=[notice.uuid])}?til={row.organisation.uuid}"
    return {
        "party": row.organisation.name,
        "received_on": row.received_on,
        "by": row.recorded_by,
        "letter": address if may_read else "",
    }


def _may_receive(request: ActorRequest, notice: Notice, row: Receipt) -> bool:
    return notice.state == NoticeState.GIVEN and allowed(
        policies.check_receive, request.actor, notice.agreement, row.organisation_id
    )


def _explanation(notice: Notice) -> str:
    if notice.last_day_on is None or notice.received_on is None:
        return ""
    months = notice.inputs["months"]
    return _(
        "Den sidste part modtog varslet %(received)s. Varslet er %(months)s, regnet %(anchor)s, "
        "så sidste dag er %(last)s. Vilkåret er læst og bekræftet af %(who)s."
    ) % {
        "received": day_text(notice.received_on),
        "months": _("1 måned") if months == 1 else _("%s måneder") % months,
        "anchor": Anchor(notice.inputs["anchor"]).label,
        "last": day_text(notice.last_day_on),
        "who": notice.inputs["confirmed_by"],
    }


@require_POST
@idempotency.form
def give(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Give the notice to every other party."""
    actor, now = request.actor, clock.now()
    if attempt_or_say(request, lambda: services.give(actor=actor, uuid=uuid, now=now)):
        messages.success(request, _("Varslet er afgivet. Parterne får besked."))
    return redirect("notice", uuid=uuid)


@require_POST
@idempotency.form
def receive(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Record the day the chosen parties had the notice."""
    actor, today = request.actor, clock.today()
    policies.check_receive(actor)
    notice = selectors.notice_for(actor, uuid)
    chosen = set(request.POST.getlist("party"))
    rows = selectors.receipts_of(notice)
    parties = [row.organisation_id for row in rows if str(row.organisation.uuid) in chosen]
    form = ReceiptForm(request.POST)
    if not parties:
        form.add_error(None, _("Vælg mindst én part."))
    if form.is_valid():
        day = form.cleaned_data["received_on"]
        done = attempt(
            form,
            lambda: services.receive(
                actor=actor, uuid=uuid, organisations=parties, received_on=day, today=today
            ),
        )
        if done is not None:
            messages.success(request, _("Modtagelsen er registreret."))
            return redirect("notice", uuid=uuid)
    return _show(request, uuid, receipt_form=form)


@require_POST
@idempotency.form
def withdraw(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Take the notice back, as the parties agreed."""
    actor, today = request.actor, clock.today()
    form = WithdrawForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(
            form,
            lambda: services.withdraw(actor=actor, uuid=uuid, reason=reason, today=today),
        )
        if done is not None:
            messages.success(request, _("Varslet er trukket tilbage."))
            return redirect("notice", uuid=uuid)
    return _show(request, uuid, withdraw_form=form)
