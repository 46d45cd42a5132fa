from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class LimitedUpload(FileUploadHandler):
    """Refuses a body by its length, before anything of it is read or written to disk."""

    def handle_raw_input(self, _input: Any, _meta: Any, content_length: int, *_more: Any) -> None:
        if content_length > settings.UPLOAD_LIMIT:
            raise RequestDataTooBig(f"a body of {content_length} bytes")

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> bytes:
        return raw_data

    def file_complete(self, _file_size: int) -> None:
        return None
