"""The map of a site that sends its mail by Postmark."""

from leanback import urls, webhooks

urlpatterns = [*urls.urlpatterns, *webhooks.of("postmark")]
handler404 = urls.handler404
