"""Finding words in what everybody may read. Why it is our own: docs/decisions/0007-search.md.

`index` says what is kept and how it follows every change; `engine` is what SQLite and PostgreSQL say differently;
`words` is what people type and see; `query` puts them together."""
