from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """In and out: what comes from other systems."""

    name = "exchange"
