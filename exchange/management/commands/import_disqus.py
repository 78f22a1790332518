from exchange.management.commands import import_wordpress


class Command(import_wordpress.Command):
    help = "Bring in Disqus's export (.xml or .xml.gz): a thread of comments for each of its pages. Twice adds nothing."
    files = "Disqus's export (.xml or .xml.gz): a thread of comments for each of its pages"
