"""Texts under approval and decisions as Danish sentences and table rows."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coordination.access.enums import MemberRole
from coordination.agreements.enums import Decision
from coordination.audit.models import Event
from coordination.base.danish import day_text
from coordination.portfolio.enums import Turn
from coordination.portfolio.rules.difference import Change, Line, Mark
from coordination.portfolio.selectors.board import BoardRow, BoardText

DECISION_KINDS = {
    Decision.APPROVED: "success",
    Decision.APPROVED_WITH_RESERVATION: "warning",
    Decision.REJECTED: "error",
    Decision.ON_AGENDA: "info",
    Decision.POSTPONED: "warning",
    Decision.NOT_SENT: "none",
}
SILENT = gettext_lazy("Uden svar")
"""How a decision that has not been sent is told: the text was, and nobody has answered."""

MARKS = {
    Mark.CHANGED: (gettext_lazy("Ændret"), "info"),
    Mark.ADDED: (gettext_lazy("Tilføjet"), "success"),
    Mark.REMOVED: (gettext_lazy("Fjernet"), "error"),
}


def board_url(slug: str = "") -> str:
    """The board, perhaps with one agreement chosen."""
    return reverse("approval-board") + (f"?aftale={slug}" if slug else "")


def standing_sentence(text: BoardText, today: date) -> str:
    """14 af 19 har godkendt, 3 på dagsordenen i juni, 2 uden svar."""
    parts = [
        _("%(approved)s af %(all)s har godkendt")
        % {"approved": text.approved, "all": len(text.parties)}
    ]
    months = text.agenda_months
    for month in sorted(months, key=lambda row: row or date.max):
        parts.append(_("%(n)s på dagsordenen") % {"n": months[month]} + _month(month, today))
    for decision, words in (
        (Decision.POSTPONED, _("udsat")),
        (Decision.REJECTED, _("afvist")),
        (Decision.NOT_SENT, _("uden svar")),
    ):
        if text.tally[decision]:
            parts.append(f"{text.tally[decision]} {words}")
    return ", ".join(parts) + "."


def _month(month: date | None, today: date) -> str:
    if month is None:
        return _(" uden dato")
    year = f" {month.year}" if month.year != today.year else ""
    return _(" i %s") % MONTHS[month.month] + year


def late_sentence(text: BoardText) -> str:
    """Which parties can no longer decide before the start; empty where all can."""
    names = [row.party for row in text.late]
    if not names:
        return ""
    return ngettext(
        "Starten %(day)s kan ikke nås i %(names)s: der er intet møde før start, som stadig tager "
        "imod sager.",
        "Starten %(day)s kan ikke nås i %(names)s: de har intet møde før start, som stadig tager "
        "imod sager.",
        len(names),
    ) % {"day": day_text(text.agreement.starts_on), "names": names_text(names)}


def names_text(names: list[str]) -> str:
    """A, B og C"""
    return _(" og ").join([*([", ".join(names[:-1])] if names[1:] else []), names[-1]])


def text_row(text: BoardText, today: date) -> dict[str, Any]:
    """A text as the board heads it."""
    agreement = text.agreement
    return {
        "title": agreement.title,
        "slug": agreement.slug,
        "url": reverse("agreement-detail", args=[agreement.slug]) + "#approvals",
        "versions_url": reverse("version-difference", args=[agreement.slug]),
        "number": text.version.number,
        "starts": text.is_waiting_to_start,
        "applies": applies_text(text),
        "sent_at": text.version.sent_at,
        "days": text.days_since_sent if text.is_open else None,
        "standing": standing_sentence(text, today),
        "late": late_sentence(text),
    }


def applies_text(text: BoardText) -> str:
    """From when a text that waits will apply; nothing about one that does, or never will."""
    if text.is_waiting_to_start:
        return _("begynder %s") % day_text(text.agreement.starts_on)
    if not text.is_open:
        return ""
    if text.version.activated_at is None:
        return _("gælder, når alle har godkendt")
    return _("gælder for dem, der har godkendt")


def body_row(row: BoardRow, slug: str, today: date) -> dict[str, Any]:
    """A body as tables show it."""
    deciding, approval = row.deciding, row.deciding.approval
    body = deciding.body
    label = decision_label(row.decision)
    return {
        "party": row.party,
        "body": body.name if body else _("Intet organ kan beslutte mere"),
        "url": reverse("approval-record", args=[slug, body.uuid]) if body else "",
        "decision_label": f"{label} ({_('indstilling')})" if deciding.recommends else label,
        "kind": DECISION_KINDS[row.decision],
        "meeting_on": approval.meeting_on if approval else None,
        "reference": approval_reference(row),
        "note": approval.note if approval else "",
        "turn": turn_text(row),
        "is_own": row.is_own and row.turn not in (Turn.NOBODY, Turn.DECIDE, Turn.RECOMMENDATION),
        "latest": latest_text(row),
        "is_late": row.is_missing and not row.keeps_start,
        "is_missing": row.is_missing,
    }


def decision_label(decision: Decision) -> str:
    """A decision in words."""
    return str(SILENT if decision == Decision.NOT_SENT else decision.label)


def approval_reference(row: BoardRow) -> str:
    """Where a decision can be found: agenda number and case number."""
    approval = row.deciding.approval
    if approval is None:
        return ""
    parts = []
    if approval.agenda_number:
        parts.append(_("punkt %s") % approval.agenda_number)
    if approval.case_number:
        parts.append(_("sag %s") % approval.case_number)
    return ", ".join(parts)


def turn_text(row: BoardRow) -> str:
    """Who must do what next."""
    name = row.party
    who = _("I") if row.is_own else name
    approval = row.deciding.approval
    day = day_text(approval.meeting_on) if approval and approval.meeting_on else ""
    match row.turn:
        case Turn.PUT_ON_AGENDA:
            return _("%s skal sætte den på dagsordenen") % who
        case Turn.RECOMMENDATION:
            return _("Venter på indstillingen")
        case Turn.DECIDE:
            return _("%(who)s beslutter %(day)s") % {"who": who, "day": day}
        case Turn.RECORD:
            since = _(" fra %s") % day if day else ""
            return _("%s skal registrere beslutningen") % who + since
        case Turn.NEW_MEETING:
            return _("%s skal finde et nyt møde") % who
        case Turn.REWRITE:
            return _("Regionen skal rette teksten")
    return ""


def latest_text(row: BoardRow) -> str:
    """The latest meeting that still allows the start, or what is known instead."""
    latest = row.latest
    if latest is None:
        return ""
    if not latest.is_known:
        return _("Mødedatoer kendes ikke. Senest på startdagen")
    if latest.held_on is None or latest.papers_by is None:
        return _("Intet møde tilbage før start")
    return _("%(day)s, papirer senest %(papers)s") % {
        "day": day_text(latest.held_on),
        "papers": day_text(latest.papers_by),
    }


def history_step(event: Event) -> dict[str, Any]:
    """A recorded decision as the timeline shows it: what it was before, and what it became."""
    return {
        "at": event.at,
        "who": event.actor_name,
        "role": MemberRole(event.role).label if event.role in MemberRole.values else "",
        "organisation": event.organisation_name,
        "text": decision_moved(event),
    }


def decision_moved(event: Event) -> str:
    """På dagsordenen → Godkendt med forbehold (møde 28.5.2020, version 2)."""
    found = event.changes
    before, after = (decision_label(Decision(found[name])) for name in ("before", "decision"))
    moved = f"{before} → {after}" if before != after else _("%s, oplysninger rettet") % after
    known = []
    if found.get("meeting_on", "None") != "None":
        known.append(_("møde %s") % day_text(date.fromisoformat(found["meeting_on"])))
    if "version" in found:
        known.append(_("version %s") % found["version"])
    return f"{moved} ({', '.join(known)})" if known else moved


def change_row(change: Change) -> dict[str, Any]:
    """A difference as the page marks it: in words, and not by colour alone."""
    label, kind = MARKS[change.mark]
    return {
        "group": change.group,
        "label": change.label,
        "mark": label,
        "kind": kind,
        "pieces": [{"mark": row.mark.value, "text": row.text} for row in change.pieces],
    }


def grouped(lines: list[Line]) -> list[dict[str, Any]]:
    """A whole text under its headings."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    return [
        {"heading": heading, "lines": rows, "is_prose": heading == _("Vilkår")}
        for heading, rows in groups.items()
    ]
