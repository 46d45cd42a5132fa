"""The board of texts under approval, what one body decided, sending and starting."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.agreements import policies
from coordination.agreements import selectors as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.enums import Decision, State
from coordination.agreements.models import Agreement
from coordination.agreements.selectors import approvals
from coordination.base import clock
from coordination.base.danish import day_text
from coordination.base.errors import allowed
from coordination.portfolio.forms import BoardForm, DecisionForm, StartForm
from coordination.portfolio.pages.approval_rows import (
    board_url,
    body_row,
    change_row,
    grouped,
    history_step,
    text_row,
)
from coordination.portfolio.selectors import board as boards
from coordination.portfolio.selectors.board import BoardRow, BoardText, DecisionPage
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, attempt_or_say, new_key

NEXT_MEETINGS = 4


@require_GET
def board(request: ActorRequest) -> HttpResponse:
    """Every text under approval: who has decided, whose turn it is, and until when."""
    actor, today = request.actor, clock.today()
    policies.check_manage(actor)
    form = BoardForm(request.GET)
    page = boards.board_of(actor, today=today, wanted=form.wanted(), after=_after(request))
    form.offer(page.titles)
    context = {
        "form": form,
        "is_filtered": any(name in request.GET for name in form.fields),
        "texts": [_text(request, text, shown, today) for text, shown in page.texts],
        "next_url": _next(request, page.after),
        "first_url": board_url() if "efter" in request.GET else "",
        "any_texts": bool(page.titles),
    }
    return render(request, "portfolio/approval_board.html", context)


def _after(request: ActorRequest) -> int | None:
    text = request.GET.get("efter", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _next(request: ActorRequest, after: int | None) -> str:
    if after is None:
        return ""
    asked = request.GET.copy()
    asked["efter"] = str(after)
    return f"?{asked.urlencode()}"


def _text(
    request: ActorRequest, text: BoardText, shown: list[BoardRow], today: date
) -> dict[str, Any]:
    rows = [body_row(row, text.agreement.slug, today) for row in shown]
    return {
        **text_row(text, today),
        "missing": [row for row in rows if row["is_missing"]],
        "decided": [row for row in rows if not row["is_missing"]],
        **_remedies(request, text.agreement, is_late=bool(text.late)),
    }


def _remedies(request: ActorRequest, agreement: Agreement, *, is_late: bool) -> dict[str, str]:
    """What whoever looks after the text can do when the start cannot be kept."""
    may = allowed(policies.check_start_with_approvers, request.actor, agreement)
    if not (may and is_late):
        return {"start_url": "", "change_url": ""}
    return {
        "start_url": reverse("agreement-start", args=[agreement.slug]),
        "change_url": reverse("drafting-change", args=[agreement.slug]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def record(request: ActorRequest, slug: str, body: UUID) -> HttpResponse:
    """What one body decided about the text: read it, and record it."""
    actor, now, today = request.actor, clock.now(), clock.today()
    check = policies.check_record_decision
    policies.check_manage(actor)
    if request.method == "POST":
        check(actor)
    page = boards.decision_page(actor, slug, body, today=today)
    agreement = page.text.agreement
    if request.method == "POST":
        check(actor, agreement, page.body.organisation_id)
    form = _decision_form(request, page)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: agreement_services.record_decision(
                actor=actor,
                agreement=agreement,
                body=page.body,
                decision=Decision(form.cleaned_data["decision"]),
                content_hash=request.POST.get("content_hash", ""),
                reference=form.reference(),
                now=now,
                is_recommendation=page.row.deciding.recommends,
            ),
        )
        if done is not None:
            messages.success(request, _recorded(agreement, done))
            return redirect("approval-record", slug=slug, body=body)
    may_record = (
        page.is_open
        and allowed(check, actor, agreement, page.body.organisation_id)
        and allowed(policies.check_decide_for_doctors, actor, page.body.kind)
    )
    context = {
        "text": text_row(page.text, today),
        "content_hash": page.text.version.content_hash,
        "row": body_row(page.row, slug, today),
        "recorded": page.row.deciding.approval,
        "recommends": page.row.deciding.recommends,
        "since": page.comparison.before,
        "changes": [change_row(change) for change in page.comparison.changes],
        "groups": grouped(page.comparison.lines),
        "history": [history_step(event) for event in page.history],
        "meetings": [
            {
                "held_on": row.held_on,
                "papers_by": row.papers_by,
                "takes_cases": row.papers_by >= today,
            }
            for row in page.meetings[:NEXT_MEETINGS]
        ],
        "for_another": not page.row.is_own,
        "meetings_url": reverse("body-meetings", args=[page.body.uuid]),
        "form": form if may_record else None,
        "is_open": page.is_open,
        "board_url": board_url(slug),
        "idempotency_key": new_key(),
    }
    return render(request, "portfolio/approval_record.html", context)


def _decision_form(request: ActorRequest, page: DecisionPage) -> DecisionForm:
    """The form with what is recorded so far, and the decisions that may follow."""
    before, approval = page.row.decision, page.row.deciding.approval
    coming = agreements.next_decisions(page.text.version, before) | {before}
    decisions = [row for row in Decision if row in coming - {Decision.NOT_SENT}]
    known = {"decision": before.value} if approval else {}
    for name in ("agenda_number", "case_number", "link", "note"):
        known[name] = getattr(approval, name) if approval else ""
    if approval and approval.meeting_on:
        known["meeting_on"] = day_text(approval.meeting_on)
    return DecisionForm(request.POST or None, decisions=decisions, initial=known)


def _recorded(before: Agreement, after: Agreement) -> str:
    if before.state == after.state:
        return _("Beslutningen er registreret.")
    if after.state == State.IN_FORCE:
        return _("Beslutningen er registreret. Alle har godkendt, så aftalen er vedtaget.")
    return _("Beslutningen er registreret. Teksten er afvist og skal rettes, før den kan gælde.")


@require_POST
@idempotency.form
def send(request: ActorRequest, slug: str) -> HttpResponse:
    """Put the newest text before the parties' bodies."""
    actor, now = request.actor, clock.now()
    policies.check_send_for_approval(actor)
    agreement = approvals.managed_agreement(actor, slug)
    if attempt_or_say(
        request,
        lambda: agreement_services.send_for_approval(actor=actor, agreement=agreement, now=now),
    ):
        messages.success(request, _("Teksten er sendt til godkendelse. Parterne får besked."))
    return redirect(board_url(slug))


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def start(request: ActorRequest, slug: str) -> HttpResponse:
    """Put the text into force for those who have approved it; the others are named."""
    actor, now, today = request.actor, clock.now(), clock.today()
    policies.check_start_with_approvers(actor)
    agreement = approvals.managed_agreement(actor, slug)
    policies.check_start_with_approvers(actor, agreement)
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: agreement_services.start_with_approvers(
                actor=actor, agreement=agreement, reason=form.cleaned_data["reason"], now=now
            ),
        )
        if done is not None:
            messages.success(request, _("Aftalen er sat i kraft for dem, der har godkendt."))
            return redirect("agreement-detail", slug=slug)
    (text,) = boards.board_texts(actor, [agreements.shown_version(agreement)], today=today)
    context = {
        "form": form,
        "text": text_row(text, today),
        "joining": [row.party for row in text.parties if _has(row)],
        "left_out": [body_row(row, slug, today) for row in text.parties if not _has(row)],
        "can_start": agreement.state == State.APPROVAL,
        "idempotency_key": new_key(),
    }
    return render(request, "portfolio/agreement_start.html", context)


def _has(row: BoardRow) -> bool:
    return row.deciding.has_approved
