"""A closed month as tables: every line, what each practice and funder has, what was left over."""

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from coordination.base.actor import Actor
from coordination.base.danish import month_text, sort_key
from coordination.base.sheets import Cell, Sheet, csv_text, xlsx
from coordination.ledger import selectors
from coordination.ledger.enums import LeftOverReason
from coordination.ledger.models import Settlement
from coordination.parties import selectors as parties

Row = list[Cell]


def workbook(actor: Actor, settlement: Settlement) -> bytes:
    """Lines, practices, funders and left-overs, a sheet each."""
    page = selectors.settlement_page(actor, settlement.uuid)
    tallies: list[Row] = [[row.name, row.count, row.amount] for row in page.practices]
    shares: list[Row] = [[row.funder.name, row.amount] for row in page.shares]
    return xlsx(
        [
            Sheet(_("Ydelser"), _line_headings(), _lines(actor, settlement)),
            Sheet(_("Praksis"), [_("Praksis"), _("Antal"), _("Beløb")], tallies),
            Sheet(_("Betalere"), [_("Betaler"), _("Beløb")], shares),
            Sheet(
                _("Ikke med"),
                [*_line_headings()[:-1], _("Beløb"), _("Grund")],
                _left_over(actor, settlement),
            ),
        ]
    )


def table(actor: Actor, settlement: Settlement) -> bytes:
    """Every line as CSV."""
    return csv_text([_line_headings(), *_lines(actor, settlement)])


def payment_file(actor: Actor, settlement: Settlement) -> bytes:
    """What each practice is to be paid, by ydernummer and fee code, with a control sum."""
    rows = selectors.lines_of(actor, settlement).order_by()
    groups = rows.values_list("practice", "practice__name", "claim__service_code").annotate(
        count=Count("pk"), sum=Sum("amount")
    )
    found = sorted(groups, key=lambda row: (sort_key(row[1]), row[0], row[2]))
    numbers = parties.provider_numbers_of({row[0] for row in found}, on=settlement.starts_on)
    period = month_text(settlement.starts_on)
    heads: Row = [
        *(_("Afregning"), _("Måned"), _("Ydernummer"), _("Praksis")),
        *(_("Ydelse"), _("Antal"), _("Beløb")),
    ]
    body: list[Row] = [
        [reference_of(settlement), period, numbers.get(key, ""), name, code, count, amount]
        for key, name, code, count, amount in found
    ]
    control: Row = [
        *(reference_of(settlement), period, "", _("Kontrolsum"), ""),
        *(settlement.claim_count, settlement.amount),
    ]
    return csv_text([heads, *body, control])


def reference_of(settlement: Settlement) -> str:
    """What a settlement is called outside: the agreement's readable name and its number."""
    return f"{settlement.agreement.slug}-{settlement.number}"


def _line_headings() -> list[str]:
    return [
        *(_("Dag"), _("Praksis"), _("Kommune"), _("Ydelse"), _("Mængde")),
        *(_("Beregning"), _("Beløb")),
    ]


def _lines(actor: Actor, settlement: Settlement) -> list[Row]:
    return [
        [
            *(row.service_on, row.practice.name, row.municipality_name),
            *(row.claim.service_code, row.claim.quantity, row.claim.fee_reason, row.amount),
        ]
        for row in selectors.lines_of(actor, settlement)
    ]


def _left_over(actor: Actor, settlement: Settlement) -> list[Row]:
    return [
        [
            *(row.service_on, row.practice.name, row.municipality_name),
            *(row.claim.service_code, row.claim.quantity, row.claim.fee_reason, row.amount),
            str(LeftOverReason(row.reason).label),
        ]
        for row in selectors.left_over_of(actor, settlement)
    ]
