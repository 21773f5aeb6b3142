"""One line of JSON a request. What was typed stays out of it, unless that is asked for."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, current_app, request

from searchnews.web.metrics import page_name, spent

LOGGER = logging.getLogger("searchnews.requests")


class Line(logging.Formatter):
    """A record as one line of JSON: time, level, message, and what was handed over as `extra={"told": …}`."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told: dict[str, Any] = {"time": moment, "level": record.levelname.lower(), "message": record.getMessage()}
        told |= getattr(record, "told", {})
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def to_standard_error() -> None:
    """Write what this package logs to standard error, as lines of JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(Line())
    logger = logging.getLogger("searchnews")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False


def log(app: Flask, mode: str) -> None:
    """Log the requests of this application. mode: "off", "requests", or "queries" for what was typed, too."""
    app.config["LOG_QUERIES"] = mode == "queries"
    if mode != "off":
        app.after_request(_logged)


def _logged(response: Response) -> Response:
    told: dict[str, Any] = {
        "method": request.method,
        "page": page_name(),
        "status": response.status_code,
        "milliseconds": round(1000 * spent(), 3),
        "bytes": response.content_length,
    }
    if current_app.config["LOG_QUERIES"]:
        told["address"] = request.full_path.rstrip("?")
    LOGGER.info("answered", extra={"told": told})
    return response
