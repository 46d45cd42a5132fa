"""What an address may hold beside ids and names of agreements."""


class YearConverter:
    """A year of this century: four digits, so that no longer number ever stands in an address."""

    regex = "20[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
