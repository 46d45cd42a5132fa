from coordination.parties.models.organisation import (
    Identifier,
    Organisation,
    Population,
    Relation,
)
from coordination.parties.models.patient import Patient, PracticeChoice, Residence
from coordination.parties.models.practitioner import Affiliation, Practitioner
from coordination.parties.models.succession import LineOf, SuccessorOf

__all__ = [
    "Affiliation",
    "Identifier",
    "LineOf",
    "Organisation",
    "Patient",
    "Population",
    "PracticeChoice",
    "Practitioner",
    "Relation",
    "Residence",
    "SuccessorOf",
]
