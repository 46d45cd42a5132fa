from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from coordination.agreements.enums import Anchor
from coordination.base import clock
from coordination.base.danish import day_text
from coordination.base.errors import allowed
from coordination.notices import letters, policies, selectors
from coordination.notices.enums import STANDING, NoticeKind, NoticeState
from coordination.notices.forms import (
    LAST_DAYS,
    BodyForm,
    ReceiptForm,
    ResumeForm,
    WithdrawForm,
)
from coordination.notices.models import Notice, Receipt
from coordination.notices.pages.plan import plan_rows
from coordination.web.http import ActorRequest, pdf_download
from coordination.web.pages import new_key

COLOURS = {
    NoticeState.DRAFT: "none",
    NoticeState.GIVEN: "info",
    NoticeState.RECEIVED: "warning",
    NoticeState.IN_EFFECT: "warning",
    NoticeState.WITHDRAWN: "none",
}
FIXED_DAYS = {NoticeKind.LEAVE: gettext_lazy("Udtræder efter")}
"""What the last day is called for every reader, where the giver's own word would mislead."""

FEW = 6
"""As many names as a sentence bears; the table has the others."""

VERBS = ("letter", "give", "receive", "withdraw", "agree", "body", "resume")


@require_GET
def detail(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One notice: who has it, when it takes effect and why, and what the reader can do."""
    return show(request, uuid)


@require_GET
def letter(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The notice as a letter: to the reader's own party, or to the one that its giver chooses."""
    try:
        receiver = UUID(request.GET["til"]) if "til" in request.GET else None
    except ValueError as error:
        raise Http404 from error
    content = letters.letter_of(request.actor, uuid, receiver)
    return pdf_download(content, f"varsel-{uuid}.pdf")


def show(request: ActorRequest, uuid: UUID, **bound: forms.Form) -> HttpResponse:
    """The page, with the form that was sent and refused in place of the empty one."""
    actor, today = request.actor, clock.today()
    notice = selectors.notice_for(actor, uuid)
    receipts = selectors.receipts_of(notice)
    giver = allowed(policies.check_give, actor, notice.given_by_id)
    context = {
        "notice": _facts(notice, today),
        "agreement": {
            "title": notice.agreement.title,
            "url": reverse("agreement-detail", args=[notice.agreement.slug]),
        },
        "plan": _plan(request, notice, today),
        "task": _task(request, notice, today),
        "hindrance": _hindrance(request, notice, today) if giver else "",
        "clause_url": reverse("clause", args=[notice.agreement.slug, notice.kind]),
        "receipts": [_receipt(request, notice, row) for row in receipts],
        "withdrawal": _withdrawal(request, notice, receipts, today),
        "resumes_on": selectors.resumptions([notice]).get(notice.pk),
        "urls": {verb: reverse(f"notice-{verb}", args=[uuid]) for verb in VERBS},
        "idempotency_key": new_key(),
        **_receiving(request, notice, receipts),
        **_can(notice, today, giver=giver),
        **_forms(today, bound),
    }
    return render(request, "notices/notice.html", context)


def _facts(notice: Notice, today: date) -> dict[str, Any]:
    state, kind = notice.state_on(today), NoticeKind(notice.kind)
    return {
        "what": kind.label,
        "is_draft": state == NoticeState.DRAFT,
        "is_withdrawn": state == NoticeState.WITHDRAWN,
        "state_label": state.label,
        "state_kind": COLOURS[state],
        "given_by": notice.given_by.name,
        "reason": notice.reason,
        "given_on": notice.given_on,
        "received_on": notice.received_on,
        "last_day": FIXED_DAYS.get(kind, LAST_DAYS[kind]),
        "wanted_day": LAST_DAYS[kind],
        "wanted_last_day_on": notice.wanted_last_day_on if state == NoticeState.DRAFT else None,
        "last_day_on": notice.last_day_on,
        "withdrawn_reason": notice.withdrawn_reason,
        "explanation": _explanation(notice),
    }


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


def _plan(request: ActorRequest, notice: Notice, today: date) -> dict[str, Any] | None:
    wanted = notice.wanted_last_day_on
    if notice.state != NoticeState.DRAFT or wanted is None:
        return None
    kind = NoticeKind(notice.kind)
    plan = selectors.plan_of(request.actor, notice.agreement, kind, today=today, wanted=wanted)
    return plan_rows(plan, today=today) if plan else None


def _task(request: ActorRequest, notice: Notice, today: date) -> dict[str, Any] | None:
    """What the body has to decide; only the notice's own party sees it."""
    if notice.body is None or not allowed(
        policies.check_see_body, request.actor, notice.given_by_id
    ):
        return None
    due_on = selectors.due_on(notice)
    is_open = notice.decided_on is None and notice.state != NoticeState.WITHDRAWN
    waits = notice.waits_for_body and due_on is not None
    return {
        "body": notice.body.name,
        "due_on": due_on,
        "days_left": (due_on - today).days if waits and due_on else None,
        "kind": "error" if waits and due_on and (due_on - today).days < 0 else "none",
        "decided_on": notice.decided_on,
        "by": notice.decision_recorded_by,
        "note": notice.decided_note,
        "can_record": is_open
        and allowed(policies.check_record_body, request.actor, notice.given_by_id),
    }


def _hindrance(request: ActorRequest, notice: Notice, today: date) -> str:
    """Why a draft cannot be given yet, where its clause is the reason."""
    if notice.state != NoticeState.DRAFT:
        return ""
    refusal = selectors.hindrance(request.actor, notice, today=today)
    return refusal.text if refusal else ""


def _receipt(request: ActorRequest, notice: Notice, row: Receipt) -> dict[str, Any]:
    may_read = allowed(
        policies.check_see_letter, request.actor, notice.given_by_id, row.organisation_id
    )
    address = f"{reverse('notice-letter', args=[notice.uuid])}?til={row.organisation.uuid}"
    return {
        "party": row.organisation.name,
        "received_on": row.received_on,
        "by": row.recorded_by,
        "agreed_on": row.withdrawal_agreed_on,
        "letter": address if may_read else "",
    }


def _receiving(request: ActorRequest, notice: Notice, receipts: list[Receipt]) -> dict[str, Any]:
    waiting = [row for row in receipts if row.received_on is None]
    mine = [row.organisation for row in waiting if _may_receive(request, notice, row)]
    return {
        "waiting": len(waiting),
        "mine": [{"id": party.uuid, "name": party.name} for party in mine],
    }


def _may_receive(request: ActorRequest, notice: Notice, row: Receipt) -> bool:
    return notice.state == NoticeState.GIVEN and allowed(
        policies.check_receive, request.actor, notice.agreement, row.organisation_id
    )


def _withdrawal(
    request: ActorRequest, notice: Notice, receipts: list[Receipt], today: date
) -> dict[str, Any] | None:
    """How far the parties have agreed to forget a notice that its giver wants back."""
    if notice.withdrawal_asked_on is None or notice.state_on(today) not in STANDING:
        return None
    had = [row for row in receipts if row.received_on is not None]
    missing = [row for row in had if row.withdrawal_agreed_on is None]
    own = [row.organisation_id for row in missing]
    return {
        "asked_on": notice.withdrawal_asked_on,
        "by": notice.given_by.name,
        "reason": notice.withdrawn_reason,
        "agreed": len(had) - len(missing),
        "total": len(had),
        "missing": [row.organisation.name for row in missing] if len(missing) <= FEW else [],
        "can_agree": allowed(policies.check_agree_withdrawal, request.actor, own),
    }


def _can(notice: Notice, today: date, *, giver: bool) -> dict[str, bool]:
    state = notice.state_on(today)
    stands = state in STANDING
    return {
        "can_give": giver and state == NoticeState.DRAFT,
        "can_withdraw": giver
        and (state == NoticeState.DRAFT or (stands and notice.withdrawal_asked_on is None)),
        "can_resume": giver
        and notice.kind == NoticeKind.SUSPEND
        and state == NoticeState.IN_EFFECT,
    }


def _forms(today: date, bound: dict[str, forms.Form]) -> dict[str, forms.Form]:
    empty = {
        "receipt_form": ReceiptForm(initial={"received_on": day_text(today)}),
        "withdraw_form": WithdrawForm(),
        "body_form": BodyForm(),
        "resume_form": ResumeForm(),
    }
    return {**empty, **bound}
