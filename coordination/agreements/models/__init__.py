from coordination.agreements.models.agreement import (
    Agreement,
    AgreementQuerySet,
    Clause,
    Document,
    Party,
    SuspendedInterval,
    Version,
    VersionQuerySet,
)
from coordination.agreements.models.approval import Approval, ApprovalQuerySet, Body, Meeting
from coordination.agreements.models.sketch import Sketch

__all__ = [
    "Agreement",
    "AgreementQuerySet",
    "Approval",
    "ApprovalQuerySet",
    "Body",
    "Clause",
    "Document",
    "Meeting",
    "Party",
    "Sketch",
    "SuspendedInterval",
    "Version",
    "VersionQuerySet",
]
