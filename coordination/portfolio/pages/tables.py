"""The tables of an agreement's money, each with what its numbers were worked out from."""

from django.utils.translation import gettext as _

from coordination.base.danish import day_text
from coordination.ledger.models import Budget
from coordination.ledger.rules.forecast import seed_of
from coordination.ledger.selectors import BurnDown
from coordination.portfolio.pages.explained import Explained, Input, day, kroner
from coordination.portfolio.selectors import AgreementPage


def tables(page: AgreementPage) -> dict[str, Explained]:
    """How the rows of each table come about, by the table's name."""
    budget, found = page.budget, []
    if budget is None:
        return {}
    if page.burn_down is not None:
        found.append(_months(budget, page.burn_down))
    if page.contributions:
        found.append(
            Explained(
                key="contributions",
                label=_("Hvem betaler"),
                value=budget.appropriated,
                formula=_("En andel er betalerens bidrag, delt med det, der er bevilget i alt."),
                inputs=[
                    kroner(f"payer_{number}", page.names[row.funder_id], row.amount)
                    for number, row in enumerate(page.contributions, start=1)
                ],
            )
        )
    if page.statement is not None and page.keys:
        found.append(_statement(page))
    if page.tariffs:
        found.append(
            Explained(
                key="tariffs",
                label=_("Takster"),
                value=len(page.tariffs),
                formula=_("Priserne er aftalt; en session beholder den pris, der gjaldt den dag."),
                inputs=[
                    kroner(f"price_{number}", row.name, row.price)
                    for number, row in enumerate(page.tariffs, start=1)
                ],
            )
        )
    return {row.key: row for row in found}


def _months(budget: Budget, burn: BurnDown) -> Explained:
    return Explained(
        key="months",
        label=_("tallene måned for måned"),
        value=burn.left,
        formula=_(
            "Tilbage er det bevilgede minus det, der var bogført den dag. Jævnt forbrug fordeler "
            "bevillingen på kalendermåneder. Prognosens tal ligger mellem de trukne uger; et "
            "beløb under nul er merforbrug."
        ),
        inputs=[
            kroner("appropriated", _("Bevilget"), burn.appropriated),
            kroner("spent", _("Brugt"), burn.spent),
            day("starts_on", _("Første dag"), burn.period.starts_on),
            day("last_day", _("Sidste dag"), burn.last_day),
            day("as_of", _("I dag"), burn.as_of),
            Input(
                "weeks",
                _("Bogført pr. uge, ældste først"),
                " ".join(str(amount) for amount in burn.weeks()),
            ),
            Input("seed", _("Frø, så alle trækker det samme"), seed_of(budget.uuid, burn.as_of)),
        ],
    )


def _statement(page: AgreementPage) -> Explained:
    """Whose weight is what, in each key; and what was divided by them."""
    statement = page.statement
    assert statement is not None
    weights = [
        Input(
            f"key_{key.starts_on:%Y%m%d}_{share.funder_id}",
            _("%(who)s fra %(day)s")
            % {"who": page.names[share.funder_id], "day": day_text(key.starts_on)},
            share.weight.normalize(),
            _("dele"),
        )
        for key in page.keys
        for share in key.shares.all()
    ]
    return Explained(
        key="statement",
        label=_("Fordeling pr. betaler"),
        value=statement.total,
        formula=_(
            "Det brugte er fordelt efter vægtene i den nøgle, der gjaldt den dag, og rundet så "
            "andelene tilsammen giver det hele; den sidste øre går til den største rest."
        ),
        inputs=[kroner("total", _("Fordelt i alt"), statement.total), *weights],
    )
