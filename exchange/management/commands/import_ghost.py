from exchange.management.commands import import_wordpress


class Command(import_wordpress.Command):
    help = "Bring in Ghost's export (.json): posts and pages. Twice adds nothing."
    files = "Ghost's export (.json): posts and pages"
