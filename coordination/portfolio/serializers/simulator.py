from decimal import Decimal

from rest_framework import serializers

from coordination.agreements.enums import Anchor, Trigger
from coordination.ledger.enums import TariffRule
from coordination.portfolio.selectors.simulator import SIMULATED, Plan
from coordination.portfolio.serializers.whatif import CaseOut
from coordination.web.serializers import StrictSerializer

RULES = [(row.value, row.label) for row in SIMULATED]


class SimulatorIn(StrictSerializer):
    """The query string: an agreement as it might be."""

    amount = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=1)
    starts_on = serializers.DateField()
    last_day = serializers.DateField()
    sessions_a_week = serializers.DecimalField(
        max_digits=7, decimal_places=1, min_value=Decimal("0.1"), max_value=10_000
    )
    minutes = serializers.IntegerField(min_value=1, max_value=480)
    rule = serializers.ChoiceField(choices=RULES, default=TariffRule.PER_MINUTE.value)
    price = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=1)
    unit_minutes = serializers.IntegerField(min_value=0, max_value=480, default=0)
    months = serializers.IntegerField(min_value=1, max_value=36, default=1)
    anchor = serializers.ChoiceField(choices=Anchor.choices, default=Anchor.DAY_TO_DAY.value)
    trigger = serializers.ChoiceField(
        choices=Trigger.choices, default=Trigger.MONEY_WILL_BE_USED.value
    )
    lead_days = serializers.IntegerField(min_value=0, max_value=365, default=0)

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        if attrs["last_day"] <= attrs["starts_on"]:  # type: ignore[operator]
            raise serializers.ValidationError({"last_day": "Sidste dag skal ligge efter første."})
        if attrs["rule"] == TariffRule.PER_STARTED and not attrs["unit_minutes"]:
            raise serializers.ValidationError({"unit_minutes": "Skriv minutter i en enhed."})
        return attrs

    @property
    def plan(self) -> Plan:
        """What was asked, as the rules read it."""
        data = self.validated_data
        return Plan(
            **{
                **data,
                "rule": TariffRule(data["rule"]),
                "anchor": Anchor(data["anchor"]),
                "trigger": Trigger(data["trigger"]),
            }
        )


class SimulatorOut(serializers.Serializer):
    advice = serializers.CharField()
    session_fee = serializers.DecimalField(max_digits=12, decimal_places=2)
    case = CaseOut()
