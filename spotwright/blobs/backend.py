"""From a URL to obstore's store."""

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

if TYPE_CHECKING:
    # Obstore has these names for type checkers only.
    from obstore.store import ClientConfig, RetryConfig, S3Config

# obstore retries for three minutes by default: too long for a request that a person waits for.
_RETRY: "RetryConfig" = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")


def open_backend(url: str, s3: "S3Config") -> ObjectStore:
    """Open the store for a path, `file:///…`, `s3://bucket/prefix` or `memory:`; raises ValueError for others."""
    scheme = urlsplit(url).scheme
    if scheme in {"", "file"}:
        path = Path(url2pathname(urlsplit(url).path)) if scheme else Path(url)
        return LocalStore(path.absolute(), mkdir=True)
    if scheme == "memory":
        return MemoryStore()
    if scheme == "s3":
        return S3Store.from_url(url, config=s3, client_options=_client(s3), retry_config=_RETRY)
    raise ValueError(f"SPOTWRIGHT_BLOB_URL must be a path, file:///…, s3://bucket/prefix or memory:, not {scheme}:")


def _client(s3: "S3Config") -> "ClientConfig":
    endpoints = [s3.get("endpoint"), *(os.environ.get(name) for name in _ENDPOINTS)]
    endpoint = next((each for each in endpoints if each), "")
    # Plain HTTP is what a MinIO beside us speaks; whoever writes http:// into the endpoint has decided it.
    return {"timeout": timedelta(minutes=5), "allow_http": endpoint.startswith("http://")}
