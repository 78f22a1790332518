def identity(request):
    """Give every page the site's Identity row, read once for a request and only if the page shows it."""
    return {"identity": request.identity}
