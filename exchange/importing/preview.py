"""What would come in, told before anything does."""

from django.utils.translation import gettext as _

from exchange.importing import html
from exchange.importing.conversations import STATUSES
from exchange.importing.lost import lost_of, terms_of
from exchange.importing.naming import is_open, title_of
from exchange.importing.outline import BOLD, outline
from exchange.importing.plan import GUIDE, LEVELS, LIBRARY, STAGE
from exchange.importing.report import word


class Preview:
    """What would come in, told without a write: the site takes writing all the while."""

    def __init__(self, arrival):
        self.arrival, self.report = arrival, arrival.report

    def tell(self):
        for row, key, post, planned, count in self.arrival.checked():
            title = title_of(post)
            if self.arrival.known(key):
                self.report.known.append(title)
            else:
                self.tell_of(title, post, planned)
            if count:
                self.count(row, not is_open(post) and planned.becomes not in {GUIDE, STAGE})
            self.report.row(post.kind, key, title, planned.becomes)

    def tell_of(self, title, post, planned):
        blocks = html.page_blocks(post.content)
        if not blocks and not self.arrival.featured_block(post) and planned.becomes == LIBRARY:
            self.report.left_out[_("page or post without text")] += 1
            return
        self.report.stages += self.lines(title, blocks, planned)
        self.arrival.published_at(post)
        self.report.left_out.update(lost_of(post, planned.becomes))
        self.report.terms.update(terms_of(post))

    def lines(self, title, blocks, planned):
        """Yield a line for what a post becomes, and for each of its stages."""
        for block in blocks:
            if block.kind == "picture" and not (block.src and self.arrival.pictures.shelf.bytes_of(block.src)):
                self.report.pictures.append(self.arrival.pictures.told_of(block, title))
        yield f"{word(planned.becomes)}: {title}"
        if planned.becomes == GUIDE:
            level = BOLD if planned.stages_from == BOLD else LEVELS.get(planned.stages_from)
            for number, stage in enumerate(outline(blocks, level).stages, start=1):
                told = {"number": number, "title": stage.title, "count": len(stage.guidance)}
                yield "  " + _("Stage %(number)d: %(title)s, guidance: %(count)d") % told

    def count(self, row, is_hidden):
        shapes = self.arrival.threads.kept(row)
        her, there = (
            self.arrival.threads.her(shapes),
            self.arrival.threads.there([self.arrival.threads.origin(number) for number in shapes]),
        )
        for number, shape in shapes.items():
            if self.arrival.threads.origin(number) in there:
                self.report.comments["known"] += 1
                continue
            self.report.comments[str(STATUSES[shape.approved])] += 1
            self.report.comments["hidden"] += is_hidden
            self.report.comments["answers"] += her.wrote(shape) and shape.parent is not None
