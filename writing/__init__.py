"""What somebody says, before it is part of the talk: the forms, what is told of her words, what is kept until she sends it, and
replies by mail. What she said becomes a thread or a comment by the verbs of `comments`."""
