"""The client of a cluster: opensearch-py, with a connection that says nothing to logs and leaves reading to us."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from opensearchpy import OpenSearch
from opensearchpy import exceptions as errors
from opensearchpy.connection import Urllib3HttpConnection
from opensearchpy.serializer import Serializer
from urllib3 import Retry
from urllib3 import exceptions as pool_errors

from searchnews.engines.opensearch.address import Place
from searchnews.settings import Settings

JSON = "application/json"
_ONCE = Retry(False)


def client(place: Place, settings: Settings) -> Any:
    """One for all threads of a process; it connects when it is first used."""
    warnings.filterwarnings("ignore", module=r"opensearchpy\..*")  # the server's hints to those who write requests
    options: dict[str, Any] = {}
    if settings.opensearch_user:
        options["http_auth"] = (settings.opensearch_user, settings.opensearch_password)
    if place.secure:
        options |= {"use_ssl": True, "verify_certs": True, "ca_certs": settings.opensearch_ca or None}
    options |= {"max_retries": 0, "retry_on_timeout": True}  # connection.py tries again, another host
    return OpenSearch(place.urls(), connection_class=_Quiet, serializer=_Fast(), pool_maxsize=8, **options)


class _Fast(Serializer):
    """JSON by orjson: the answers are large."""

    mimetype = JSON

    def loads(self, text: Any) -> Any:
        return orjson.loads(text)

    def dumps(self, data: Any) -> Any:
        return data if isinstance(data, bytes) else orjson.dumps(data)


class _Quiet(Urllib3HttpConnection):
    """Its own would log addresses, failures with tracebacks and, if asked to, what people search for."""

    def perform_request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        timeout: Any = None,
        ignore: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, Any, bytes]:
        if self.pool is None:
            self._create_urllib3_pool()
        target = self.url_prefix + url
        if params:
            target = f"{target}?{urlencode(params)}"
        try:
            answer = self.pool.urlopen(
                method, target, body, retries=_ONCE, headers=self.headers | dict(headers or ()), timeout=timeout
            )
        except pool_errors.SSLError as error:
            raise errors.SSLError("N/A", str(error), error) from error
        except pool_errors.NewConnectionError as error:  # one of the next as well
            raise errors.ConnectionError("N/A", str(error), error) from error
        except pool_errors.TimeoutError as error:
            raise errors.ConnectionTimeout("TIMEOUT", str(error), error) from error
        except (pool_errors.HTTPError, OSError) as error:
            raise errors.ConnectionError("N/A", str(error), error) from error
        if not 200 <= answer.status < 300 and answer.status not in ignore:
            self._raise_error(answer.status, answer.data.decode("utf-8", "replace"), answer.headers.get("content-type"))
        return answer.status, answer.headers, answer.data
