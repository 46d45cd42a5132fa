from acute.models.attachments import Attachment, AttachmentContent
from acute.models.delegations import Delegation
from acute.models.ladder import CallNumber, LadderTimes
from acute.models.requests import (
    Measurement,
    MeasurementKind,
    OwnQuerySet,
    Request,
    RequestQuerySet,
    ScoreBand,
    Session,
    Step,
)
from acute.models.rota import Availability, Duty, Participation
from acute.models.scores import Score, ScoreAction, ScoreSetting
from acute.models.sights import Sight
from acute.models.wordings import EarlierAdvice

__all__ = [
    "Attachment",
    "AttachmentContent",
    "Availability",
    "CallNumber",
    "Delegation",
    "Duty",
    "EarlierAdvice",
    "LadderTimes",
    "Measurement",
    "MeasurementKind",
    "OwnQuerySet",
    "Participation",
    "Request",
    "RequestQuerySet",
    "Score",
    "ScoreAction",
    "ScoreBand",
    "ScoreSetting",
    "Session",
    "Sight",
    "Step",
]
