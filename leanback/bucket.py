"""Files in a bucket that speaks S3's language. Imported only where one is set."""

import errno
import tempfile
from datetime import timedelta
from functools import wraps

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from django.utils import timezone
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

IN_MEMORY = 5 << 20  # bytes of a file that is read; more goes to the disk of VAR_DIR
FEW = 3  # parts of 8 MB on their way at once, each in memory: ten are no faster on most lines
UNFINISHED = timedelta(days=2)  # after which nobody goes on with an upload
FAILURES = (ClientError, BotoCoreError, Boto3Error, RetriesExceededError)
SAID = {"NoSuchBucket": "is not there: make it, or set the name of another"} | {
    code: f"refuses these keys, or they may not do this ({code})"
    for code in ("403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthFailure")
}


class BucketError(OSError):
    """What a bucket refused, or that it did not answer: a sentence for the person who runs the site."""


def as_of_files(verb):
    """Let a method raise what a folder's would, OSError, so that whoever keeps files need not know where."""

    @wraps(verb)
    def method(self, *args, **kwargs):
        try:
            return verb(self, *args, **kwargs)
        except FAILURES as error:
            raise self.failure(error) from error

    return method


class Bucket(S3Storage):
    """django-storages' S3, in the dialect that all its relatives (MinIO, R2, B2, Ceph …) understand: the bucket's name in
    the path, and no checksums but where they are asked for."""

    def get_default_settings(self):
        dialect = Config(
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            connect_timeout=5,
            read_timeout=20,
        )
        few = TransferConfig(max_concurrency=FEW, max_io_queue=10)
        return super().get_default_settings() | {"client_config": dialect, "transfer_config": few}

    delete, exists, listdir, size = map(
        as_of_files, (S3Storage.delete, S3Storage.exists, S3Storage.listdir, S3Storage.size)
    )

    @as_of_files
    def _save(self, name, content):
        return super()._save(name, content)

    def _open(self, name, mode="rb"):
        """Fetch a file. It may be larger than the memory, and breaks off here rather than while somebody reads it."""
        file = tempfile.SpooledTemporaryFile(IN_MEMORY, dir=settings.VAR)  # noqa: SIM115 – whoever asked closes it
        self.fetch_into(name, file)
        file.seek(0)
        return File(file, name)

    def copy_to(self, path, name):
        """Fetch a file to a path."""
        with path.open("wb") as file:
            self.fetch_into(name, file)

    @as_of_files
    def fetch_into(self, name, file):
        self.bucket.Object(self._normalize_name(name)).download_fileobj(file, Config=self.transfer_config)

    @as_of_files
    def forget_unfinished(self):
        """Give up uploads that were killed: no listing shows them, and they are paid for."""
        for upload in self.bucket.multipart_uploads.filter(Prefix=self.location):
            if upload.initiated < timezone.now() - UNFINISHED:
                upload.abort()

    def failure(self, error):
        """Return the OSError that says what went wrong."""
        where = f"The bucket {self.bucket_name} at {self.endpoint_url}"
        if not isinstance(error, ClientError):
            return BucketError(errno.EHOSTUNREACH, f"{where} does not answer, or breaks off: {error}")
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in {"404", "NoSuchKey"}:
            return FileNotFoundError(errno.ENOENT, f"{where} has no such file")
        said = SAID.get(code, f"refused: {error}")
        return BucketError(errno.EIO, f"{where} {said}")
