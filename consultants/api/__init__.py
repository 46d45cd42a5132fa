from drf_spectacular.utils import OpenApiParameter

KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=True, description="16-64 tegn"
)
READ, WRITE = "consultants:read", "consultants:write"
