"""All styles of a page for readers as one file. They stay apart in static/css, one file a component; six of them on a page were
six requests, and a fifth more to send, as each was compressed alone."""

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

PARTS = ["tokens", "base", "page", "drawings", "form", "thread"]  # in the order in which a page takes them
WHOLE = "css/site.css"


class JoinedStyles(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage of static files, which makes the whole of the parts that were collected."""

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths[WHOLE] = (self, self.join())
        yield from super().post_process(paths, dry_run, **options)

    def join(self):
        parts = [self.open(f"css/{name}.css").read() for name in PARTS]
        self.delete(WHOLE)
        return self.save(WHOLE, ContentFile(b"\n".join(parts)))
