"""Long lists of the admin, such that a page of a million rows costs what a page of a hundred does: counted as far as
somebody might turn pages, in orders that an index has, searched among what can be looked at in a moment."""

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from search.models import Passage

MOST = 5_000  # rows that are counted and paged through; a filter or a search leads further
NEWEST = 5_000  # rows among which any letters are sought: a moment's work
MOST_FOUND = 500  # in either way of searching; who finds more adds a word


class CountsSoFar(Paginator):
    """Pages through the first MOST rows. What lies behind them is neither counted nor stepped over."""

    most = MOST

    @cached_property
    def counted(self):
        return self.object_list.order_by()[: MOST + 1].count()

    @property
    def count(self):
        return min(self.counted, MOST)

    def has_more(self):
        """Are there more rows than are counted?"""
        return self.counted > MOST


class LongChangeList(ChangeList):
    """Django's own, in the orders that its admin names in `sortable_by` and in no other, whatever an address asks for."""

    def get_ordering(self, request, queryset):
        sortable = self.model_admin.get_sortable_by(request)
        known = {str(place) for place, name in enumerate(self.list_display) if name in sortable}
        asked = self.params.get(ORDER_VAR, "").split(".")
        if not {part.removeprefix("-") for part in asked} <= known:
            self.params.pop(ORDER_VAR, None)
        return super().get_ordering(request, queryset)

    def orders(self):
        """Both directions of time: (words, query, is it now)."""
        by_time, asked = str(self.list_display.index(self.sortable_by[0])), self.params.get(ORDER_VAR)
        newest = self.get_query_string({}, [ORDER_VAR, PAGE_VAR])
        oldest = self.get_query_string({ORDER_VAR: by_time}, [PAGE_VAR])
        return [(_("newest first"), newest, asked != by_time), (_("oldest first"), oldest, asked == by_time)]


class LongList:
    """The part of a ModelAdmin whose list may be as long as it likes. `search_fields` names one column, in which all words
    are sought; `index_key` the column of the site's search index that points to these rows, if it has one."""

    paginator = CountsSoFar
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each filter's number would be a count of everything
    index_key = ""

    def get_changelist(self, request, **options):
        return LongChangeList

    def get_search_results(self, request, queryset, search_term):
        """Look for any letters among the newest of these rows, for whole words in all that stands on the site."""
        if not search_term.strip():
            return queryset, False
        keys = {*self._among_newest(queryset, search_term), *self._on_the_site(search_term)}
        return queryset.filter(pk__in=keys), False

    def _among_newest(self, queryset, typed):
        """Where the newest end is asked first: a range of an index is read as such by every database."""
        by_time, (newest_first, *_rest) = queryset.order_by(*self.ordering), self.ordering
        column = newest_first.removeprefix("-")
        last = by_time.values_list(column, flat=True)[NEWEST - 1 : NEWEST].first()
        rows = by_time.filter(**{f"{column}__gte": last}) if last else by_time
        for word in typed.split():
            rows = rows.filter(**{f"{self.search_fields[0]}__icontains": word})
        return rows.values_list("pk", flat=True)[:MOST_FOUND]

    def _on_the_site(self, typed):
        if not self.index_key:
            return []
        return Passage.objects.keys_of_newest_saying(typed, self.index_key, MOST_FOUND)


def unless(*usual):
    """Return a filter by choices for a column that mostly says one of `usual`. In the order of the list such rows are
    found at once, so an index has only the others; that it may be used, what is asked for is said not to be usual."""

    class UnlessUsual(admin.ChoicesFieldListFilter):
        def queryset(self, request, queryset):
            chosen = (self.lookup_val or [""])[-1]
            rows = super().queryset(request, queryset)
            if not chosen or chosen in usual or self.is_second(request):
                return rows
            for value in usual:
                rows = rows.exclude(**{self.field_path: value})
            return rows

        def is_second(self, request):
            """Has another filter narrowed the list already? One index serves it, that of the first."""
            return vars(request).setdefault("narrowed_by", self.field_path) != self.field_path

    return UnlessUsual
