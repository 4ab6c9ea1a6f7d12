"""Letters to people: what is told by e-mail, in which words, and how one stops them."""
