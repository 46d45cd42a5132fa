"""What the ladder of a request is set to: times by agreement, numbers by municipality."""

from django.db import models
from django.db.models import Q

from acute.enums import Hours, Urgency
from acute.rules.ladder import Times
from coordination.agreements.models import Agreement
from coordination.parties.models import Organisation
from coordination.parties.models.dated import Dated, ends_after_start, one_at_a_time


class LadderTimes(Dated):
    """How many minutes each step has under an agreement, by urgency, from a day on."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    own_gp = models.PositiveSmallIntegerField()
    rota = models.PositiveSmallIntegerField()
    out_of_hours = models.PositiveSmallIntegerField()
    unit = models.PositiveSmallIntegerField()
    call = models.PositiveSmallIntegerField()
    finish = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            ends_after_start("ladder_times_end_after_start"),
            one_at_a_time("ladder_times_one_at_a_time", "agreement", "urgency"),
            models.CheckConstraint(
                condition=Q(
                    own_gp__range=(1, 2880),
                    rota__range=(1, 2880),
                    out_of_hours__range=(1, 2880),
                    unit__range=(1, 2880),
                    call__range=(1, 2880),
                    finish__range=(1, 2880),
                ),
                name="ladder_times_possible",
            ),
        ]

    @property
    def times(self) -> Times:
        return Times(self.own_gp, self.rota, self.out_of_hours, self.unit, self.call, self.finish)


class CallNumber(Dated):
    """Whom to ring in a municipality when nobody has answered, by the hours it is. Public."""

    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    hours = models.CharField(max_length=15, choices=Hours.choices)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20)

    class Meta:
        constraints = [
            ends_after_start("call_number_ends_after_start"),
            one_at_a_time("call_number_one_at_a_time", "municipality", "hours"),
        ]
