"""Links that lead out of the library are looked at by the worker, a few at a time, and dead ones are told at the desk."""
