"""Mails to readers. What was written stands in them below what a lock screen shows, and not at all if she says so."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import mail
from accounts.mail_parts import Letter, Link, Paragraph, Points, Quote
from comments.mail.words import coach, is_hers, may_repeat, quoted, site, way_to, which


def _filled(sentence, notice, choices, **more):
    said = sentence % {"coach": coach(choices), "which": which(notice, choices), **more}
    return said[:1].upper() + said[1:]


def answered(notice, choices):
    """Her question was answered, and late if it was; or the coach asked something back; or has read it and says by when
    she answers."""
    if notice.comment is None:
        return read(notice, choices)
    if notice.thread.is_waiting_for_reader():
        line = _("%(coach)s has read %(which)s, and asks you something back.")
    else:
        line = _("%(coach)s has answered %(which)s. Read it whenever you're ready.")
    late = [Paragraph(notice.thread.late_in_words())] if notice.thread.came_late() else []
    return Letter(
        _("There is an answer for you"),
        _filled(line, notice, choices),
        _("Read the answer"),
        way_to(notice),
        more=[*late, *quoted(notice.comment, choices)],
        after=[Link(_("I have moved on"), site(reverse("moved_on", args=[notice.thread_id])))] if late else [],
    )


def read(notice, choices):
    """The coach has read it, and says by when she answers."""
    promised = [Paragraph(sentence) for sentence in notice.thread.promises_to_asker()[:1] if not choices.is_discreet]
    line = _("%(coach)s has read %(which)s. An answer is coming.")
    return Letter(
        _("Your question has been read"), _filled(line, notice, choices), _("See it"), way_to(notice), more=promised
    )


def asked_back(notice, choices):
    """The one reminder that she was asked something back, and weeks later that it was closed kindly."""
    if notice.thread.was_let_go():
        line = _("We haven't heard back on %(which)s, so we've closed it. Whenever you write there, it's open again.")
        return Letter(_("About your question"), _filled(line, notice, choices), _("See it"), way_to(notice))
    line = _("%(coach)s asked you something in %(which)s. There's no hurry, and no need to answer.")
    return Letter(_("A question is waiting for you"), _filled(line, notice, choices), _("Read it"), way_to(notice))


def approved(notice, choices):
    """What she wrote waited for approval, and is on the site now."""
    if notice.comment.is_question:
        line = _("We've put %(which)s on the site. We'll e-mail you when there's an answer.")
    else:
        line = _("What you wrote to %(which)s is on the site now.")
    return Letter(_("It's on the site"), _filled(line, notice, choices), _("Read it there"), way_to(notice))


def declined(notice, choices):
    """What she wrote is not on the site, and why. Her words are hers: the link leads to them, to be changed."""
    comment = notice.comment
    reasons = [Quote(reason) for reason in comment.reasons_given()]
    if comment.is_question:
        line = _("We couldn't publish %(which)s. The reason:") if reasons else _("We couldn't publish %(which)s.")
    elif reasons:
        line = _("We couldn't publish what you wrote to %(which)s. The reason:")
    else:
        line = _("We couldn't publish what you wrote to %(which)s.")
    return Letter(
        _("About what you wrote"),
        _filled(line, notice, choices),
        _("Change it and send it again"),
        site(reverse("again", args=[comment.pk])),
        more=reasons,
    )


def replied(notice, choices):
    """Somebody replied to her question, or to what she said to one."""
    line = _("Someone replied to %(which)s.") if is_hers(notice) else _("Someone replied to you, in %(which)s.")
    return Letter(
        _("There is a reply for you"),
        _filled(line, notice, choices),
        _("Read the reply"),
        way_to(notice),
        more=quoted(notice.comment, choices),
    )


def following(notice, choices):
    """Something new stands in a question that she follows."""
    if notice.comment.is_answer:
        line = _("%(coach)s has answered %(which)s, which you follow.")
    else:
        line = _("There's something new in %(which)s, which you follow.")
    return Letter(
        _("Something new in a question you follow"),
        _filled(line, notice, choices),
        _("Read it"),
        way_to(notice),
        more=quoted(notice.comment, choices),
    )


def moved(notice, choices):
    """What she wrote was moved: it is a question of its own now, or part of another, hers or somebody else's."""
    if notice.comment.is_question:
        line = _("What you wrote in another question is a question of its own now: %(which)s.")
    elif is_hers(notice):
        line = _("Two questions of yours are one now: %(which)s.")
    else:
        line = _("What you wrote is back in %(which)s.")
    more = [Paragraph(_("Nothing you wrote was changed, and old links still lead to it."))]
    words = _("What you wrote has a new place")
    return Letter(words, _filled(line, notice, choices), _("Read it there"), way_to(notice), more=more)


def publish(notice, choices):
    """The coach asks whether a private question may be published; she answers on its page."""
    line = _("%(coach)s thinks that %(which)s could help others, and asks if it may be published.")
    more = [Paragraph(_("Nothing happens without your yes, and a no is just as welcome."))]
    path = site(reverse("publish", args=[notice.thread_id]))
    return Letter(_("A question for you"), _filled(line, notice, choices), _("Say yes or no"), path, more=more)


def touch_base(notice, choices):
    """The day has come on which the coach wanted to hear how it went. The steps of her answer are repeated
    unless she wants nothing quoted."""
    steps = notice.thread.steps_to_recall() if may_repeat(notice.thread, choices) else []
    line = _("%(coach)s promised to check back on %(which)s. How are you? And where is he at?")
    return Letter(
        _("How are you?"),
        _filled(line, notice, choices),
        _("Say how it went"),
        way_to(notice),
        more=[Points(steps)] if steps else [],
    )


def wish(notice, choices):
    """Something that she wished for is here. What she wished is not in the mail."""
    line = _(
        "You wished for something on this site, or shared a wish. It's here now. Other readers never see who wished."
    )
    return Letter(_("Something you wished for is here"), line, _("Have a look"), notice.link)


def blocked(block):
    """Tell a reader that she cannot write for a while, why, and until when."""
    line, rules = block.said(), site(reverse("rules"))
    more = [Paragraph(_("You can still read everything, and edit or delete what you wrote."))]
    letter = Letter(_("About writing here"), line, _("How we talk here"), rules, more=more)
    return mail.post_to_person(block.reader, letter, f"blocked-{block.pk}")
