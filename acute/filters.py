import django_filters

from acute.enums import RequestState, SessionState
from acute.models import Request, Session
from coordination.ledger.enums import ClaimState


class RequestFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=RequestState.choices)
    updated_since = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")

    class Meta:
        model = Request
        fields: list[str] = []


class SessionFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=SessionState.choices)
    claim_state = django_filters.MultipleChoiceFilter(choices=ClaimState.choices)
    from_day = django_filters.DateFilter(field_name="service_on", lookup_expr="gte")
    until_day = django_filters.DateFilter(field_name="service_on", lookup_expr="lte")

    class Meta:
        model = Session
        fields: list[str] = []
