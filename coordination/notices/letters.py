"""The letter of a notice, to each receiver its own."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import ClauseKind, Trigger
from coordination.agreements.rules import last_day_in_force
from coordination.base import pdf
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.errors import NotFound
from coordination.base.periods import local_date
from coordination.notices import policies, selectors
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.errors import NoSuchRight
from coordination.notices.models import Notice
from coordination.parties.models import Organisation

OPENINGS = {
    NoticeKind.TERMINATE: gettext_lazy("%(giver)s opsiger hermed aftalen »%(title)s«."),
    NoticeKind.SUSPEND: gettext_lazy(
        "%(giver)s suspenderer hermed aftalen »%(title)s«. Aftalen består, men ydelser, der "
        "udføres, mens den er suspenderet, honoreres ikke."
    ),
    NoticeKind.LEAVE: gettext_lazy(
        "%(giver)s udtræder hermed af aftalen »%(title)s«. Aftalen fortsætter mellem de øvrige "
        "parter."
    ),
}
LAST_DAYS = {
    NoticeKind.TERMINATE: gettext_lazy("aftalens sidste dag"),
    NoticeKind.SUSPEND: gettext_lazy("den sidste dag før suspensionen"),
    NoticeKind.LEAVE: gettext_lazy("vores sidste dag i aftalen"),
}
TRIGGERS = {
    Trigger.MONEY_USED.value: gettext_lazy("Varslet gives, fordi midlerne er brugt."),
    Trigger.MONEY_WILL_BE_USED.value: gettext_lazy(
        "Vi læser det sådan, at varslet kan gives, når midlerne bliver brugt før udløbet."
    ),
}


def letter_of(actor: Actor, uuid: UUID, receiver: UUID | None = None) -> bytes:
    """A notice as a PDF letter: to the reader's own party, or to the one that its giver chooses.

    A giver that chooses nobody gets the letter addressed to all the others.
    """
    policies.check_see_letter(actor)
    notice = selectors.notice_for(actor, uuid)
    receivers = selectors.receivers_of(notice)
    to = _addressee(actor, notice, receivers, receiver)
    with translation.override("da"):
        return pdf.render("notice", _content(notice, receivers, to))


def _addressee(
    actor: Actor, notice: Notice, receivers: Sequence[Organisation], chosen: UUID | None
) -> Organisation | None:
    if chosen is None:
        return next((row for row in receivers if row.pk in actor.office_orgs), None)
    found = next((row for row in receivers if row.uuid == chosen), None)
    if found is None:
        raise NotFound
    policies.check_see_letter(actor, notice.given_by_id, found.pk)
    return found


def _content(
    notice: Notice, receivers: Sequence[Organisation], to: Organisation | None
) -> dict[str, Any]:
    agreement, kind = notice.agreement, NoticeKind(notice.kind)
    kept = _kept(notice)
    return {
        "title": _("Varsel om %s") % kind.label.lower(),
        "sender": notice.given_by.name,
        "receiver": to.name if to else _("Aftalens øvrige parter"),
        "references": _references(notice, to),
        "mark": _mark(notice),
        "foot": _("Varsel %s") % notice.uuid,
        "opening": _opening(kind, notice.given_by.name, agreement.title),
        "quote": kept["quote"],
        "reading": _reading(kept),
        "reason": [line for line in notice.reason.splitlines() if line.strip()],
        "counting": _counting(notice, kept),
        "address": f"{settings.SAMSPIL_BASE_URL}/aftaler/varsler/{notice.uuid}/",
        "author": notice.drafted_by,
        "receivers": [row.name for row in receivers],
    }


def _kept(notice: Notice) -> Mapping[str, Any]:
    """What the notice keeps of its clause; a draft has the clause as it stands."""
    if "quote" in notice.inputs:
        return notice.inputs
    clause = agreements.clause_of(notice.agreement, ClauseKind(notice.kind))
    if clause is None:
        raise NoSuchRight
    return selectors.reading(clause) | {"is_open": not clause.is_settled}


def _references(notice: Notice, to: Organisation | None) -> list[tuple[str, str]]:
    """The day, and the case in which each of the two has decided about the agreement."""
    version = agreements.shown_version(notice.agreement)
    cases = {
        row.organisation_id: row.case_number
        for row in agreements.approvals_of(version)
        if not row.is_recommendation
    }
    day = notice.given_on or local_date(notice.drafted_at)
    rows = [
        (_("Dato"), day_text(day)),
        (_("Vores sag"), cases.get(notice.given_by_id, "")),
        (_("Jeres sag"), cases.get(to.pk, "") if to else ""),
    ]
    return [(label, text) for label, text in rows if text]


def _mark(notice: Notice) -> tuple[str, str] | None:
    if notice.state == NoticeState.DRAFT:
        return _("KLADDE"), _("Kladde. Varslet er ikke afgivet og har ingen virkning.")
    if notice.state == NoticeState.WITHDRAWN:
        return _("TRUKKET TILBAGE"), _("Varslet er trukket tilbage og har ingen virkning.")
    return None


def _opening(kind: NoticeKind, giver: str, title: str) -> str:
    return OPENINGS[kind] % {"giver": giver, "title": title}


def _reading(kept: Mapping[str, Any]) -> str:
    rule = selectors.rule_of(kept)
    months = ngettext("%d måned", "%d måneder", rule.months) % rule.months
    if kept.get("is_open"):
        return _("Vilkåret kan læses på flere måder, og det er ikke afgjort, hvilken der gælder.")
    says = [
        _("Vi læser vilkåret som et varsel på %(months)s, regnet %(anchor)s.")
        % {"months": months, "anchor": rule.anchor.label}
    ]
    if kept.get("trigger") in TRIGGERS:
        says.append(str(TRIGGERS[kept["trigger"]]))
    if kept["confirmed_by"]:
        says.append(_("Læsningen er bekræftet af %s.") % kept["confirmed_by"])
    return " ".join(says)


def _counting(notice: Notice, kept: Mapping[str, Any]) -> str:
    says = [_("Varslet løber fra den dag, den sidste af parterne har modtaget det.")]
    if notice.given_on is not None:
        last = last_day_in_force(selectors.rule_of(kept), notice.given_on)
        says.append(
            _("Har alle modtaget det %(given)s, er %(what)s %(last)s.")
            % {
                "given": day_text(notice.given_on),
                "what": LAST_DAYS[NoticeKind(notice.kind)],
                "last": day_text(last),
            }
        )
    says.append(_("Når alle har bekræftet modtagelsen, ligger dagen fast og kan ses i Samspil."))
    return " ".join(says)
