"""What SQL knows of succession: functions over the dated relations, so that nothing goes stale."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func


class SuccessorOf(Func):
    """SQL: the organisation that continues another on a day; itself while nobody does."""

    function = "successor_of"
    arity = 2
    output_field = models.BigIntegerField()


class LineOf(Func):
    """SQL: an organisation and all that it continues on a day, with those it prepares if asked."""

    function = "line_of"
    arity = 3
    output_field = ArrayField(models.BigIntegerField())
