import django_filters

from discharges.enums import DischargeState
from discharges.models import Discharge


class DischargeFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=DischargeState.choices)
    updated_since = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")

    class Meta:
        model = Discharge
        fields: list[str] = []
