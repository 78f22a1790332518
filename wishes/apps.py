from django.apps import AppConfig


class WishesConfig(AppConfig):
    """What readers miss and would like to read. Its tables keep the label `comments`, under which sites have them."""

    name = "wishes"
