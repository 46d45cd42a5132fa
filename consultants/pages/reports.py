"""Plans and yearly reports: a page, a PDF and a workbook."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consultants import letters, policies, selectors, services
from consultants.forms import WordsForm
from consultants.models import Meeting
from coordination.base import clock
from coordination.base.errors import allowed
from coordination.parties.models import Organisation
from coordination.web import idempotency
from coordination.web.http import ActorRequest, file_download, pdf_download
from coordination.web.pages import attempt, attempt_or_say, new_key

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def report_list(request: ActorRequest) -> HttpResponse:
    """The places and years whose plans and reports the actor may read."""
    today = clock.today()
    years = (today.year - 1, today.year)
    rows = [
        {
            "name": host.name,
            "years": [
                {
                    "year": year,
                    "report_url": reverse("report", args=[host.uuid, year]),
                    "plan_url": reverse("plan", args=[host.uuid, year]),
                }
                for year in years
            ],
        }
        for host in selectors.report_hosts(request.actor)
    ]
    return render(request, "consultants/report_list.html", {"rows": rows, "years": years})


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def report(request: ActorRequest, uuid: UUID, year: int) -> HttpResponse:
    """A year at a place; its few written words, until it is issued."""
    actor, now = request.actor, clock.now()
    host = selectors.report_host(actor, uuid)
    kept = selectors.report_row(actor, host, year)
    form = WordsForm(request.POST or None, initial={"words": kept.remarks if kept else ""})
    if request.method == "POST":
        policies.check_move(actor)
        if form.is_valid():
            words = form.cleaned_data["words"]
            done = attempt(
                form,
                lambda: services.write_remarks(
                    actor=actor, host=uuid, year=year, remarks=words, now=now
                ),
                lambda _error: "words",
            )
            if done is not None:
                messages.success(request, _("Teksten er gemt."))
                return redirect("report", uuid=uuid, year=year)
    found = selectors.report_of(actor, host, year=year)
    issued = bool(kept and kept.issued_at)
    context = {
        "host": host.name,
        "year": year,
        "sums": letters.sums_of(found),
        "tables": letters.tables_of(found),
        "remarks": kept.remarks if kept else "",
        "issued_at": kept.issued_at if kept else None,
        "pdf_url": reverse("report-pdf", args=[uuid, year]),
        "xlsx_url": reverse("report-xlsx", args=[uuid, year]),
        "plan_url": reverse("plan", args=[uuid, year]),
        "form": form if not issued and allowed(policies.check_move, actor) else None,
        "issue_url": "" if issued else _act_url(request, host, "report-issue", year),
        "idempotency_key": new_key(),
    }
    return render(request, "consultants/report.html", context)


def _act_url(request: ActorRequest, host: Organisation, name: str, year: int) -> str:
    """Where the management of the place adopts or issues; empty for all others."""
    if not allowed(policies.check_close, request.actor, Meeting(host=host)):
        return ""
    return reverse(name, args=[host.uuid, year])


@require_POST
@idempotency.form
def issue(request: ActorRequest, uuid: UUID, year: int) -> HttpResponse:
    """The management issues the report of a year."""
    actor, now = request.actor, clock.now()
    policies.check_close(actor)
    attempt_or_say(
        request, lambda: services.issue_report(actor=actor, host=uuid, year=year, now=now)
    )
    return redirect("report", uuid=uuid, year=year)


@require_GET
def report_pdf(request: ActorRequest, uuid: UUID, year: int) -> HttpResponse:
    """The report as a PDF."""
    content = letters.report_pdf(request.actor, uuid, year=year, today=clock.today())
    return pdf_download(content, f"aarsberetning-{year}.pdf")


@require_GET
def report_xlsx(request: ActorRequest, uuid: UUID, year: int) -> HttpResponse:
    """The report's numbers as a workbook."""
    content = letters.report_xlsx(request.actor, uuid, year=year)
    return file_download(content, f"aarsberetning-{year}.xlsx", XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def plan(request: ActorRequest, uuid: UUID, year: int) -> HttpResponse:
    """What a place aims for in a year, beside what is planned and promised."""
    actor, now = request.actor, clock.now()
    host = selectors.report_host(actor, uuid)
    kept = selectors.plan_row(actor, host, year)
    form = WordsForm(request.POST or None, initial={"words": kept.aims if kept else ""})
    if request.method == "POST":
        policies.check_move(actor)
        if form.is_valid():
            aims = form.cleaned_data["words"]
            done = attempt(
                form,
                lambda: services.write_plan(actor=actor, host=uuid, year=year, aims=aims, now=now),
                lambda _error: "words",
            )
            if done is not None:
                messages.success(request, _("Handleplanen er gemt."))
                return redirect("plan", uuid=uuid, year=year)
    adopted = bool(kept and kept.adopted_at)
    context: dict[str, Any] = {
        "host": host.name,
        "year": year,
        "aims": kept.aims if kept else "",
        "adopted_at": kept.adopted_at if kept else None,
        "contents": letters.plan_of(actor, host, year=year),
        "report_url": reverse("report", args=[uuid, year]),
        "form": form if not adopted and allowed(policies.check_move, actor) else None,
        "adopt_url": "" if adopted else _act_url(request, host, "plan-adopt", year),
        "idempotency_key": new_key(),
    }
    return render(request, "consultants/plan.html", context)


@require_POST
@idempotency.form
def adopt(request: ActorRequest, uuid: UUID, year: int) -> HttpResponse:
    """The management adopts the plan of a year."""
    actor, now = request.actor, clock.now()
    policies.check_close(actor)
    attempt_or_say(request, lambda: services.adopt_plan(actor=actor, host=uuid, year=year, now=now))
    return redirect("plan", uuid=uuid, year=year)
