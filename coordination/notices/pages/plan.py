"""The plan of a notice in words: who must act by when, and what each reading costs."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from coordination.agreements.enums import Trigger
from coordination.base.danish import day_text, kroner_text
from coordination.notices.selectors import Plan, PlanLine


def plan_rows(plan: Plan, *, today: date) -> dict[str, Any]:
    """What a page shows of a plan: a line for each way of counting, and when it can be given."""
    return {
        "wanted": plan.wanted_last_day_on,
        "lines": [_line(line, today) for line in plan.lines],
        "is_sure": plan.clause.is_settled and bool(plan.clause.confirmed_by),
        "has_body": plan.clause.body_lead_days > 0,
        "lead_days": plan.clause.body_lead_days,
        "triggers": list(_triggers(plan)),
    }


def _line(line: PlanLine, today: date) -> dict[str, Any]:
    return {
        "anchor": line.anchor.label,
        "receive_by": line.receive_by,
        "decide_by": line.decide_by,
        "later_gives": line.later_gives,
        "warning": _warning(line, today),
    }


def _warning(line: PlanLine, today: date) -> str:
    if line.receive_by < today:
        return _("Kan ikke nås. Modtager alle varslet i dag, bliver sidste dag %s.") % day_text(
            line.today_gives
        )
    if line.decide_by < today:
        return _("Organets frist er passeret.")
    return ""


def _triggers(plan: Plan) -> Iterator[str]:
    """When notice can be given; where the words leave that open, under each reading."""
    several = len(plan.clause.triggers) > 1
    for trigger in plan.clause.triggers:
        says = _when(plan, trigger)
        if several:
            reading = _("Læses vilkåret som »%s«:") % str(trigger.label).lower()
            says = f"{reading} {says[0].lower()}{says[1:]}"
        yield says


def _when(plan: Plan, trigger: Trigger) -> str:
    if trigger == Trigger.ANY_TIME:
        return _("Varslet kan afgives når som helst.")
    if plan.money_left is None or plan.money_left <= 0:
        return _("Midlerne er brugt, så varslet kan afgives.")
    if trigger == Trigger.MONEY_USED:
        return _used_first(plan)
    outlook = plan.outlook
    if outlook is None or (outlook.used_on is None and outlook.posted > 0):
        return _("Der er for lidt historik til at sige, om midlerne bliver brugt før udløbet.")
    if outlook.runs_out and outlook.used_on is not None:
        return _(
            "Med det nuværende tempo er midlerne brugt %s, før udløbet, så varslet kan afgives nu."
        ) % day_text(outlook.used_on)
    return _(
        "Med det nuværende tempo på %s om måneden rækker midlerne aftalen ud, så varslet kan "
        "ikke afgives nu."
    ) % kroner_text(outlook.per_month)


def _used_first(plan: Plan) -> str:
    assert plan.money_left is not None
    says = _("Varslet kan først afgives, når midlerne er brugt, og der er %s tilbage.") % (
        kroner_text(plan.money_left)
    )
    outlook = plan.outlook
    if outlook is None or not outlook.runs_out or outlook.used_on is None or not plan.lines:
        return says
    line = plan.lines[0]
    if line.if_used_first is None or line.tail is None:
        return says
    return (
        says
        + " "
        + _(
            "Med det nuværende tempo sker det %(used)s; så er sidste dag %(last)s, og tiden "
            "derimellem koster %(tail)s"
        )
        % {
            "used": day_text(outlook.used_on),
            "last": day_text(line.if_used_first),
            "tail": kroner_text(line.tail),
        }
    )
