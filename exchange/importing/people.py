"""Who wrote on the old site, how often, and as what each comes in by default."""

from collections import Counter

from django.utils.translation import gettext as _

from exchange.importing.rejected import Rejected
from exchange.models.unclaimed import mark_of

COACH, MODERATOR, READER = "coach", "moderator", "reader"
ROLES = [COACH, MODERATOR, READER]
BY_ADDRESS = "mark:"  # begins what stands for an address under which somebody wrote without signing in
OFTEN, MOST_BY_ADDRESS = 3, 30  # comments of one whom a plan names, and how many of these it names


class People:
    """All who might be the coach: who may sign in there, and who often wrote under one address without."""

    def __init__(self, staging, posts, coach_login=None):
        """`posts` are those that may come. Raises Rejected for a login that nobody has."""
        self.known = {author.id: author for author in staging.authors()}
        self.refuse_unless_known(coach_login)
        self.pages = Counter(post.creator for post in posts)
        self.signed_in = {user_id: (count, name) for user_id, count, name in staging.signed_in()}
        self.by_address = staging.by_address()
        self.coach_login = coach_login
        self.main = coach_login or max(self.pages, key=self.pages.get, default="")

    def refuse_unless_known(self, login):
        logins = [author.login for author in self.known.values()]
        if login and login not in logins:
            raise Rejected(
                _("Nobody on the old site signs in as %(login)s. Known there: %(logins)s.")
                % {"login": login, "logins": ", ".join(logins) or "nobody"}
            )

    def each(self):
        """Yield (id, login, name, comments, pages, role) of each. The coach is who wrote the most of what comes in, or whom
        `coach_login` names; of those who may write there, else the only one who ever answered."""
        coaches = {user_id for user_id in self.ids() if self.login(user_id) and self.login(user_id) == self.main}
        spoke = [user_id for user_id in self.signed_in if self.login(user_id)]
        if not self.coach_login and len(spoke) == 1:
            coaches |= set(spoke)
        theirs = {author.email.lower() for author in self.known.values()}
        for user_id in self.ids():
            count, name = self.signed_in.get(user_id, (0, ""))
            author, login = self.known.get(user_id), self.login(user_id)
            count += self.by_address.get(author.email.lower(), (0, ""))[0] if author and author.email else 0
            name = name or (author.name if author else "")
            yield (
                user_id,
                login,
                name,
                count,
                self.pages[login] if login else 0,
                COACH if user_id in coaches else READER,
            )
        often = [(each, *said) for each, said in self.by_address.items() if said[0] >= OFTEN and each not in theirs]
        for address, count, name in often[:MOST_BY_ADDRESS]:
            yield BY_ADDRESS + mark_of(address), "", name, count, 0, READER

    def ids(self):
        """Who commented while signed in, the most first, then who only wrote pages."""
        wrote = [author.id for author in self.known.values() if author.login and author.login in self.pages]
        main = [author.id for author in self.known.values() if author.login == self.main]
        return dict.fromkeys([*self.signed_in, *main, *wrote])

    def login(self, user_id):
        return self.known[user_id].login if user_id in self.known else ""
