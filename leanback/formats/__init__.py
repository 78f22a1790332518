"""How days and hours are written (`FORMAT_MODULE_PATH`): one style for each language, long everywhere, since "3/12" is
another day on either side of the Atlantic. What is not said here is as Django has it."""
