from typing import Any

from rest_framework import serializers

from coordination.agreements.enums import Anchor, Trigger
from coordination.web.serializers import StrictSerializer


class WhatIfIn(StrictSerializer):
    """The query string; what is left out stays as it is."""

    pace = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=1, required=False, help_text="Kroner pr. måned."
    )
    top_up = serializers.DecimalField(
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text="Kroner lagt til bevillingen; negativt, hvis den nedsættes.",
    )
    price_percent = serializers.DecimalField(
        max_digits=5,
        decimal_places=2,
        min_value=-90,
        max_value=200,
        required=False,
        help_text="Procent, taksterne ændres med.",
    )
    notice_today = serializers.BooleanField(required=False)
    trigger = serializers.ChoiceField(choices=Trigger.choices, required=False)
    anchor = serializers.ChoiceField(choices=Anchor.choices, required=False)
    months = serializers.IntegerField(min_value=1, max_value=36, required=False)


class FigureOut(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField(source="label")
    value = serializers.SerializerMethodField(help_text="Beløb i kroner eller dag.")
    formula = serializers.CharField()

    def get_value(self, figure: Any) -> str | None:
        return None if figure.value is None else str(figure.value)


class CaseOut(serializers.Serializer):
    trigger = serializers.ChoiceField(choices=Trigger.choices)
    anchor = serializers.ChoiceField(choices=Anchor.choices, source="rule.anchor")
    months = serializers.IntegerField(source="rule.months")
    runs_out = serializers.BooleanField(
        source="outlook.runs_out", help_text="Om midlerne er brugt før aftalens udløb."
    )
    figures = FigureOut(many=True)


class WhatIfOut(serializers.Serializer):
    advice = serializers.CharField(help_text="Om det, der prøves; ellers om det, der gælder.")
    present = CaseOut(allow_null=True, help_text="Tom, hvor aftalen ikke har noget udløb.")
    tried = CaseOut(allow_null=True)
