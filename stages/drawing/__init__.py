"""*The space between*: two figures cut from paper, whose posture and distance, and the light between them, tell each stage.

`scenes` is the table of the ten drawings, made of `figure` and `shapes`; `svg` draws them on pages, `share` in the pictures of
shared links."""
