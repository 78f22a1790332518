"""Queries whose SQL is written once. Django writes it anew each time it asks, which takes ten times as long as the database
takes to answer: where an act or a page asks many such things, that is what it costs. What is asked still stands in one place,
as a QuerySet; only its SQL is kept.

    @prepared
    def answers_in(thread):
        return Comment.objects.answers().filter(thread=thread)

    answers_in(thread.pk)

In the function each argument is a Slot: it can be compared with, and not looked at. What has to be looked at (how many rows,
which page) is given by its name: the SQL is written once for each value of it. So it is for each number of arguments, where
a function takes as many as there are. Whatever else is said there is kept for good, so a moment would stand still: that is
refused, and has to be an argument."""

import re
from datetime import datetime
from functools import cache, update_wrapper
from types import SimpleNamespace
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, Expression, Model
from django.db.models.sql import InsertQuery, UpdateQuery

MOST_KEPT = 200  # statements of one function
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:")


CONVERTERS = WeakKeyDictionary()  # {connection: {Statement: what `converters_of` returns}}


class Slot(Expression):
    """The place of a value that is told when the query is asked."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Statement:
    """SQL of which some values are told later."""

    def __init__(self, compiler, sql, values):
        self.compiler, self.sql, self.values = compiler, sql, values
        if any(isinstance(value, datetime) or MOMENT.match(str(value)) for value in self.values):
            raise TypeError(f"A moment would stand still: {self.sql}")

    def values_with(self, told, connection):
        """Return its values, those that are told among them."""
        return tuple(
            adapted(told[value.name], connection) if isinstance(value, Slot) else value for value in self.values
        )

    def compiler_with(self, told, connection):
        """Return a compiler of Django's that has written it down already."""
        compiler, written = twin(self.compiler), (self.sql, self.values_with(told, connection))
        compiler.connection, compiler.as_sql = connection, lambda *_args, **_options: written
        compiler.get_converters = lambda columns: self.converters_of(columns, connection)
        return compiler

    def converters_of(self, columns, connection):
        """Return what makes values of Python of its columns, which is looked up once for each connection."""
        kept = CONVERTERS.setdefault(connection, WeakKeyDictionary())
        if self not in kept:
            compiler = twin(self.compiler)
            compiler.connection = connection
            kept[self] = compiler.get_converters(columns)
        return kept[self]


class Prepared:
    """What a function asks, as its first call wrote it down."""

    def __init__(self, make):
        update_wrapper(self, make)
        self.make, self.asked = make, {}

    def __call__(self, *told, **fixed):
        """Return the rows, as a list."""
        rows, statement = self.written(len(told), fixed)
        compiler = statement.compiler_with(dict(enumerate(told)), connections[DEFAULT_DB_ALIAS])
        asks, query = twin(rows), twin(rows.query)
        asks._query = query
        query.get_compiler = lambda *_args, **_options: compiler
        return list(rows._iterable_class(asks))

    def written(self, count, fixed):
        """Return (QuerySet, Statement) for so many arguments, and those that are fixed."""
        key = (count, *sorted(fixed.items()))
        if key not in self.asked:
            rows = self.make(*map(Slot, range(count)), **fixed)
            compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
            if len(self.asked) >= MOST_KEPT:
                self.asked.clear()
            self.asked[key] = rows, Statement(compiler, *compiler.as_sql())
        return self.asked[key]

    def first(self, *told):
        """Return the first row, or None."""
        return next(iter(self(*told)), None)


prepared = Prepared


def twin(thing):
    """Return a copy, as `copy.copy` does of what has no way of its own; in a fifth of the time."""
    new = object.__new__(type(thing))
    new.__dict__ = thing.__dict__.copy()
    return new


def adapted(value, connection):
    """Return a value as this database takes it."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value


@cache
def insert_of(model):
    """Return the fields of a new row whose key the database gives, and the Statement that writes it."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated and not is_given(field)]
    row = SimpleNamespace(**{field.attname: Slot(field.attname) for field in fields})
    query = InsertQuery(model)
    query.insert_values(fields, [row], raw=True)
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = [model._meta.pk] if is_given(model._meta.pk) else None
    [(sql, values)] = compiler.as_sql()
    return fields, Statement(compiler, sql, values)


def is_given(field):
    """Does the database give its value?"""
    return isinstance(field, AutoField)


def save_new(row):
    """Write a new row, as `row.save()` does, by a statement that is kept. No signal is sent."""
    connection = connections[DEFAULT_DB_ALIAS]
    row._prepare_related_fields_for_save(operation_name="save")
    fields, statement = insert_of(type(row))
    told = {field.attname: field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields}
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values_with(told, connection))
        if is_given(row._meta.pk):
            [row.pk] = connection.ops.fetch_returned_insert_columns(cursor, statement.compiler.returning_params)
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def update_of(model, names):
    """Return the fields of these names, and the Statement that saves them in one row."""
    fields = [model._meta.get_field(name) for name in names]
    query = model._base_manager.filter(pk=Slot("")).query.chain(UpdateQuery)
    query.add_update_fields([(field, None, Slot(field.attname)) for field in fields])
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    return fields, Statement(compiler, *compiler.as_sql())


def save_fields(row, names):
    """Save these fields of a row that is there, as `row.save(update_fields=names)` does, by a statement that is kept. No
    signal is sent."""
    connection = connections[DEFAULT_DB_ALIAS]
    names = tuple(dict.fromkeys(names))  # each once: PostgreSQL takes no second
    row._prepare_related_fields_for_save(operation_name="save", fields=[row._meta.get_field(name) for name in names])
    fields, statement = update_of(type(row), names)
    told = {field.attname: field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in fields}
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values_with(told | {"": row.pk}, connection))


def read_again(row, fresh):
    """Let a row say what another reading of it says, related rows included."""
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, getattr(fresh, field.attname))
    row._state.fields_cache = fresh._state.fields_cache.copy()
    row._prefetched_objects_cache = {}
