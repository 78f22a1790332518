"""Many new rows in one statement. Django's own `bulk_create` works each value out through the compiler of its query, which
costs more than all else of an import; here each column has one function, chosen once. One statement is also what the search
index of SQLite likes: it writes what it has gathered to its disk at the beginning of each, not for each row."""

from functools import cache
from operator import itemgetter

from django.db import connection, models
from django.db.models.base import ModelState

from stages.fields import RenderedField

MOST_VALUES = 32_000  # in one statement: SQLite takes 32,766
AT_ONCE = 500  # rows in it
AS_IT_IS = {
    each.get_prep_value
    for each in (models.CharField, models.TextField, models.IntegerField, models.ForeignKey, models.BooleanField)
}
BARE = {str, int, bool, type(None)}


def fresh(model, **columns):
    """Return what `model(**columns)` would, in a tenth of its time. Keys of others are named by their column: `thread_id`."""
    row = model.__new__(model)
    plain, called = _defaults(model)
    row.__dict__.update(plain, _state=ModelState(), **columns)
    for name, default in called:
        if name not in columns:
            row.__dict__[name] = default()
    return row


@cache
def _defaults(model):
    """Return (the defaults of its columns that are always the same, the others and what gives them)."""
    fields = model._meta.concrete_fields
    called = [field for field in fields if field.has_default() and callable(field.default)]
    plain = {field.attname: field.get_default() for field in fields if field not in called}
    return plain, [(field.attname, field.default) for field in called]


def insert(model, rows):
    """Write rows, which have their keys, and HTML beside what is rendered."""
    if not rows:
        return
    fields, values = _columns(model)
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    marks = f"({', '.join(['%s'] * len(fields))})"
    at_once = min(AT_ONCE, MOST_VALUES // len(fields))
    adapt = cache(connection.ops.adapt_datetimefield_value)  # a message is of one moment in three columns
    with connection.cursor() as cursor:
        for at in range(0, len(rows), at_once):
            some = [values(row, adapt) for row in rows[at : at + at_once]]
            statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES {', '.join([marks] * len(some))}"  # noqa: S608 – names of our own
            cursor.execute(statement, [value for row in some for value in row])


@cache
def _columns(model):
    """Return (the fields, what gives their values of a row)."""
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    plain = [field for field in fields if _is_plain(field)]
    times = [field for field in fields if _is_time(field)]
    others = [field for field in fields if field not in plain and field not in times]
    ways = [_value_of(field) for field in others]
    plain_of, times_of = _several(plain), _several(times)

    def values(row, adapt):
        columns = row.__dict__  # and not by its attributes: those of keys are functions
        plainly = [value if type(value) in BARE else _bare(value) for value in plain_of(columns)]
        adapted = [at and adapt(at) for at in times_of(columns)]
        return [*plainly, *adapted, *[way(row) for way in ways]]

    return [*plain, *times, *others], values


def _several(fields):
    """Return what gives the values of these fields among the columns of a row, as a tuple."""
    names = [field.attname for field in fields]
    if len(names) > 1:
        return itemgetter(*names)
    return lambda columns: tuple(columns[name] for name in names)


def _is_plain(field):
    """Does a database take what the row has, as it is?"""
    saves_as_it_is = type(field).pre_save is models.Field.pre_save or isinstance(field, RenderedField)
    return saves_as_it_is and type(field).get_prep_value in AS_IT_IS


def _is_time(field):
    return isinstance(field, models.DateTimeField) and not (field.auto_now or field.auto_now_add)


def _value_of(field):
    name = field.attname
    if type(field).pre_save is models.Field.pre_save:
        return lambda row: _prepared(field, row.__dict__[name])
    return lambda row: _prepared(field, field.pre_save(row, True))


def _prepared(field, value):
    return None if value is None else field.get_db_prep_save(value, connection)


def _bare(value):
    """Return text without what marks it as one of a list of choices or as safe: drivers know the plain kind."""
    return value if type(value) in BARE else str(value) if isinstance(value, str) else value
