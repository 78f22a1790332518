DATE_FORMAT = SHORT_DATE_FORMAT = "j F Y"  # 30 November 2026
TIME_FORMAT = "g:i a"  # 3:03 pm; locale/en takes the points out of "p.m.", which would meet the end of a sentence
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j F Y, g:i a"
MONTH_DAY_FORMAT = "j F"
YEAR_MONTH_FORMAT = "F Y"
