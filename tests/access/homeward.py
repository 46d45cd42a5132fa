"""What the routes of discharges are sent."""

CHANGE = {"expected_on": "2020-06-04", "needs": "Sårskift hver anden dag"}


def bodies(cpr: object) -> dict[str, dict[str, object]]:
    """The least that each route accepts, about the citizen with the number."""
    announced, reason = {**CHANGE, "cpr": cpr}, {"reason": "Feber"}
    return {
        "discharge-new": announced,
        "discharge-change": CHANGE,
        "discharge-cancel": reason,
        "api-discharges": announced,
        "api-discharge": CHANGE,
        "api-discharge-cancel": reason,
    }
