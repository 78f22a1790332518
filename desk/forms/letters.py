"""A letter as the coach writes it, and what she gathers into it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from letters.models import Letter
from stages.models import Stage
from stages.text import excerpt, plain_text

MOST_TO_GATHER = 20  # of the newest answers, and of the newest stages
QUOTED = 280  # characters of each


class LetterForm(forms.ModelForm):
    """Title and text. What is ticked is written behind the text: never a word of a reader, only the coach's own."""

    answers = forms.MultipleChoiceField(
        label=_("Your answers"), required=False, widget=forms.CheckboxSelectMultiple, template_name="forms/_inside.html"
    )
    stages = forms.MultipleChoiceField(
        label=_("Stages"), required=False, widget=forms.CheckboxSelectMultiple, template_name="forms/_inside.html"
    )

    class Meta:
        model = Letter
        fields = ["title", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 18, "dir": "auto"})}
        help_texts = {
            "body": _("Markdown, as in your answers. Pictures are shown on the site and left out of the mail.")
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["body"].required = False
        answers = Comment.objects.listed().filter(kind=Comment.Kind.ANSWER).order_by("-published_at", "-pk")
        self.found = {
            "answers": {str(answer.pk): answer for answer in answers.select_related("thread__stage")[:MOST_TO_GATHER]},
            "stages": {str(stage.pk): stage for stage in Stage.objects.published().newest_first()[:MOST_TO_GATHER]},
        }
        titles = {key: answer.thread.title for key, answer in self.found["answers"].items()}
        self.fields["answers"].choices = list(titles.items())
        self.fields["stages"].choices = [(key, stage.title) for key, stage in self.found["stages"].items()]

    def clean(self):
        said = super().clean()
        if not self.errors and not self.gathered(said) and not said.get("body"):
            self.add_error("body", _("There's nothing here yet. Please write a few words."))
        return said

    def gathered(self, said):
        """Return what is ticked, as pieces of text."""
        answers = [self.found["answers"][key] for key in said.get("answers", [])]
        stages = [self.found["stages"][key] for key in said.get("stages", [])]
        return [
            *(piece(answer.thread.stage.title, answer.html, answer, _("Read all of it")) for answer in answers),
            *(piece(stage.title, stage.situation_html, stage, _("Open this stage")) for stage in stages),
        ]

    def save(self, commit=True):
        self.instance.body = "\n\n".join(filter(None, [self.cleaned_data["body"], *self.gathered(self.cleaned_data)]))
        return super().save(commit)


def piece(title, html, row, read_on):
    """Return some of the coach's own words with a link to all of them, in Markdown."""
    link = settings.SITE_URL.geturl() + row.get_absolute_url()
    return f"### {title}\n\n{excerpt(plain_text(html), QUOTED)}\n\n[{read_on}]({link})"
