from coordination.parties.importers.ages import BadCount, CountsRead, load_age_counts
from coordination.parties.importers.registers import (
    FIRST_DAY,
    PREPARED_FROM,
    REFORM,
    Register,
    load_health_councils,
    load_hospitals,
    load_municipalities,
    load_regions,
    load_sor_units,
)

__all__ = [
    "FIRST_DAY",
    "PREPARED_FROM",
    "REFORM",
    "BadCount",
    "CountsRead",
    "Register",
    "load_age_counts",
    "load_health_councils",
    "load_hospitals",
    "load_municipalities",
    "load_regions",
    "load_sor_units",
]
