import django_filters

from consultants.enums import ConsultantKind, MeetingState, PointState, SheetState, SnagState
from consultants.models import Appointment, ImprovementPoint, Meeting, MonthSheet, Snag


class AppointmentFilter(django_filters.FilterSet):
    kind = django_filters.MultipleChoiceFilter(choices=ConsultantKind.choices)
    host = django_filters.UUIDFilter(field_name="host__uuid")
    on = django_filters.DateFilter(method="open_on")

    class Meta:
        model = Appointment
        fields: list[str] = []

    def open_on(self, rows, _name, day):  # type: ignore[no-untyped-def]
        """Those that hold on a day."""
        return rows.open_on(day)


class MonthFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=SheetState.choices)
    appointment = django_filters.UUIDFilter(field_name="appointment__uuid")

    class Meta:
        model = MonthSheet
        fields: list[str] = []


class SnagFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=SnagState.choices)
    host = django_filters.UUIDFilter(field_name="host__uuid")

    class Meta:
        model = Snag
        fields: list[str] = []


class PointFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=PointState.choices)
    host = django_filters.UUIDFilter(field_name="host__uuid")
    still_since = django_filters.DateFilter(method="still")

    class Meta:
        model = ImprovementPoint
        fields: list[str] = []

    def still(self, rows, _name, day):  # type: ignore[no-untyped-def]
        """Open ones that nothing has happened to since a day."""
        return rows.still(since=day)


class MeetingFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=MeetingState.choices)
    host = django_filters.UUIDFilter(field_name="host__uuid")

    class Meta:
        model = Meeting
        fields: list[str] = []
