from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class StrictSerializer(serializers.Serializer):
    """Input whose unknown fields are refused instead of dropped."""

    default_error_messages = {"unknown": _("Feltet kendes ikke. Fjern det.")}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = set(data) - set(self.fields)
            if unknown:
                message = self.error_messages["unknown"]
                raise serializers.ValidationError(
                    {name: [message] for name in sorted(unknown)}, code="unknown_field"
                )
        return super().to_internal_value(data)


class CprField(serializers.CharField):
    """Ten digits, hyphen and spaces allowed; checked by the service."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=16, **options)
