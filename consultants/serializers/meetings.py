from rest_framework import serializers

from consultants.enums import MeetingState
from coordination.parties.serializers import OrganisationOut
from coordination.web.serializers import StrictSerializer


class ConsultantMeetingIn(StrictSerializer):
    host = serializers.UUIDField(help_text="Stedets åbne punkter kommer på dagsordenen.")
    title = serializers.CharField(max_length=120)
    held_at = serializers.DateTimeField()
    where = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    extra = serializers.ListField(
        child=serializers.CharField(max_length=160), required=False, default=list, max_length=20
    )


class OutcomeIn(StrictSerializer):
    item = serializers.UUIDField()
    decision = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    task = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    task_owner = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    task_due_on = serializers.DateField(required=False, allow_null=True, default=None)


class MinutesIn(StrictSerializer):
    minutes = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)
    outcomes = OutcomeIn(many=True, required=False, default=list)


class ItemOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    title = serializers.CharField()
    point = serializers.UUIDField(source="point.uuid", default=None, allow_null=True)
    decision = serializers.CharField()
    task = serializers.CharField()
    task_owner = serializers.CharField()
    task_due_on = serializers.DateField(allow_null=True)
    task_done_on = serializers.DateField(allow_null=True)


class ConsultantMeetingOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    host = OrganisationOut()
    title = serializers.CharField()
    held_at = serializers.DateTimeField()
    where = serializers.CharField()
    state = serializers.ChoiceField(choices=MeetingState.choices)
    minutes = serializers.CharField()


class ConsultantMeetingDetailOut(ConsultantMeetingOut):
    items = ItemOut(many=True)


class ConsultantMeetingPage(serializers.Serializer):
    results = ConsultantMeetingOut(many=True)


class WordsIn(StrictSerializer):
    words = serializers.CharField(max_length=4000, allow_blank=True)


class ReportOut(serializers.Serializer):
    place = serializers.CharField()
    year = serializers.IntegerField()
    issued_at = serializers.DateTimeField(allow_null=True)
    remarks = serializers.CharField()
    planned_minutes = serializers.IntegerField()
    minutes = serializers.IntegerField()
    km = serializers.CharField()
    snags = serializers.IntegerField()
    answered = serializers.IntegerField()
    by_filer = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    by_frequency = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    opened = serializers.IntegerField()
    closed = serializers.IntegerField()
    dropped = serializers.IntegerField()
    still_open = serializers.IntegerField()
    meetings = serializers.IntegerField()
    activities = serializers.ListField(child=serializers.ListField())
    products = serializers.ListField(child=serializers.ListField())
    effects = serializers.ListField(child=serializers.ListField())
    open_points = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    open_tasks = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    hosts = serializers.ListField(child=serializers.ListField())


class PlanOut(serializers.Serializer):
    place = serializers.CharField()
    year = serializers.IntegerField()
    aims = serializers.CharField()
    adopted_at = serializers.DateTimeField(allow_null=True)
    planned_minutes = serializers.IntegerField()
    points = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    meetings = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
