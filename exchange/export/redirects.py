"""Where the addresses of this site would lead on the next one."""

import csv
import io

from exchange.export import pages


def write(target):
    """Write redirects.csv, and the same for Apache and nginx; yield the names."""
    rows = [
        (page.address, f"/{page.slug}/") for page in pages.all_of_them() if page.address not in {"/", f"/{page.slug}/"}
    ]
    table = io.StringIO()
    csv.writer(table).writerows([("from", "to"), *rows])
    target.write("redirects.csv", [table.getvalue()])
    target.write("redirects.apache", [f"Redirect 301 {old} {new}\n" for old, new in rows])
    target.write("redirects.nginx", [f"location = {old} {{ return 301 {new}; }}\n" for old, new in rows])
    yield from ("redirects.csv", "redirects.apache", "redirects.nginx")
