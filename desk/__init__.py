"""The coach's side, in Django's admin. It is made of tables: its addresses in `urls`, the lists of its first page in `queue`
(one more thing to look after is one more entry and one template of a row), the figures of the week in `figures`, each a
`Chart` that templates only draw. `tests/test_rights_at_desk.py` fails for an address that it does not name. Lists that may
grow as they like are `LongList` (`lists`); `make bench-desk` opens every screen with 100 and with 100,000 threads."""
