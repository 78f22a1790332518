"""Backups: one file with the database and every picture, made while people write, kept by a rule, and proved by a drill.

`making.make()` writes one, `restoring.restore(name)` puts one in the place of the site, `drill.hold()` unpacks the newest
beside the site and compares. Where they are kept is the storage named "backups". (docs/decisions/0043-backups.md)"""
