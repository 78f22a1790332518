from wishes.models.share import Share
from wishes.models.wish import Wish

__all__ = ["Share", "Wish"]
