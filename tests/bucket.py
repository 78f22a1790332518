"""The least of a server that speaks S3: what is put is got again, listed and deleted. It can refuse, and break off."""

import re
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

LISTED_AT_ONCE = 3  # so that a list of few has several pages


class Bucket:
    """What is in it, by key; what it says instead, by the method; and the bytes after which it breaks off."""

    def __init__(self):
        self.files, self.refuses, self.breaks_off = {}, {}, None
        self.unfinished = {}  # key: when it began

    def storage(self, **more):
        options = {"bucket_name": "kept", "endpoint_url": self.address, "access_key": "me", "secret_key": "secret"}
        return {"BACKEND": "leanback.bucket.Bucket", "OPTIONS": options | {"region_name": "here"} | more}


@contextmanager
def served():
    """Lend a Bucket that can be reached on this machine."""
    bucket = Bucket()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Of", (Answering,), {"bucket": bucket}))
    bucket.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield bucket
    server.shutdown()
    server.server_close()


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *said):
        pass

    def answer(self, status=200, body=b"", **headers):
        self.send_response(status)
        for name, value in {"Content-Length": len(body), "ETag": '"e"', **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def key(self):
        return urlsplit(self.path).path.removeprefix("/kept").lstrip("/")

    def refused(self):
        code = self.bucket.refuses.get(self.command)
        if code:
            self.answer({"NoSuchBucket": 404}.get(code, 403), f"<Error><Code>{code}</Code></Error>".encode())
        return code

    def do_GET(self):
        asked = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        if self.refused():
            return
        if "uploads" in asked:
            self.answer(body=self.unfinished())
        elif self.key():
            self.sent()
        else:
            self.answer(body=self.listed(asked.get("prefix", [""])[0], asked.get("marker", [""])[0]))

    def sent(self):
        body = self.bucket.files.get(self.key())
        if body is None:
            self.answer(404, b"" if self.command == "HEAD" else b"<Error><Code>NoSuchKey</Code></Error>")
        elif self.bucket.breaks_off is not None and self.command == "GET":
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: self.bucket.breaks_off])
            self.close_connection = True
        elif asked := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            first, last = int(asked[1]), min(int(asked[2] or len(body)), len(body) - 1)
            self.answer(206, body[first : last + 1], Content_Range=f"bytes {first}-{last}/{len(body)}")
        else:
            self.answer(body=body)

    def listed(self, prefix, behind):
        keys = sorted(key for key in self.bucket.files if key.startswith(prefix) and key > behind)
        names = [key for key in keys if "/" not in key[len(prefix) :]][:LISTED_AT_ONCE]
        more = bool(names) and keys[-1] > names[-1]
        folders = {prefix + key[len(prefix) :].split("/")[0] + "/" for key in keys if "/" in key[len(prefix) :]}
        rows = "".join(f"<Contents><Key>{escape(key)}</Key></Contents>" for key in names)
        rows += "".join(f"<CommonPrefixes><Prefix>{escape(key)}</Prefix></CommonPrefixes>" for key in sorted(folders))
        next_one = f"<NextMarker>{escape(names[-1])}</NextMarker>" if more else ""
        truncated = str(more).lower()
        return f"<ListBucketResult><IsTruncated>{truncated}</IsTruncated>{next_one}{rows}</ListBucketResult>".encode()

    def unfinished(self):
        rows = "".join(
            f"<Upload><Key>{key}</Key><UploadId>u</UploadId><Initiated>{at:%Y-%m-%dT%H:%M:%SZ}</Initiated></Upload>"
            for key, at in self.bucket.unfinished.items()
        )
        return f"<ListMultipartUploadsResult>{rows}</ListMultipartUploadsResult>".encode()

    def do_HEAD(self):
        if not self.refused():
            self.sent()

    def do_PUT(self):
        if self.bucket.breaks_off is not None:
            self.rfile.read(self.bucket.breaks_off)
            self.connection.close()
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.refused():
            self.bucket.files[self.key()] = body
            self.answer()

    def do_DELETE(self):
        if not self.refused():
            is_upload = "uploadId" in self.path
            (self.bucket.unfinished if is_upload else self.bucket.files).pop(self.key(), None)
            self.answer(204)
