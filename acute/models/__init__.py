from acute.models.requests import (
    Measurement,
    MeasurementKind,
    OwnQuerySet,
    Request,
    ScoreBand,
    Session,
    Step,
)

__all__ = [
    "Measurement",
    "MeasurementKind",
    "OwnQuerySet",
    "Request",
    "ScoreBand",
    "Session",
    "Step",
]
