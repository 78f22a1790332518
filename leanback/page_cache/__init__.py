"""Pages for strangers, kept as they were last drawn, never stale and never anybody's own (docs/decisions/0040).

`version` is one number that moves with every change of what strangers see, in the transaction of the change. A page is kept
under the number that was read before it was drawn, if it is still the same afterwards; who asks for it reads the number
first. `asked` says which requests may be answered so, `kept` what is kept of a page, `store` where, `door` answers."""
