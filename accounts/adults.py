"""This place is for adults: everybody says so once, when she signs up or with the first thing that she sends."""

from functools import wraps

from django.shortcuts import render

NOT_HERS = {"csrfmiddlewaretoken"}


def adults_only(view):
    """Ask whoever has not said yet that she is 18 or older before what she sends is taken; her words wait in the page."""

    @wraps(view)
    def check(request, *args, **options):
        if request.method != "POST" or not request.user.is_authenticated or request.user.is_adult():
            return view(request, *args, **options)
        if request.POST.get("adult"):
            request.user.confirm_adult()
            return view(request, *args, **options)
        sent = [(name, value) for name, values in request.POST.lists() if name not in NOT_HERS for value in values]
        return render(request, "account/adult.html", {"sent": sent}, status=422)

    return check
