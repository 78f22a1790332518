"""What the desk's lists of everything (`admin/change_list.html`) are drawn from."""

from dataclasses import dataclass

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list: its choices as Django gives them, the first of which is everything."""

    title: str
    choices: list

    @property
    def chosen(self):
        """The words of what is chosen, as a list: empty while everything is shown."""
        return [choice["display"] for choice in self.choices[1:] if choice["selected"]]


@register.simple_tag
def filters_of(cl):
    return [Filter(spec.title, list(spec.choices(cl))) for spec in cl.filter_specs]


@register.simple_tag
def chosen_of(filters):
    """What the list is narrowed to, in words."""
    return ", ".join(str(words) for each in filters for words in each.chosen)


@register.simple_tag
def acts_of(action_form):
    """What can be done with the rows that are selected: (name, words)."""
    return [(name, words) for name, words in action_form.fields["action"].choices if name]


@register.simple_tag
def nothing_in(change_list):
    """Return what an empty list says: that nothing was found, or that there is nothing yet."""
    is_narrowed = change_list.query or change_list.has_active_filters
    return _("Nothing found.") if is_narrowed else _("Nothing yet.")
