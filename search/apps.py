from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding: the index of what everybody may read, and what is like something else."""

    name = "search"
