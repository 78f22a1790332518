"""What machines are told of a site: is it ready, how is it doing, what happened. Never anything of anybody's own
(docs/decisions/0042)."""
