"""What `make serve` shows while a text is being written: its draft, live, to its author alone.

Theory of operation. The site is built once, without any draft, into a folder of its own
(`clausier.site.preview`), and served from there. A draft has a page of its own at an address that
no document can have (`_draft/cgu/`), made anew from the file at each save (`studio`): read as one
more commit, checked, and compared with the text in force. Reading everything anew takes a fifth of
a second for two texts of 100 clauses, so nothing is kept between saves that could grow stale but
the texts in force, which only a commit changes. Open pages hear of it by an event stream (`server`)
that carries the new content, and swap it in.
"""
