from acute.models.attachments import Attachment, AttachmentContent
from acute.models.delegations import Delegation
from acute.models.requests import (
    Measurement,
    MeasurementKind,
    OwnQuerySet,
    Request,
    ScoreBand,
    Session,
    Step,
)
from acute.models.scores import Score, ScoreAction, ScoreSetting

__all__ = [
    "Attachment",
    "AttachmentContent",
    "Delegation",
    "Measurement",
    "MeasurementKind",
    "OwnQuerySet",
    "Request",
    "Score",
    "ScoreAction",
    "ScoreBand",
    "ScoreSetting",
    "Session",
    "Step",
]
