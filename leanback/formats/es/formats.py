DATE_FORMAT = SHORT_DATE_FORMAT = r"j \d\e F \d\e Y"  # 30 de noviembre de 2026
TIME_FORMAT = "G:i"  # 15:03
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = r"j \d\e F \d\e Y, G:i"
MONTH_DAY_FORMAT = r"j \d\e F"
YEAR_MONTH_FORMAT = r"F \d\e Y"
