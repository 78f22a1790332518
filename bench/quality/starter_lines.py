"""Make `search/starter_lines.npz` and `search/starter_fit.npz`: what the lines of the starter content mean, and what is fitted to
them, so that no new site has to work it out.

    python -m bench.quality.starter_lines

After every change of the starter content, of the sentence model or of what is fitted; a test says when."""

import os
import tempfile

import django


def main():
    kept_lines.STARTER.unlink(missing_ok=True)
    kept_fit.STARTER.unlink(missing_ok=True)
    lines = stage_finder.StageFinder().lines
    texts = list(dict.fromkeys(line.text for line in lines))
    exact = kept_lines.vectors_of_lines(texts)
    small = numpy.round(exact * (127 / numpy.abs(exact).max(axis=1, keepdims=True))).astype(numpy.int8)
    keys = numpy.array([numpy.frombuffer(kept_lines.key_of(text), dtype=numpy.uint8) for text in texts])
    kept_lines.keep_for_all(kept_lines.STARTER, keys=keys, numbers=small)
    kept_lines.KNOWN.clear()
    kept_lines.path().unlink()
    stage_map.map_of(lines)
    kept_fit.path().rename(kept_fit.STARTER)
    off = numpy.abs(kept_lines.vectors_of_lines(texts) - exact).max()
    print(f"{len(texts)} lines of {sentence_model.name()}, at most {off:.4f} off")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "VAR_DIR": folder,
            "DATABASE_URL": "",
            "SECRET_KEY": "only-to-measure-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
        }
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leanback.settings")
        django.setup()
        from django.core.management import call_command

        from search import kept_fit, kept_lines, sentence_model, stage_finder, stage_map
        from search.sentence_model import numpy
        from stages import starter

        call_command("migrate", verbosity=0)
        starter.load()
        main()
