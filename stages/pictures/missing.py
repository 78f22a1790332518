"""Pictures that lack sizes: they came with an older version, or the worker could not make them."""

from django.apps import apps

from stages.pictures.fields import PictureField


def ask_for_missing():
    """Let the worker make what is missing anywhere; returns of how many pictures."""
    pictures = (
        getattr(row, field.name)
        for model, field in _fields()
        for row in model._default_manager.exclude(**{field.name: ""}).iterator()
    )
    lacking = [picture for picture in pictures if not picture.has_all_sizes()]
    for picture in lacking:
        picture.ask_for_sizes()
    return len(lacking)


def _fields():
    every = ((model, field) for model in apps.get_models() for field in model._meta.local_fields)
    return [(model, field) for model, field in every if isinstance(field, PictureField) and field.sizes_field]
