"""From a URL to obstore's store."""

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

from spotwright.blobs.errors import UnknownStoreError

if TYPE_CHECKING:
    # Obstore has these names for type checkers only.
    from obstore.store import ClientConfig, RetryConfig, S3Config

# obstore retries for three minutes by default: too long for a request that a person waits for.
_RETRY: "RetryConfig" = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
_KINDS = "SPOTWRIGHT_BLOB_URL must be a path, file:///…, s3://bucket/prefix or memory:."
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")


def open_backend(url: str, s3: "S3Config") -> ObjectStore:
    """Open the store for a path, `file:///…`, `s3://bucket/prefix` or `memory:`.

    Raises:
        UnknownStoreError: It is something else.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise UnknownStoreError(_KINDS) from error
    if parts.scheme in {"", "file"}:
        path = Path(url2pathname(parts.path)) if parts.scheme else Path(url)
        return LocalStore(path.absolute(), mkdir=True)
    if parts.scheme == "memory":
        return MemoryStore()
    if parts.scheme == "s3" and parts.netloc:
        return S3Store.from_url(url, config=s3, client_options=_client(s3), retry_config=_RETRY)
    raise UnknownStoreError(_KINDS)


def _client(s3: "S3Config") -> "ClientConfig":
    endpoints = [s3.get("endpoint"), *(os.environ.get(name) for name in _ENDPOINTS)]
    endpoint = next((each for each in endpoints if each), "")
    # Plain HTTP is what a MinIO beside us speaks; whoever writes http:// into the endpoint has decided it.
    return {"timeout": timedelta(minutes=5), "allow_http": endpoint.startswith("http://")}
