from collections.abc import Collection
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from acute import policies as acute_policies
from coordination.access.enums import MemberRole
from coordination.agreements import policies as agreement_policies
from coordination.agreements.enums import (
    AGREED,
    NOTICE_CLAUSES,
    AgreementKind,
    ClauseKind,
    MoneyUsed,
    PartyRole,
    State,
    Succession,
)
from coordination.agreements.models import Agreement, Clause
from coordination.audit.models import Event
from coordination.base import clock
from coordination.base.danish import day_text
from coordination.base.errors import allowed
from coordination.base.periods import DAY
from coordination.ledger import policies as ledger_policies
from coordination.ledger.models import Budget
from coordination.ledger.pages.funding import statement_rows
from coordination.notices import policies as notice_policies
from coordination.notices.enums import NoticeKind
from coordination.notices.models import Notice
from coordination.parties.enums import OrganisationKind
from coordination.portfolio import selectors
from coordination.portfolio.pages.agreement_keys import key_rows
from coordination.portfolio.pages.agreement_sections import sections
from coordination.portfolio.pages.approval_rows import decision_moved
from coordination.portfolio.pages.burndown import burn_down_rows
from coordination.portfolio.pages.deadlines import deadline_row, shown_once
from coordination.portfolio.pages.money import heading_rows, pace
from coordination.portfolio.pages.sums import days_left, drawn, said_before, sums
from coordination.portfolio.pages.tables import tables
from coordination.portfolio.selectors import AgreementLine, AgreementPage, percent_used
from coordination.web.http import ActorRequest
from coordination.web.templatetags.samspil import kr, percent

STATE_KINDS = {
    State.DRAFT: "none",
    State.APPROVAL: "info",
    State.IN_FORCE: "success",
    State.REJECTED: "error",
    State.ENDED: "none",
}
ACTIONS = {
    "agreement.drafted": "Kladde oprettet",
    "agreement.sent_for_approval": "Sendt til godkendelse",
    "agreement.revised": "Ny tekst skrevet",
    "agreement.activated": "Vedtaget",
    "agreement.started_without_all": "Sat i kraft uden alle",
    "agreement.document_added": "Dokument tilføjet",
    "agreement.suspended": "Suspension fastlagt",
    "agreement.suspension_lifted": "Suspension ophævet",
    "agreement.resumed": "Genoptagelse fastlagt",
    "agreement.party_left": "Udtræden fastlagt",
    "agreement.party_stays": "Udtræden ophævet",
    "agreement.end_moved": "Sidste dag flyttet",
    "notice.drafted": "Varsel skrevet",
    "notice.given": "Varsel afgivet",
    "notice.received": "Modtagelse af varsel registreret",
    "notice.effect_fixed": "Varslets dato fastlagt",
    "notice.withdrawal_asked": "Spurgt, om varslet kan trækkes tilbage",
    "notice.withdrawal_agreed": "Enig i at trække varslet tilbage",
    "notice.withdrawn": "Varsel trukket tilbage",
    "notice.body_decided": "Organets beslutning om varslet registreret",
    "notice.resumed": "Parterne har aftalt at genoptage aftalen",
    "clause.settled": "Læsning af vilkår afgjort",
    "clause.confirmed": "Læsning af vilkår bekræftet",
    "budget.opened": "Budget åbnet",
    "budget.contributed": "Bevilling registreret",
    "budget.carried_over": "Tidligere forbrug overført",
    "tariff.set": "Takst fastsat",
    "funding_key.set": "Fordelingsnøgle fastsat",
    "funding_key.dropped": "Fordelingsnøgle fjernet",
    "settlement.closed": "Måned afregnet",
    "settlement.reopened": "Afregnet måned genåbnet",
    "invoice_address.set": "Fakturaadresse registreret",
    "agreement.text_dropped": "Kladde til næste tekst slettet",
    "agreement.succession_chosen": "Valg ved overgang registreret",
    "agreement.ended_by_decision": "Ophør besluttet",
    "agreement.ladder_set": "Påmindelser ændret",
}
TOLD = {
    "agreement.started_without_all": "reason",
    "agreement.document_added": "title",
    "agreement.succession_chosen": "reason",
    "agreement.ended_by_decision": "reason",
    "funding_key.set": "shares",
    "settlement.closed": "month",
    "settlement.reopened": "month",
}
"""Events that are shown with one of their details."""


def _state(agreement: Agreement, today: Any) -> tuple[str, str]:
    """The state in words and its colour; the words also say when what is agreed does not apply."""
    state, last_day = State(agreement.state), agreement.period.last_day
    if agreement.is_live(today):  # whatever a sweep has said on a later day of the demo's clock
        state = State.IN_FORCE
    if state == State.IN_FORCE and today < agreement.starts_on:
        return f"Træder i kraft {day_text(agreement.starts_on)}", "info"
    if state == State.IN_FORCE and last_day is not None and last_day < today:
        return f"Udløbet {day_text(last_day)}", "none"
    return str(state.label), STATE_KINDS[state]


def _common(agreement: Agreement, today: Any) -> dict[str, Any]:
    state_label, state_kind = _state(agreement, today)
    return {
        "title": agreement.title,
        "kind_label": AgreementKind(agreement.kind).label,
        "state_label": state_label,
        "state_kind": state_kind,
        "starts_on": agreement.starts_on,
        "ends_on": agreement.period.last_day,
    }


def line_row(line: AgreementLine, today: Any) -> dict[str, Any]:
    """An agreement as lists show it."""
    deadline = line.next_deadline
    return {
        **_common(line.agreement, today),
        "url": reverse("agreement-detail", args=[line.agreement.slug]),
        "party_count": len(line.agreement.party_ids),
        "used_percent": percent_used(line.budget) if line.budget else None,
        "left": line.budget.left if line.budget else None,
        "next_deadline": deadline_row(deadline, today) if deadline else None,
    }


@require_GET
def agreement_detail(request: ActorRequest, slug: str) -> HttpResponse:
    """One agreement: money, deadlines, approvals, parties, history."""
    today = clock.today()
    page = selectors.page_of(request.actor, slug, today=today)
    agreement, budget = page.agreement, page.budget
    context = {
        "agreement": {**_common(agreement, today), **_suspension(page, today)},
        "manages": page.manages,
        "note": agreement.note if page.manages else "",
        "clauses": _clauses(page),
        "change_url": _change_url(request, agreement),
        "tariffs": page.tariffs,
        "money": budget,
        "money_used_clause": MoneyUsed(budget.money_used).label if budget else "",
        "sums": sums(budget, page.contributions, page.burn_down) if budget else None,
        "time_left": days_left(agreement.period, today),
        "burn_down": burn_down_rows(page.burn_down) if page.burn_down else None,
        "tables": tables(page),
        "said_before": said_before(page.burn_down) if page.burn_down else None,
        "drawn": drawn(budget, page.burn_down) if budget and page.burn_down else [],
        "heading": heading_rows(page.heading) if page.heading else None,
        "pace": pace(page.heading) if page.heading else None,
        "contributions": _contributions(page, budget),
        "payers": _payers(request.actor.office_orgs, page),
        "keys": key_rows(page, today=today),
        "statement": statement_rows(page.statement) if page.statement else None,
        "statement_url": reverse("funding-statement", args=[agreement.slug]),
        "caps_url": reverse("caps", args=[agreement.slug]),
        "use_url": _use_url(request, agreement),
        "deadlines": [
            deadline_row(row, today, every_reading=every_reading)
            for row, every_reading in shown_once(page.deadlines)
        ],
        "notices": [_notice(page, row, today) for row in page.notices],
        "notice_links": _notice_links(request, page, today),
        "appropriation_url": _appropriation_url(request, page),
        "simulator_url": _simulator_url(page),
        "what_if_url": reverse("what-if", args=[agreement.slug]) if page.heading else "",
        **sections(request, page, today),
        "parties": _parties(page),
        "parties_sentence": _parties_sentence(page),
        "history": [
            {
                "at": row.at,
                "who": row.actor_name,
                "role": MemberRole(row.role).label if row.role in MemberRole.values else "",
                "organisation": row.organisation_name,
                "text": _event_text(row),
            }
            for row in page.history
        ],
    }
    return render(request, "portfolio/agreement_detail.html", context)


def _use_url(request: ActorRequest, agreement: Agreement) -> str:
    is_acute = agreement.kind == AgreementKind.ACUTE_ADVICE
    if not is_acute or not allowed(acute_policies.check_see_use, request.actor):
        return ""
    return reverse("acute-use", args=[agreement.slug])


def _event_text(event: Event) -> str:
    """What happened; of a decision also whose, and what it was before."""
    if event.action == "agreement.decision_recorded":
        return f"{event.changes['body']}: {decision_moved(event)}"
    said = ACTIONS.get(event.action, event.action)
    if event.action == "agreement.succession_chosen":
        said = f"{said}: {Succession(event.changes['choice']).label}"
    told = event.changes.get(TOLD.get(event.action, ""))
    return f"{said}: {told}" if told else said


def _notice(page: AgreementPage, notice: Notice, today: Any) -> dict[str, Any]:
    return {
        "url": reverse("notice", args=[notice.uuid]),
        "what": NoticeKind(notice.kind).label,
        "state_label": notice.state_on(today).label,
        "given_by": page.names[notice.given_by_id],
        "last_day_on": notice.last_day_on,
    }


def _notice_links(request: ActorRequest, page: AgreementPage, today: Any) -> list[dict[str, str]]:
    agreement, actor = page.agreement, request.actor
    may_draft = allowed(notice_policies.check_draft, actor, agreement)
    if not agreement.is_live(today) or not may_draft:
        return []
    links = [("suspender", "Varsl suspension"), ("opsig", "Varsl opsigelse")]
    may_leave = any(clause.kind == ClauseKind.LEAVE for clause in page.clauses)
    if may_leave and agreement.region_id not in actor.office_orgs:
        links.append(("udtraed", "Varsl udtræden"))
    return [
        {"url": reverse("notice-draft", args=[agreement.slug, slug]), "label": label}
        for slug, label in links
    ]


def _suspension(page: AgreementPage, today: Any) -> dict[str, Any]:
    if page.suspension is None:
        return {}
    since, until = page.suspension.starts_on, page.suspension.ends_before
    label = "I kraft, suspenderes fra" if since > today else "Suspenderet fra"
    label += f" {day_text(since)}" + (f", genoptages {day_text(until)}" if until else "")
    return {"state_label": label, "state_kind": "warning"}


def _clauses(page: AgreementPage) -> list[dict[str, Any]]:
    return [
        {
            "label": ClauseKind(clause.kind).label,
            "quote": clause.quote,
            "reading": reading_text(clause),
            "confirmed_by": clause.confirmed_by,
            "is_settled": clause.is_settled,
            "url": reverse("clause", args=[page.agreement.slug, clause.kind]),
        }
        for clause in page.clauses
    ]


def reading_text(clause: Clause) -> str:
    """How a clause is read, in a sentence; where its words are silent, both readings."""
    if clause.kind == ClauseKind.MONEY_USED:
        return f"{MoneyUsed(clause.money_used).label}."
    if clause.kind not in NOTICE_CLAUSES:
        return ""
    months = _("1 måned") if clause.months == 1 else _("%s måneder") % clause.months
    anchors = _(" eller ").join(str(row.label) for row in clause.anchors)
    triggers = _(" eller ").join(str(row.label).lower() for row in clause.triggers)
    return _("%(months)s, regnet %(anchors)s. Kan gives %(triggers)s.") % {
        "months": months,
        "anchors": anchors,
        "triggers": triggers,
    }


def _change_url(request: ActorRequest, agreement: Agreement) -> str:
    may = allowed(agreement_policies.check_draft, request.actor, agreement.region_id)
    if not may or agreement.state == State.ENDED:
        return ""
    return reverse("drafting-change", args=[agreement.slug])


def _appropriation_url(request: ActorRequest, page: AgreementPage) -> str:
    may = allowed(ledger_policies.check_manage_budget, request.actor, page.agreement)
    if page.budget is None or not may or page.agreement.state not in AGREED:
        return ""
    return reverse("appropriation", args=[page.agreement.slug])


def _simulator_url(page: AgreementPage) -> str:
    """Where a draft can be tried; what is in force has its own question "what if"."""
    if page.budget is None or page.agreement.state in {*AGREED, State.ENDED}:
        return ""
    return reverse("simulator", query={"aftale": page.agreement.slug})


def _contributions(page: AgreementPage, budget: Budget | None) -> list[dict[str, Any]]:
    if budget is None or not budget.appropriated:
        return []
    return [
        {
            "funder": page.names[row.funder_id],
            "funder_id": row.funder_id,
            "share": row.amount * 100 / budget.appropriated,
            "amount": row.amount,
        }
        for row in page.contributions
    ]


def _payers(own: Collection[int], page: AgreementPage) -> list[str]:
    """Who pays most of it, and what the reader's own side pays, as sentences."""
    rows = _contributions(page, page.budget)
    if len(rows) < 2:
        return []
    largest = max(rows, key=lambda row: row["amount"])
    sentences = [
        f"{largest['funder']} betaler {kr(largest['amount'])} ({percent(largest['share'])}), "
        f"og {len(rows) - 1} andre deler resten."
    ]
    return sentences + [
        f"{row['funder']} betaler {kr(row['amount'])} ({percent(row['share'])})."
        for row in rows
        if row["funder_id"] in own and row is not largest
    ]


def _parties_sentence(page: AgreementPage) -> str:
    """The parties in one breath: the region, how many municipalities, and the others by name."""
    found = {party.organisation_id: party.organisation for party in page.parties}.values()
    municipalities = [row for row in found if row.kind == OrganisationKind.MUNICIPALITY]
    names = [page.names[row.pk] for row in found if row.kind == OrganisationKind.REGION]
    if len(municipalities) == 1:
        names.append(page.names[municipalities[0].pk])
    elif municipalities:
        names.append(f"{len(municipalities)} kommuner")
    plain = (OrganisationKind.REGION, OrganisationKind.MUNICIPALITY)
    names += [page.names[row.pk] for row in found if row.kind not in plain]
    return " og ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names) + "."


def _last_days(page: AgreementPage) -> dict[str, date]:
    """The last day of each party that leaves while the others stay."""
    return {
        page.names[party.organisation_id]: party.leaves_before - DAY
        for party in page.parties
        if party.leaves_before is not None
    }


def _parties(page: AgreementPage) -> list[dict[str, Any]]:
    roles: dict[str, list[str]] = {}
    for party in page.parties:
        label = str(PartyRole(party.role).label).lower()
        roles.setdefault(page.names[party.organisation_id], []).append(label)
    for name, last_day in _last_days(page).items():
        roles[name].append(_("udtræder efter %s") % day_text(last_day))
    region = page.names[page.agreement.region_id]
    ordered = sorted(roles.items(), key=lambda item: item[0] != region)
    return [
        {"name": name, "role_label": ", ".join(labels), "starts_on": page.agreement.starts_on}
        for name, labels in ordered
    ]
