"""Reports of errors to a Sentry of the operator's, only if SENTRY_DSN names one. They tell what broke and where, and nothing of
who was there: no address, no words, no cookies, no values."""

KEPT = {
    "event_id",
    "timestamp",
    "platform",
    "level",
    "exception",
    "release",
    "environment",
    "sdk",
    "server_name",
    "tags",
}


def report_to(dsn, release=None):
    """Begin to report."""
    import sentry_sdk  # noqa: PLC0415 – a tenth of the time that a process takes to start, and few sites report

    sentry_sdk.init(
        dsn=dsn,
        release=release,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=0,
        auto_session_tracking=False,
        before_send=without_words,
    )


def without_words(event, hint):
    """Return what may be told of an error: its kind and the places in the code."""
    for error in event.get("exception", {}).get("values", []):
        error["value"] = ""
        for frame in error.get("stacktrace", {}).get("frames", []):
            frame.pop("vars", None)
    return {name: value for name, value in event.items() if name in KEPT}
