"""The path of stages that a guide is, as pages show it: the same for every reader, so that each of its parts is drawn once
(`stages/templatetags/kept_parts.py`)."""

from dataclasses import dataclass

from django.urls import reverse

from stages.drawing import scenes, svg


class OnPath:
    """How a Stage is drawn, and where it is found."""

    def get_absolute_url(self):
        return reverse("stage", args=[self.slug])

    @property
    def drawing(self):
        """The name of its drawing."""
        return scenes.name_for(self.slug, self.position)

    @property
    def scene(self):
        """The large drawing of this stage."""
        return svg.scene(self.drawing)

    @property
    def mark(self):
        """Its small drawing, in the path of stages."""
        return svg.MARKS[self.drawing]


@dataclass(frozen=True)
class Step(OnPath):
    """A stage as it stands on a path."""

    slug: str
    position: int
    title: str
    teaser: str


@dataclass(frozen=True)
class Path:
    """The stages of a guide in order, of which one may be open. Where none is, one is behind its end."""

    steps: tuple[Step, ...]
    here: int

    @classmethod
    def of(cls, stages, here=None):
        steps = tuple(Step(stage.slug, stage.position, stage.title, stage.teaser) for stage in stages)
        return cls(steps, len(steps) if here is None else here)

    @property
    def number(self):
        return self.here + 1

    @property
    def open(self):
        """The stage that is open, or None."""
        return self.steps[self.here] if self.here < len(self.steps) else None

    @property
    def before(self):
        """The stage before that, as a list: of one or, at an end, of none."""
        return self.steps[max(self.here - 1, 0) : self.here]

    @property
    def after(self):
        """The stage after it, as a list."""
        return self.steps[self.here + 1 : self.here + 2]
