from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    APPROPRIATE = "appropriate", _("Bevilling")
    RESERVE = "reserve", _("Reservation")
    RELEASE = "release", _("Frigivelse")
    SPEND = "spend", _("Forbrug")


class TariffRule(models.TextChoices):
    """How the price of a service becomes an amount; `price` is what each line says."""

    PER_SERVICE = "per_service", _("Fast pris pr. ydelse")
    PER_MINUTE = "per_minute", _("Timepris, afregnet pr. minut")
    PER_STARTED = "per_started", _("Pris pr. påbegyndt antal minutter")
    FIRST_HOUR = "first_hour", _("Timepris: første time fuldt, derefter pr. påbegyndt halve time")
    DAY_LADDER = "day_ladder", _("Timepris: 100 % første dag, 75 % anden og tredje, så 50 %")
    PER_KM = "per_km", _("Pris pr. kørt kilometer")
    PER_STARTED_KM = "started_km", _("Pris pr. påbegyndt kilometer")


CLOCKED = frozenset({TariffRule.PER_SERVICE, TariffRule.PER_MINUTE})
"""Rules whose price may be another outside weekdays 08-16."""


class KeyKind(models.TextChoices):
    """How the weights of a funding key came about; each pays its weight over their sum.

    By use a weight counts only for services in the funder's own municipality; one who is no
    municipality pays by its weight of all of them.
    """

    FIXED = "fixed", _("Faste beløb eller andele")
    EQUAL = "equal", _("I lige dele")
    INHABITANTS = "inhabitants", _("Efter indbyggertal")
    USE = "use", _("Efter forbrug")


class Posting(models.TextChoices):
    """What became of an amount when it was to be posted."""

    POSTED = "posted", _("Bogført")
    UNFUNDED = "unfunded", _("Gemt uden dækning")


class ClaimState(models.TextChoices):
    """How far a claim has come on its way to be paid."""

    UNFUNDED = "unfunded", _("Venter på dækning")
    SUBMITTED = "submitted", _("Indsendt")
    REJECTED = "rejected", _("Afvist")
    APPROVED = "approved", _("Godkendt af regionen")
    CLEARED = "cleared", _("Godkendt til udbetaling")
    SETTLED = "settled", _("Afregnet")
    WITHDRAWN = "withdrawn", _("Trukket tilbage")


MOVES: dict[ClaimState, frozenset[ClaimState]] = {
    ClaimState.UNFUNDED: frozenset({ClaimState.SUBMITTED, ClaimState.WITHDRAWN}),
    ClaimState.SUBMITTED: frozenset(
        {ClaimState.APPROVED, ClaimState.REJECTED, ClaimState.WITHDRAWN}
    ),
    ClaimState.REJECTED: frozenset({ClaimState.SUBMITTED, ClaimState.WITHDRAWN}),
    ClaimState.APPROVED: frozenset({ClaimState.CLEARED, ClaimState.REJECTED, ClaimState.WITHDRAWN}),
    ClaimState.CLEARED: frozenset({ClaimState.SETTLED, ClaimState.REJECTED, ClaimState.WITHDRAWN}),
    ClaimState.SETTLED: frozenset({ClaimState.CLEARED}),
    ClaimState.WITHDRAWN: frozenset(),
}
"""A settled claim moves only when its settlement is cancelled."""


class CapParty(models.TextChoices):
    """Who may use no more than a cap says; each of its kind for itself."""

    PRACTICE = "practice", _("Hver praksis")
    MUNICIPALITY = "municipality", _("Hver kommune")
    ALL = "all", _("Alle tilsammen")


class CapWindow(models.TextChoices):
    """The days whose use a cap counts together."""

    MONTH = "month", _("Pr. måned")
    PERIOD = "period", _("I hele perioden")


class LeftOverReason(models.TextChoices):
    """Why a claim was not paid when its month was closed."""

    APPROVAL = "approval", _("Mangler regionens godkendelse")
    FINANCE = "finance", _("Mangler godkendelse til udbetaling")
    REJECTED = "rejected", _("Afvist")
    UNFUNDED = "unfunded", _("Venter på dækning")
    LATE = "late", _("Indsendt efter fristen; kommer med i næste måned")


class FileKind(models.TextChoices):
    """The files of a closed month; those of one funder's share are named so."""

    LINES = "lines", _("Alle ydelser (regneark)")
    TABLE = "table", _("Alle ydelser (CSV)")
    PAYMENT = "payment", _("Betalingsfil pr. praksis (CSV)")
    STATEMENT = "statement", _("Opgørelse til betaleren (PDF)")
    INVOICE = "invoice", _("E-faktura (Peppol BIS Billing 3)")
    CREDIT_NOTE = "credit_note", _("E-kreditnota (Peppol BIS Billing 3)")


OF_SHARE = frozenset({FileKind.STATEMENT, FileKind.INVOICE, FileKind.CREDIT_NOTE})
"""Files that are about one funder's share."""


DEAD = (ClaimState.REJECTED, ClaimState.WITHDRAWN)
"""States of claims that nobody is paid for as they stand."""
