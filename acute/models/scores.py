from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from acute.enums import Obstacle, ScoreKind
from acute.models.requests import OfRequestQuerySet, Request
from coordination.parties.models import Organisation
from coordination.parties.models.dated import Dated, ends_after_start, one_at_a_time


class ScoreSetting(Dated):
    """Which score a region uses from a day on, and in which version of its table.

    A single parameter with 3 points counts for the action as a total of `single_three_as`.
    """

    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    score = models.CharField(max_length=10, choices=ScoreKind.choices)
    version = models.CharField(max_length=20)
    single_three_as = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            ends_after_start("score_setting_ends_after_start"),
            one_at_a_time("score_setting_one_at_a_time", "region"),
        ]


class ScoreAction(models.Model):
    """What the region asks for from a total on, until the next action's."""

    setting = models.ForeignKey(ScoreSetting, models.CASCADE, related_name="actions")
    lowest = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["setting", "lowest"], name="score_action_once_per_total"
            )
        ]


class Score(models.Model):
    """A request's score as it was computed: table, lines and action are kept. Append-only.

    Without a total it says what is `missing` (codes), or what stands against using it.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="scores")
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    score = models.CharField(max_length=10, choices=ScoreKind.choices)
    version = models.CharField(max_length=20)
    spo2_scale = models.PositiveSmallIntegerField(default=1)
    pregnant = models.BooleanField(default=False)
    total = models.PositiveSmallIntegerField(null=True)
    missing = ArrayField(models.CharField(max_length=12))
    obstacle = models.CharField(max_length=10, choices=Obstacle.choices, blank=True)
    lines = models.JSONField()
    action = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    objects = OfRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(missing=[], obstacle=""),
                name="score_total_only_when_complete",
            ),
            models.CheckConstraint(
                condition=Q(spo2_scale__in=[1, 2]), name="score_spo2_scale_known"
            ),
        ]
        indexes = [models.Index(fields=["request", "-id"], name="score_of_request")]
