"""Many new rows in one statement. Django's own `bulk_create` works each value out through the compiler of its query, which
costs more than all else of an import; here each column has one function, chosen once."""

from functools import cache

from django.db import connection, models

from stages.fields import RenderedField

AS_IT_IS = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey, models.AutoField)


def insert(model, rows):
    """Write rows, which have their keys, and HTML beside what is rendered."""
    if not rows:
        return
    columns = _columns(model, connection.vendor)
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field, _value in columns)
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 – names of our own
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[value(row) for _field, value in columns] for row in rows])


@cache
def _columns(model, vendor):
    """Return (field, what gives its value of a row) for each column."""
    return [
        (field, _value_of(field)) for field in model._meta.concrete_fields if not getattr(field, "generated", False)
    ]


def _value_of(field):
    name = field.attname
    changes = type(field).pre_save is not models.Field.pre_save and not isinstance(field, RenderedField)
    if changes:
        return lambda row: field.get_db_prep_save(field.pre_save(row, True), connection)
    if isinstance(field, AS_IT_IS) and type(field).get_prep_value in PLAIN:
        return lambda row: _bare(getattr(row, name))
    if isinstance(field, models.DateTimeField):
        return lambda row: connection.ops.adapt_datetimefield_value(getattr(row, name))
    return lambda row: _prepared(field, getattr(row, name))


def _prepared(field, value):
    return None if value is None else field.get_db_prep_save(value, connection)


PLAIN = {each.get_prep_value for each in (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)}


def _bare(value):
    """Return text without what marks it as one of a list of choices or as safe: drivers know the plain kind."""
    return str(value) if isinstance(value, str) and type(value) is not str else value
