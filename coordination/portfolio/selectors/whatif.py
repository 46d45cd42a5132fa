"""What another pace, or another reading of the suspension clause, would mean. Nothing is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import Anchor, ClauseKind, Trigger
from coordination.agreements.models import Agreement, Clause
from coordination.agreements.rules import NoticeRule, last_day_in_force, latest_receipt
from coordination.base.actor import Actor
from coordination.base.danish import day_text, kroner_text, number_text
from coordination.ledger import selectors as ledger
from coordination.ledger.rules import DAYS_A_MONTH, PACE_DAYS, Outlook, neutral_pace

READINGS = (Anchor.DAY_TO_DAY, Anchor.END_OF_MONTH)
"""Ways of counting that are always shown beside the one that is asked about."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is tried; None leaves it as it is. `pace` is kroner a month, `top_up` kroner once."""

    pace: Decimal | None = None
    top_up: Decimal | None = None
    price_percent: Decimal | None = None
    notice_today: bool = False
    trigger: Trigger | None = None
    anchor: Anchor | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number and how it comes about; None where there is none."""

    key: str
    label: str
    value: Decimal | date | None
    formula: str


@dataclass(frozen=True, slots=True)
class Case:
    """A pace and a reading of the clause, and the days and kroner that follow from them."""

    outlook: Outlook
    trigger: Trigger
    rule: NoticeRule
    lead_days: int
    notice_today: bool = False
    pace_says: str = ""
    """How the pace comes about, where it is not what was posted."""

    @property
    def used_on(self) -> date | None:
        """The day the money is used, where that is before the agreement ends."""
        return self.outlook.used_on if self.outlook.runs_out else None

    @property
    def waits(self) -> bool:
        """Whether notice can only be given once the money is used."""
        return self.trigger == Trigger.MONEY_USED

    @property
    def rules(self) -> list[NoticeRule]:
        """The reading that is asked about, then the others."""
        others = [row for row in READINGS if row != self.rule.anchor]
        return [self.rule, *(NoticeRule(self.rule.months, anchor) for anchor in others)]

    @property
    def stops_on(self) -> date | None:
        """The last day services are paid, where notice is received today."""
        if not self.notice_today:
            return None
        return min(last_day_in_force(self.rule, self.outlook.as_of), self.outlook.last_day)

    @property
    def decide_by(self) -> date | None:
        """When the deciding body must have decided."""
        if self.used_on is None:
            return None
        return latest_receipt(self.rule, self.used_on) - timedelta(days=self.lead_days)

    @property
    def last_day(self) -> date | None:
        """The last day services are paid, if notice is given as early as it can be."""
        if self.used_on is None:
            return None
        if not self.waits:
            return self.used_on
        return min(last_day_in_force(self.rule, self.used_on), self.outlook.last_day)

    @property
    def tail(self) -> Decimal | None:
        """What is posted after the money is used."""
        return self.outlook.tail_until(self.last_day) if self.last_day else None

    def figures(self) -> list[Figure]:
        """Every number with its formula, in a fixed order."""
        return list(_figures(self))


@dataclass(frozen=True, slots=True)
class WhatIf:
    """An agreement as it stands, and as it is tried; `present` is None where nothing can be said.

    `paces` are amounts a month worth trying: the one that just lasts, and an even spend.
    """

    agreement: Agreement
    clause: Clause | None
    present: Case | None
    tried: Case | None
    paces: list[tuple[str, Decimal]]


def whatif_of(actor: Actor, agreement: Agreement, asked: Question | None, *, today: date) -> WhatIf:
    """Where the money of an agreement that the actor looks after would be heading."""
    budget = ledger.budget_of(actor, agreement)
    clause = agreements.clause_of(agreement, ClauseKind.SUSPEND)
    outlook = ledger.outlook_of(budget, agreement, as_of=today)
    if outlook is None:
        return WhatIf(agreement, clause, None, None, [])
    present = Case(
        outlook=outlook,
        trigger=clause.triggers[0] if clause else Trigger.MONEY_WILL_BE_USED,
        rule=clause.rule if clause else NoticeRule(1, Anchor.DAY_TO_DAY),
        lead_days=clause.body_lead_days if clause else 0,
    )
    even = neutral_pace(budget.appropriated, agreement.period)
    paces = [(_("Tempo, der lige rækker"), outlook.break_even), (_("Jævnt forbrug"), even)]
    return WhatIf(
        agreement,
        clause,
        present,
        _tried(present, asked) if asked else None,
        [(label, pace) for label, pace in paces if pace is not None and pace > 0],
    )


def _tried(present: Case, asked: Question) -> Case:
    outlook, says = present.outlook, ""
    if asked.pace and asked.pace != outlook.per_month:
        outlook, says = outlook.at_pace(asked.pace), _("Det tempo, der prøves.")
    if asked.price_percent:
        outlook = outlook.at_prices(asked.price_percent)
        says = f"{says or _pace(present)} " + _("Taksterne er ændret med %s %%.") % number_text(
            asked.price_percent
        )
    if asked.top_up:
        outlook = outlook.with_more(asked.top_up)
    return Case(
        outlook=outlook,
        trigger=asked.trigger or present.trigger,
        rule=NoticeRule(asked.months or present.rule.months, asked.anchor or present.rule.anchor),
        lead_days=present.lead_days,
        notice_today=asked.notice_today,
        pace_says=says,
    )


def advice(case: Case, *, today: date) -> str:
    """What a case asks the administrator to do, in a sentence."""
    outlook = case.outlook
    if case.stops_on is not None:
        return _stopped(case, case.stops_on)
    if outlook.left <= 0:
        return _("Midlerne er brugt.")
    if outlook.used_on is None:
        return _("Der er for lidt forbrug til at sige, hvornår midlerne er brugt.")
    day = day_text(outlook.used_on)
    if outlook.used_on == outlook.last_day:
        return _("Midlerne rækker lige til udløbet %s. Ingen suspension nødvendig.") % day
    if case.used_on is None:
        return _(
            "Midlerne rækker til %(day)s, efter aftalens udløb %(end)s. Ingen suspension nødvendig."
        ) % {"day": day, "end": day_text(outlook.last_day)}
    if case.waits:
        return _(
            "Midlerne er brugt %(day)s. Varslet kan først gives da, så aftalen gælder til "
            "%(last)s, og det koster %(tail)s mere, end der er bevilget."
        ) % {
            "day": day,
            "last": day_text(case.last_day or outlook.last_day),
            "tail": kroner_text(case.tail or Decimal(0)),
        }
    by = latest_receipt(case.rule, case.used_on)
    if by < today:
        return _(
            "Midlerne er brugt %(day)s, og et varsel kan ikke længere nå det: modtages det i "
            "dag, er sidste dag %(last)s."
        ) % {"day": day, "last": day_text(last_day_in_force(case.rule, today))}
    return _(
        "Midlerne er brugt %(day)s. Skal aftalen standse den dag, skal varslet være modtaget "
        "senest %(by)s."
    ) % {"day": day, "by": day_text(by)}


def _stopped(case: Case, stops_on: date) -> str:
    left = case.outlook.left_on(stops_on)
    values = {"day": day_text(stops_on), "amount": kroner_text(abs(left))}
    if left < 0:
        return _("Modtages varslet i dag, er sidste dag %(day)s, og da mangler %(amount)s") % values
    return (
        _("Modtages varslet i dag, er sidste dag %(day)s, og da er der %(amount)s tilbage.")
        % values
    )


def _figures(case: Case) -> Iterator[Figure]:
    outlook = case.outlook
    yield Figure("pace", _("Tempo pr. måned"), outlook.per_month, _pace(case))
    yield Figure("used_on", _("Midlerne er brugt"), outlook.used_on, _used_on(outlook))
    yield Figure(
        "break_even",
        _("Tempo, der lige rækker, pr. måned"),
        outlook.break_even,
        _("%(left)s tilbage, delt med %(days)s dage til udløb, gange %(month)s.")
        % {
            "left": kroner_text(outlook.left),
            "days": outlook.days_to_end,
            "month": number_text(DAYS_A_MONTH),
        },
    )
    yield Figure(
        "needed",
        _("Tillæg, der skal til, for at midlerne rækker"),
        outlook.needed,
        _("%(pace)s pr. måned, delt med %(month)s, gange %(days)s dage, minus %(left)s tilbage.")
        % {
            "pace": kroner_text(outlook.per_month),
            "month": number_text(DAYS_A_MONTH),
            "days": outlook.days_to_end,
            "left": kroner_text(outlook.left),
        },
    )
    for rule in case.rules:
        yield Figure(
            f"receive_by_{rule.anchor.value}",
            _("Varsel modtaget senest, regnet %s") % rule.anchor.label,
            latest_receipt(rule, case.used_on) if case.used_on else None,
            _receive_by(case, rule),
        )
    yield Figure("decide_by", _("Organets frist"), case.decide_by, _decide_by(case))
    yield Figure("last_day", _("Sidste dag, der honoreres"), case.last_day, _last_day(case))
    yield Figure("tail", _("Merforbrug, mens varslet løber"), case.tail, _tail(case))
    if case.stops_on is not None:
        yield from _notice_today(case, case.stops_on)


def _notice_today(case: Case, stops_on: date) -> Iterator[Figure]:
    outlook = case.outlook
    yield Figure(
        "stops_on",
        _("Sidste dag, hvis varslet modtages i dag"),
        stops_on,
        _("%(today)s plus %(months)s, regnet %(anchor)s, dog højst til udløb.")
        % {
            "today": day_text(outlook.as_of),
            "months": _months(case.rule.months),
            "anchor": case.rule.anchor.label,
        },
    )
    yield Figure(
        "left_then",
        _("Tilbage den dag"),
        outlook.left_on(stops_on),
        _("%(left)s tilbage minus tempoet pr. dag gange %(days)s dage.")
        % {"left": kroner_text(outlook.left), "days": (stops_on - outlook.as_of).days},
    )


def _pace(case: Case) -> str:
    if case.pace_says:
        return case.pace_says
    outlook = case.outlook
    return _(
        "Bogført i de seneste %(days)s dage: %(posted)s, delt med %(days)s, gange %(month)s."
    ) % {
        "days": min(PACE_DAYS, max(outlook.history_days, 1)),
        "posted": kroner_text(outlook.posted),
        "month": number_text(DAYS_A_MONTH),
    }


def _used_on(outlook: Outlook) -> str:
    if outlook.used_on is None:
        return _("Der er for lidt forbrug til at sige det.")
    return _(
        "%(left)s tilbage den %(as_of)s, delt med %(pace)s pr. måned og gange %(month)s, er "
        "%(days)s hele dage."
    ) % {
        "left": kroner_text(outlook.left),
        "as_of": day_text(outlook.as_of),
        "pace": kroner_text(outlook.per_month),
        "month": number_text(DAYS_A_MONTH),
        "days": (outlook.used_on - outlook.as_of).days,
    }


def _receive_by(case: Case, rule: NoticeRule) -> str:
    if case.used_on is None:
        return _("Midlerne rækker aftalen ud.")
    return _(
        "Den seneste dag, hvorfra et varsel på %(months)s, regnet %(anchor)s, ikke når længere end "
        "%(day)s."
    ) % {
        "months": _months(rule.months),
        "anchor": rule.anchor.label,
        "day": day_text(case.used_on),
    }


def _decide_by(case: Case) -> str:
    if case.used_on is None:
        return _("Midlerne rækker aftalen ud.")
    return _("%(by)s minus %(days)s kalenderdage til organets behandling.") % {
        "by": day_text(latest_receipt(case.rule, case.used_on)),
        "days": case.lead_days,
    }


def _last_day(case: Case) -> str:
    if case.used_on is None:
        return _("Midlerne rækker aftalen ud.")
    if not case.waits:
        return _("Den dag midlerne er brugt, hvis varslet er modtaget i tide.")
    return _("Varslet kan først gives %(day)s og løber %(months)s, regnet %(anchor)s.") % {
        "day": day_text(case.used_on),
        "months": _months(case.rule.months),
        "anchor": case.rule.anchor.label,
    }


def _tail(case: Case) -> str:
    if case.used_on is None or case.last_day is None:
        return _("Midlerne rækker aftalen ud.")
    if not case.waits:
        return _("Intet, når varslet kan gives, før midlerne er brugt.")
    return _(
        "%(pace)s pr. måned, delt med %(month)s, gange %(days)s dage fra %(day)s til %(last)s."
    ) % {
        "pace": kroner_text(case.outlook.per_month),
        "month": number_text(DAYS_A_MONTH),
        "days": (case.last_day - case.used_on).days,
        "day": day_text(case.used_on),
        "last": day_text(case.last_day),
    }


def _months(count: int) -> str:
    return _("1 måned") if count == 1 else _("%s måneder") % count
