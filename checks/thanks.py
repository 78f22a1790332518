"""Is a message a thanks and nothing else? It asks for no answer, and cancels no promise."""

import re

THANKS = {"thank", "thanks", "thankyou", "thx", "gracias", "danke", "merci"}
# What people put around it, English and Spanish; a name or a story is not among them.
AROUND = frozenset(
    re.findall(
        r"\w+",
        """
    you so much very again really a lot lots bunch million many for this that the it all your answer advice help
    reply words kind kindness helped helps means everything dear and i we will do bless love appreciate truly from
    my heart muchas mil por tu su la el las los respuesta consejo ayuda todo de corazon corazón muy querida y me
    ha ayudado un abrazo schön dir
""",
    )
)
MOST = 20  # words; who writes more has more to say


def is_mere_thanks(text: str, name: str = "") -> bool:
    """In: what somebody wrote, and the coach's name. Out: whether it says thanks, and nothing but thanks."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    known = THANKS | AROUND | set(name.casefold().split())
    return len(words) <= MOST and bool(THANKS & set(words)) and "?" not in text and all(word in known for word in words)
