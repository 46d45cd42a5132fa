"""What the succession page says about one agreement, and about acute nursing in a municipality."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.agreements.enums import AgreementKind, ClauseKind
from coordination.agreements.models import Body
from coordination.base.danish import day_text
from coordination.notices.enums import NoticeKind
from coordination.notices.models import Notice
from coordination.parties.selectors import FunctionHolders
from coordination.portfolio.forms import SuccessionForm
from coordination.portfolio.pages.approval_rows import board_url
from coordination.portfolio.selectors.board import BoardText
from coordination.portfolio.selectors.succession import Nursing, Right, SuccessionPage, Touched


def agreement_row(
    row: Touched, form: SuccessionForm, page: SuccessionPage, today: date
) -> dict[str, Any]:
    """One agreement: what crosses the day, what its own notice can reach, and what is asked."""
    agreement, key, last_day = row.agreement, row.agreement.pk, row.agreement.period.last_day
    return {
        "key": key,
        "title": agreement.title,
        "url": reverse("agreement-detail", args=[agreement.slug]),
        "kind_label": AgreementKind(agreement.kind).label,
        "starts_on": agreement.starts_on,
        "ends_on": last_day,
        "days_left": max((last_day - today).days, 0) if last_day else None,
        "party": row.names,
        "notices": [_notice(notice, today) for notice in row.notices],
        "pending": _pending(row.pending) if row.pending else None,
        "bodies": [_body(row, pair, page) for pair in row.bodies],
        "rights": _rights(row, page, today),
        "too_late": is_too_late(row, today) and page.days_left > 0,
        "choice": row.choice,
        "fields": [form[f"{name}-{key}"] for name in ("choice", "shares", "reason")]
        if row.may_choose
        else [],
    }


def is_too_late(row: Touched, today: date) -> bool:
    """Whether the agreement's own notice can no longer end it on the eve."""
    return not any(day >= today for day in row.notice_by)


def _notice(notice: Notice, today: date) -> dict[str, Any]:
    return {
        "url": reverse("notice", args=[notice.uuid]),
        "text": _("%(kind)s fra %(giver)s, %(state)s")
        % {
            "kind": NoticeKind(notice.kind).label,
            "giver": notice.given_by.name,
            "state": str(notice.state_on(today).label).lower(),
        },
        "last_day_on": notice.last_day_on,
    }


def _pending(text: BoardText) -> dict[str, str]:
    missing = len(text.parties) - text.approved
    return {
        "url": board_url(text.agreement.slug),
        "text": _("Version %(number)s er til godkendelse: %(missing)s af %(all)s mangler.")
        % {"number": text.version.number, "missing": missing, "all": len(text.parties)},
    }


def _body(row: Touched, pair: tuple[Body, Body | None], page: SuccessionPage) -> str:
    """What it means that a body sits no longer."""
    body, later = pair
    known = {"body": body.name, "eve": day_text(page.succession.eve)}
    if later is not None:
        return _("%(body)s beslutter til og med %(eve)s, derefter %(later)s.") % (
            known | {"later": later.name}
        )
    said = _(
        "%(body)s ophører uden afløser. Det, den skal indstille om, må den indstille senest "
        "%(eve)s."
    )
    text = said % known
    waits = row.pending is not None and any(
        line.deciding.recommends and line.deciding.body == body and line.is_missing
        for line in row.pending.rows
    )
    return f"{text} {_('Teksten, der er til godkendelse, venter på den.')}" if waits else text


def _rights(row: Touched, page: SuccessionPage, today: date) -> list[dict[str, Any]]:
    """The last day of each right to notice that has effect on the eve, in sentences."""
    found = [_right(right, page, today) for right in row.rights]
    if not any(right.kind == ClauseKind.TERMINATE for right in row.rights):
        found.append({"text": _("Aftalen har intet vilkår om opsigelse."), "passed": False})
    return found


def _right(right: Right, page: SuccessionPage, today: date) -> dict[str, Any]:
    passed = right.latest < today and page.days_left > 0
    said = (
        _("%(kind)s til dagen før skulle være modtaget senest %(day)s. Det kan ikke nås.")
        if passed
        else _("%(kind)s til dagen før skal være modtaget senest %(day)s.")
    )
    text = said % {"kind": right.kind.label, "day": day_text(right.latest)}
    reads = _("Regnet %s") % right.anchor.label
    if not right.is_confirmed:
        reads += _(", ikke bekræftet")
    return {"text": f"{text} {reads}.", "passed": passed}


def place_row(row: Nursing, form: SuccessionForm) -> dict[str, Any]:
    """A municipality: who decides, runs and pays before and from the day."""
    name = f"operator-{row.municipality.pk}"
    return {
        "name": row.municipality.name,
        "before": _holders(row.before),
        "after": _holders(row.after),
        "field": form[name] if name in form.fields else None,
    }


def _holders(found: FunctionHolders) -> dict[str, str]:
    unsaid = _("Ikke afgjort")
    return {
        "authority": found.authority.name if found.authority else unsaid,
        "operator": found.operator.name if found.operator else unsaid,
        "payer": found.payer.name if found.payer else unsaid,
    }
