"""Statements of a closed month as accessible PDF: a funder's share, and a practice's own."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from coordination.base import pdf
from coordination.base.actor import Actor
from coordination.base.danish import day_text, kroner_text, month_text
from coordination.base.periods import local_date
from coordination.ledger import selectors
from coordination.ledger.enums import LeftOverReason
from coordination.ledger.letters.tables import reference_of
from coordination.ledger.models import LeftOver, Settlement, SettlementLine, SettlementShare
from coordination.parties import selectors as parties


def funder_statement(share: SettlementShare, *, so_far: Decimal) -> bytes:
    """What a funder owes for a month; `so_far` is all that it has owed with this month."""
    settlement = share.settlement
    with translation.override("da"):
        month = month_text(settlement.starts_on)
        return pdf.render(
            "statement",
            {
                "title": _("Opgørelse for %(month)s") % {"month": month},
                "sender": settlement.region.name,
                "receiver": share.funder.name,
                "references": _references(settlement),
                "mark": _mark(settlement),
                "foot": settlement.agreement.title,
                "opening": _(
                    "Andelen er regnet af alt, der er afregnet til og med måneden, efter den "
                    "fordelingsnøgle, der gjaldt den dag, ydelsen blev givet."
                ),
                "sums": [
                    [_("Afregnet i alt i måneden"), kroner_text(settlement.amount)],
                    [_("Antal ydelser"), str(settlement.claim_count)],
                    [_("Jeres andel"), kroner_text(share.amount)],
                    [_("Jeres andel af alle måneder til og med denne"), kroner_text(so_far)],
                ],
                "tables": [],
            },
        )


def own_statement(actor: Actor, uuid: UUID) -> bytes:
    """The reader's own practice's month."""
    settlement, lines, waiting = selectors.own_month(actor, uuid)
    return practice_statement(settlement, lines, waiting)


def practice_statement(
    settlement: Settlement, lines: Sequence[SettlementLine], waiting: Sequence[LeftOver]
) -> bytes:
    """What a practice is paid for a month, each service with its reason, and what still waits."""
    practice = lines[0].practice
    number = parties.provider_numbers_of({practice.pk}, on=settlement.starts_on)
    total = sum((line.amount for line in lines), Decimal("0.00"))
    with translation.override("da"):
        references = _references(settlement)
        if practice.pk in number:
            references.append([_("Ydernummer"), number[practice.pk]])
        return pdf.render(
            "statement",
            {
                "title": _("Afregning for %(month)s") % {"month": month_text(settlement.starts_on)},
                "sender": settlement.region.name,
                "receiver": practice.name,
                "references": references,
                "mark": _mark(settlement),
                "foot": settlement.agreement.title,
                "opening": _("Regionen udbetaler beløbet for disse ydelser."),
                "sums": [
                    [_("Antal ydelser"), str(len(lines))],
                    [_("I alt"), kroner_text(total)],
                ],
                "tables": [_paid(lines, total), *_waiting(waiting)],
            },
        )


def _references(settlement: Settlement) -> list[list[str]]:
    closed_on = local_date(settlement.closed_at)
    return [
        [_("Afregning"), reference_of(settlement)],
        [_("Lukket"), day_text(closed_on)],
    ]


def _mark(settlement: Settlement) -> list[str] | None:
    if settlement.is_standing:
        return None
    return [_("GENÅBNET"), _("Måneden er genåbnet, og opgørelsen gælder ikke længere.")]


def _paid(lines: Sequence[SettlementLine], total: Decimal) -> dict[str, object]:
    return {
        "heading": _("Ydelser"),
        "columns": [_("Dag"), _("Kommune"), _("Beregning"), _("Beløb")],
        "rows": [
            [
                day_text(line.service_on),
                line.municipality_name,
                line.claim.fee_reason or line.claim.quantity,
                kroner_text(line.amount),
            ]
            for line in lines
        ],
        "foot": [_("I alt"), "", "", kroner_text(total)],
    }


def _waiting(rows: Sequence[LeftOver]) -> list[dict[str, object]]:
    if not rows:
        return []
    return [
        {
            "heading": _("Ikke med i denne måned"),
            "columns": [_("Dag"), _("Kommune"), _("Grund"), _("Beløb")],
            "rows": [
                [
                    day_text(row.service_on),
                    row.municipality_name,
                    str(LeftOverReason(row.reason).label),
                    kroner_text(row.amount),
                ]
                for row in rows
            ],
            "foot": [],
        }
    ]
