"""What “Find your stage” goes by: after each change the worker fits it anew, so that no reader has to wait for that."""

from accounts.task_queue import enqueue

FIT = "search.tasks.keep_vectors"


class FoundByMixin:
    """A ModelAdmin of what is said of stages."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        enqueue(FIT)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        enqueue(FIT)

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        enqueue(FIT)
