"""Service for firms in Longgang's economic bureau: sections by kind of business, or modules by kind of firm.

A firm that wants to expand needs an investment filed, land and power, a loan, a subsidy: the business of as many
sections, each of which answers to a bureau of its own upstairs, has its own head sign and its own copy of the papers.
Firms go from door to door, and first to the wrong one. In 2021 industrial firms above the designated size 规上 were
sent to one module and all others 规下 to a second one, each for everything a firm has, through its life. What that
removes is the way between sections, with the papers asked for again and the firm's further trips, and the search for
the right door; and larger pools wait less. What pays are the people inside, who knew one line of business and now
handle all; two heads, who sign what six did; and the upper level, each of whose offices finds two modules where it had
one section. A split by clients also binds people to clients: if one kind of firm brings more than was thought, or its
windows fall into other months, one module waits while the other is idle. One window for all, and three kinds, are
tried beside it.
"""
