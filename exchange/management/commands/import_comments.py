from exchange.management.commands import import_wordpress


class Command(import_wordpress.Command):
    help = "Bring in a .json or .csv in the shape that docs/moving.md describes. Twice adds nothing."
    files = "a .json or .csv in the shape that docs/moving.md describes"
