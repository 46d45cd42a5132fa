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
from coordination.agreements.models.succession import SuccessionChoice

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
    "SuccessionChoice",
    "SuspendedInterval",
    "Version",
    "VersionQuerySet",
]
