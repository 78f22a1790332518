"""What would come in, told before anything does."""

from exchange.importing import html
from exchange.importing.conversations import STATUSES
from exchange.importing.lost import lost_of
from exchange.importing.naming import title_of
from exchange.importing.outline import BOLD, outline
from exchange.importing.plan import GUIDE, LEVELS


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
                self.report.stages += self.lines(title, post, planned)
                self.arrival.published_at(post)
                self.report.left_out.update(lost_of(post, planned.becomes))
            if count:
                self.count(row)
            self.report.row(post.kind, key, title, planned.becomes)

    def lines(self, title, post, planned):
        """Yield a line for what a post becomes, and for each of its stages."""
        blocks = html.page_blocks(post.content)
        for block in blocks:
            if block.kind == "picture" and not (block.src and self.arrival.pictures.shelf.bytes_of(block.src)):
                self.report.pictures.append(self.arrival.pictures.told_of(block, title))
        yield f"{planned.becomes}: {title}"
        if planned.becomes == GUIDE:
            level = BOLD if planned.stages_from == BOLD else LEVELS.get(planned.stages_from)
            for number, stage in enumerate(outline(blocks, level).stages, start=1):
                yield f"  Stage {number}: {stage.title}, guidance: {len(stage.guidance)}"

    def count(self, row):
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
            self.report.comments["answers"] += her.wrote(shape) and shape.parent is not None
