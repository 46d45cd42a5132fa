from decimal import Decimal
from typing import Any

from rest_framework import serializers

from consultants.enums import ActivityKind, SheetState
from consultants.selectors import Done, Leg
from consultants.serializers.appointments import PractitionerOut
from coordination.parties.serializers import OrganisationOut
from coordination.web.serializers import StrictSerializer


class LegIn(StrictSerializer):
    began_at = serializers.DateTimeField(help_text="Hvornår turen begyndte.")
    minutes = serializers.IntegerField(min_value=1, max_value=720)


class ActivityIn(StrictSerializer):
    kind = serializers.ChoiceField(choices=ActivityKind.choices)
    done_on = serializers.DateField()
    minutes = serializers.IntegerField(
        min_value=0, max_value=720, required=False, default=0, help_text="0, hvis kun rejse."
    )
    day_number = serializers.IntegerField(min_value=1, max_value=60, required=False, default=1)
    km = serializers.DecimalField(
        max_digits=6, decimal_places=1, min_value=Decimal(0), required=False, default=Decimal(0)
    )
    travels = LegIn(many=True, required=False, default=list)
    department = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    product_title = serializers.CharField(
        max_length=160, required=False, default="", allow_blank=True
    )
    product_url = serializers.URLField(max_length=300, required=False, default="", allow_blank=True)
    point = serializers.UUIDField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Det forbedringspunkt, arbejdet handler om.",
    )


def done_from(data: dict[str, Any]) -> Done:
    """What was done, as the body says it."""
    fields = {**data, "kind": ActivityKind(data["kind"])}
    legs = [Leg(**row) for row in fields.pop("travels")]
    return Done(legs=legs, **fields)


class PaidOut(serializers.Serializer):
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    reason = serializers.CharField()


class QuoteOut(serializers.Serializer):
    work = PaidOut()
    travel = PaidOut(many=True)
    km = PaidOut()
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)


class TravelOut(PaidOut):
    began_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()


class ActivityOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    month = serializers.UUIDField(source="sheet.uuid")
    kind = serializers.ChoiceField(choices=ActivityKind.choices)
    done_on = serializers.DateField()
    minutes = serializers.IntegerField()
    day_number = serializers.IntegerField()
    km = serializers.DecimalField(max_digits=6, decimal_places=1)
    travels = TravelOut(many=True)
    department = serializers.CharField()
    note = serializers.CharField()
    product_title = serializers.CharField()
    product_url = serializers.CharField()
    point = serializers.UUIDField(source="point.uuid", default=None, allow_null=True)
    work_amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    work_reason = serializers.CharField()
    km_amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    km_reason = serializers.CharField()
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    logged_at = serializers.DateTimeField()
    logged_by = serializers.CharField()


class ActivityPage(serializers.Serializer):
    results = ActivityOut(many=True)


class MonthOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    appointment = serializers.UUIDField(source="appointment.uuid")
    practitioner = PractitionerOut(source="appointment.practitioner")
    host = OrganisationOut(source="appointment.host")
    month = serializers.DateField(help_text="Månedens første dag.")
    state = serializers.ChoiceField(choices=SheetState.choices)
    minutes = serializers.IntegerField(source="used")
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    fixed_amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    fixed_reason = serializers.CharField()
    signed_at = serializers.DateTimeField(allow_null=True)
    signed_by = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.CharField()
    returned_reason = serializers.CharField()


class MonthPage(serializers.Serializer):
    results = MonthOut(many=True)


class ReturnIn(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class AccountLineOut(serializers.Serializer):
    month = serializers.DateField()
    planned = serializers.IntegerField()
    used = serializers.IntegerField()
    left = serializers.IntegerField(help_text="Minutter tilbage ved månedens slutning.")
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    state = serializers.ChoiceField(choices=SheetState.choices)


class AccountOut(serializers.Serializer):
    year = serializers.IntegerField()
    planned = serializers.IntegerField()
    used = serializers.IntegerField()
    left = serializers.IntegerField()
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    months = AccountLineOut(many=True)
