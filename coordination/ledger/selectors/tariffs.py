"""What a service costs on a day, and why."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coordination.agreements.models import Agreement
from coordination.base.danish import day_text
from coordination.ledger.errors import NoTariff
from coordination.ledger.models import Tariff
from coordination.ledger.rules import Service, fee, fee_reason


@dataclass(frozen=True, slots=True)
class Fee:
    """A price valid on a day, and the amount and reason for a number of minutes."""

    service_code: str
    price: Decimal
    amount: Decimal
    reason: str


def tariff_on(agreement: Agreement, service_code: str, *, on: date) -> Tariff:
    """The tariff of a service that holds on a day."""
    rows = Tariff.objects.filter(agreement=agreement, service_code=service_code)
    found = rows.open_on(on).first()
    if found is None:
        raise NoTariff(code=service_code, day=day_text(on))
    return found


def fee_on(agreement: Agreement, service_code: str, *, on: date, service: Service) -> Fee:
    """What a service costs by the tariff of a day, with its reason."""
    return fee_at(tariff_on(agreement, service_code, on=on), service)


def fee_at(tariff: Tariff, service: Service) -> Fee:
    """What a service costs by a tariff, with its reason."""
    return Fee(
        service_code=tariff.service_code,
        price=tariff.price,
        amount=fee(tariff.terms, service),
        reason=fee_reason(tariff.terms, service),
    )


def tariffs_of(agreement: Agreement) -> list[Tariff]:
    """The priced services of an agreement, newest price first."""
    return list(
        Tariff.objects.filter(agreement=agreement).order_by("service_code", "-starts_on", "id")
    )
