"""The acts of the desk as its pages draw them, each by the part `desk/_act.html`. Which stand open is said by the thing itself
(`acts_at_desk`); here is where each is sent, what it asks for first, and how it looks."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.forms import Form
from django.forms.utils import flatatt
from django.http import Http404
from django.urls import reverse

from desk.forms.acts import ActForm, RemoveForm
from desk.forms.answering import ChoiceForm, DayForm, PromiseForm
from desk.forms.moderation import BlockForm, MergeForm, MoveForm, SoftenForm, TitleForm, TrustForm, UnsoftenForm
from desk.forms.wishes import DeclineForm, FulfilForm, MergeWishForm, ReadForm

# What is asked for first; of all others, which version was read.
FORMS = {
    "remove": RemoveForm,
    "soften": SoftenForm,
    "unsoften": UnsoftenForm,
    "touch_base": PromiseForm,
    "answer_by": DayForm,
    "snooze": DayForm,
    "move": MoveForm,
    "retitle": TitleForm,
    "merge": MergeForm,
    "block": BlockForm,
    "trust": TrustForm,
    "wish_decline": DeclineForm,
    "wish_merge": MergeWishForm,
    "wish_fulfil": FulfilForm,
}
READ = {"comment": ActForm, "wish": ReadForm}
# Attributes of a form; one that has fields is a "desk-form".
DECISION = {"class": "desk-form desk-decision"}
LOOKS = {
    "touch_base": {"class": "desk-form desk-line"},
    "answer_by": {"class": "desk-form desk-line"},
    "snooze": {"class": "desk-form desk-line"},
    "trust": {"class": "desk-form desk-line"},
    "wish_fulfil": DECISION,
    "wish_merge": DECISION,
    "wish_decline": DECISION,
}
FOLDED = {"remove": {}, "soften": {"class": "desk-more", "data-soften": True}}  # else "desk-more"
WEEKS = 2  # until she asks how it went, if she chooses nothing else


@dataclass
class Button:
    """One act as a page draws it: `address` is where its form goes, `sent` what goes with it unseen."""

    label: str
    address: str
    form: Form = field(default_factory=Form)
    sent: dict = field(default_factory=dict)
    says: str = ""  # a sentence above the button
    folded: str = ""  # the words under which it is folded away
    is_open: bool = False  # unfolded to begin with
    weight: str = "quiet"
    look: dict = field(default_factory=dict)  # attributes of its form
    look_folded: dict = field(default_factory=lambda: {"class": "desk-more"})
    look_of_button: dict = field(default_factory=dict)

    @property
    def sentences(self):
        return [self.says] if self.says else []

    @property
    def template(self):
        return "desk/_act_folded.html" if self.folded else "desk/_act.html"

    @property
    def attributes(self):
        return flatatt(({"class": "desk-form"} if self.form.visible_fields() else {}) | self.look)

    @property
    def attributes_folded(self):
        return flatatt(self.look_folded | {"open": self.is_open})

    @property
    def attributes_of_button(self):
        return flatatt({"class": self.weight or None} | self.look_of_button)


def kind_of(row):
    return type(row).__name__.lower()


def name_of(act, row):
    """Return the name of an act's address; a wish's say so, since comments and threads have acts of the same name."""
    return f"wish_{act.name}" if kind_of(row) == "wish" else act.name


def form_of(act, row, user, data=None, **first):
    """Return the form of what an act asks for, empty but for what comes `first`, or with the `data` that was sent."""
    name = name_of(act, row)
    first = {
        "revision": getattr(row, "revision", None),
        "stage": getattr(row, "stage_id", None),
        "weeks": WEEKS,
        "title": getattr(row, "title", None),
    } | first
    needed = {"merge": lambda: {"others": row.others_of_asker(user)}, "wish_merge": lambda: {"wish": row}}
    known = needed[name]() if name in needed else {}
    return FORMS.get(name, READ.get(kind_of(row), Form))(data, initial=first, **known)


def is_complete(form):
    """Was all said that it asks for? Where it only offers choices, another one was made up: 404."""
    if not form.is_valid() and isinstance(form, ChoiceForm):
        raise Http404
    return form.is_valid()


def button_of(act, row, user, back=None, beside=None, **first):
    """Return the Button of an act. `back` is (name of the act, key of the row, form): the form comes back in its place; with
    None for a form, the act only stands open. What is done about a reader `beside` a comment has its key, and leads back."""
    name, key = name_of(act, row), (beside or row).pk
    is_back = back is not None and back[:2] == (name, key)
    form = (is_back and back[2]) or form_of(act, row, user, **first)
    form.auto_id = f"{name}-%s-{key}" if form.visible_fields() else False
    return Button(
        act.label,
        reverse(f"admin:desk_{name}", args=[row.pk]),
        form,
        sent={"comment": beside.pk} if beside else {},
        says=act.says,
        folded="" if beside else act.folded,
        is_open=is_back,
        weight=act.weight,
        look=({} if beside else LOOKS.get(name, {})) | {"data-whole": act.leads_on(row)},
        look_folded=FOLDED.get(name, {"class": "desk-more"}),
        look_of_button={"data-act": act.key or None},
    )


def leaves_a_choice(form):
    return form.has_a_choice() if hasattr(form, "has_a_choice") else True


def buttons(row, acts, user, back=None):
    """Return {part of the page: [Button, …]} of these acts, {name: DeskAct}; what leaves nothing to choose is left
    out, but for a form that comes back with what was wrong."""
    drawn = defaultdict(list)
    for act in acts.values():
        button = button_of(act, row, user, back)
        if button.is_open or leaves_a_choice(button.form):
            drawn[act.place].append(button)
    return dict(drawn)
