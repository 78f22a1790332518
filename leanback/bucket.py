"""Pictures in a bucket that speaks S3's language. Imported only where S3_BUCKET is set."""

from botocore.config import Config
from storages.backends.s3 import S3Storage


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
        return super().get_default_settings() | {"client_config": dialect}
