"""A page for readers has one file of styles, made of all components."""

from pathlib import Path

from leanback.styles import PARTS, WHOLE, JoinedStyles

CSS = Path(__file__).parents[1] / "static" / "css"


def test_every_component_is_part_of_it_but_what_one_page_has_alone():
    assert {file.stem for file in CSS.glob("*.css")} == {*PARTS, "practice"}


def test_it_is_all_of_them_in_their_order_and_made_anew_each_time(tmp_path):
    styles = JoinedStyles(location=tmp_path, base_url="/static/")
    (tmp_path / "css").mkdir()
    for words in ("old", "new"):
        paths = {f"css/{name}.css": (styles, f"css/{name}.css") for name in PARTS}
        for name in PARTS:
            (tmp_path / f"css/{name}.css").write_text(f"/* {words} {name} */")
        hashed, *_compressed = [where for name, where, _is_new in styles.post_process(paths) if name == WHOLE]
        whole = (tmp_path / hashed).read_text()
        assert whole == (tmp_path / WHOLE).read_text() == "\n".join(f"/* {words} {name} */" for name in PARTS)


def test_a_page_asks_for_nothing_else(client, stage):
    html = client.get("/stages/distance/").content.decode()
    assert html.count('rel="stylesheet"') == 1 and f"/static/{WHOLE}" in html
