"""*The space between*: two soft forms whose distance, overlap and light tell each stage.

`scenes` is the table of the ten drawings, made of `shapes`; `svg` draws them on pages, `share` in the pictures of shared
links."""
