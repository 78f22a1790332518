"""Rows on their way into the database."""

from collections import defaultdict

from django.db import connection, transaction

AT_A_TIME = 2_000
PLAIN = {str, int, bool, type(None)}  # what a database takes as it is; asking each field would double the time


class Rows:
    """Rows of many models, kept until they are put in, each model after those that it points to. What a form would work
    out (the HTML of a text, say) is there already, so models' own saving is passed by; the database's rules are not."""

    def __init__(self, *models):
        self.order = models
        self.waiting = defaultdict(list)

    def add(self, *rows):
        for row in rows:
            self.waiting[type(row)].append(row)

    @transaction.atomic
    def put_in(self):
        """Write all that waits, in one transaction."""
        for model in self.order:
            put_in(model, self.waiting.pop(model, []))
        assert not self.waiting, f"No place in the order: {list(self.waiting)}"


@transaction.atomic
def put_in(model, rows):
    """Insert rows of one model as they are; the key is left to the database where none is given."""
    if not rows:
        return
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key and rows[0].pk is None)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    sql = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({", ".join(["%s"] * len(fields))})'
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_A_TIME):
            part = rows[start : start + AT_A_TIME]
            cursor.executemany(sql, [[_value(field, row) for field in fields] for row in part])


def _value(field, row):
    value = getattr(row, field.attname)
    return value if type(value) in PLAIN else field.get_db_prep_save(value, connection)
