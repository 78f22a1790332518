"""Who may open and do what at the desk: the names of `accounts/roles.py` as decorators. Who may not is told 403."""

from functools import partial

from django.contrib.auth.decorators import permission_required

only_who_may = partial(permission_required, raise_exception=True)

moderators_only = only_who_may("comments.moderate_comment")
coaches_only = only_who_may("comments.answer_thread")
removers_only = only_who_may("comments.remove_comment")
softeners_only = only_who_may("comments.soften_comment")
placers_only = only_who_may("comments.place_thread")
blockers_only = only_who_may("comments.block_reader")
switchers_only = only_who_may("comments.throw_switch")
staff_keepers_only = only_who_may("accounts.change_user")
