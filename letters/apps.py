from django.apps import AppConfig


class LettersConfig(AppConfig):
    """The coach's letters, and who asked for them."""

    name = "letters"
