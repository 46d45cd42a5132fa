from coordination.parties.models.organisation import (
    Identifier,
    Organisation,
    Population,
    Relation,
)
from coordination.parties.models.patient import Patient, PracticeChoice, Residence
from coordination.parties.models.practitioner import Affiliation, Practitioner

__all__ = [
    "Affiliation",
    "Identifier",
    "Organisation",
    "Patient",
    "Population",
    "PracticeChoice",
    "Practitioner",
    "Relation",
    "Residence",
]
