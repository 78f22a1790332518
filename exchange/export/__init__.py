"""Taking all of it out: JSON (every row, to come back), WXR (for WordPress), Markdown (to read and keep). Private words go
into JSON alone. (docs/export.md)"""

from exchange.export import markdown, rows, wxr

FORMATS = {"json": rows.write, "wxr": wxr.write, "markdown": markdown.write}
