"""Who takes which step: traces worked out by hand from the key, and compared whole."""

from worlds import Log, clerk, done, log, small_plan, step, wait


def test_one_clerk_serves_in_order_of_arrival(simulate):
    """First ready, first served: the matter that came at 0.5 goes before the one that came at 1."""
    plan = small_plan([clerk(0)], [(0, [step(2)]), (1, [step(2)]), (0.5, [step(1)])])

    trace = simulate(plan)

    # 0-2 the first; then 0.5 before 1: 2-3 the third, 3-5 the second
    assert log(trace) == Log([done(0, 0, 2, by=0), done(1, 3, 5, by=0), done(0.5, 2, 3, by=0)], [2, 5, 3], 5)


def test_second_matter_waits_until_the_only_clerk_is_free(simulate):
    """Two matters arrive together; the one with the smaller identity goes first."""
    plan = small_plan([clerk(0)], [(0, [step(3)]), (0, [step(2)])])

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 3, by=0), done(0, 3, 5, by=0)], [3, 5], 5)


def test_two_clerks_share_one_queue(simulate):
    """The third matter goes to whoever is free first."""
    plan = small_plan([clerk(0), clerk(0)], [(0, [step(3)]), (0, [step(1)]), (0, [step(1)])])

    trace = simulate(plan)

    # person 0: 0-3; person 1: 0-1, then the third 1-2
    assert log(trace) == Log(
        [done(0, 0, 3, by=0), done(0, 0, 1, by=1), done(0, 1, 2, by=1)], [3, 1, 2], 3
    )  # fmt: skip


def test_units_do_not_help_each_other(simulate):
    """Unit 1 is idle while unit 0 has a queue."""
    plan = small_plan([clerk(0), clerk(1)], [(0, [step(2)]), (0, [step(2)]), (1, [step(1, unit=1)])])

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 2, by=0), done(0, 2, 4, by=0), done(1, 1, 2, by=1)], [2, 4, 2], 4)


def test_priority_comes_before_the_order_of_the_unit(simulate):
    """A smaller priority goes first though its order key is larger and it came later."""
    matters = [(0, [step(2)]), (0.5, [step(1, priority=1, order=0)]), (1, [step(1, priority=0, order=9)])]

    trace = simulate(small_plan([clerk(0)], matters))

    # at 2 both wait: the third (priority 0) 2-3, then the second 3-4
    assert log(trace) == Log([done(0, 0, 2, by=0), done(0.5, 3, 4, by=0), done(1, 2, 3, by=0)], [2, 4, 3], 4)


def test_the_order_of_the_unit_comes_before_arrival(simulate):
    """A smaller order key (an earlier deadline, say) goes first; equal keys go by arrival, then identity."""
    matters = [
        (0, [step(2)]),
        (0.5, [step(1, order=7)]),  # first of the sevens
        (1, [step(1, order=7)]),
        (1.5, [step(1, order=3)]),
        (1, [step(1, order=7)]),  # as early as the third matter, but behind it in identity
    ]

    trace = simulate(small_plan([clerk(0)], matters))

    # 0-2; then order 3: 2-3; then order 7 by arrival: 0.5 (3-4), 1 (4-5), 1 (5-6)
    assert log(trace) == Log(
        [done(0, 0, 2, by=0), done(0.5, 3, 4, by=0), done(1, 4, 5, by=0), done(1.5, 2, 3, by=0), done(1, 5, 6, by=0)],
        [2, 4, 5, 3, 6], 6,
    )  # fmt: skip


def test_only_the_head_signs_and_signs_first(simulate):
    """A step that needs rank 2 waits for the head, who takes it before ordinary work; an officer never does."""
    matters = [
        (0, [step(1, rank=2, priority=0)]),
        (0, [step(2)]),
        (0, [step(2)]),
        (0.5, [step(1, rank=2, priority=0)]),
    ]

    trace = simulate(small_plan([clerk(0), clerk(0, rank=2)], matters))

    # head (person 1): signs 0-1, signs again 1-2 although the third matter waits since 0
    # officer (person 0): 0-2; at 2 both are free since 2, the smaller identity takes the third matter: 2-4
    assert log(trace) == Log(
        [done(0, 0, 1, by=1), done(0, 0, 2, by=0), done(0, 2, 4, by=0), done(0.5, 1, 2, by=1)], [1, 2, 4, 2], 4
    )


def test_the_head_helps_with_ordinary_work(simulate):
    """Rank is the least that is needed: who has more may take the step too."""
    plan = small_plan([clerk(0), clerk(0, rank=3)], [(0, [step(2)]), (0, [step(2)])])

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 2, by=0), done(0, 0, 2, by=1)], [2, 2], 2)


def test_who_belongs_to_several_units_serves_the_preferred_one_first(simulate):
    """The order of a person's units comes before arrival, but behind priority."""
    matters = [
        (0, [step(2, unit=1)]),
        (0.5, [step(1, unit=0)]),  # came first, second choice
        (1, [step(1, unit=1)]),  # first choice
        (1.5, [step(1, unit=0, priority=0)]),  # second choice, but more urgent
    ]

    trace = simulate(small_plan([clerk(1, 0)], matters))

    # 0-2; at 2: priority 0 (2-3); then unit 1 (3-4); then unit 0 (4-5)
    assert log(trace) == Log(
        [done(0, 0, 2, by=0), done(0.5, 4, 5, by=0), done(1, 3, 4, by=0), done(1.5, 2, 3, by=0)], [2, 5, 4, 3], 5
    )


def test_a_step_goes_to_whom_the_unit_is_nearest(simulate):
    """Of two free people, the one for whom this unit is the first choice takes it, though idle for less long."""
    matters = [(0, [step(1, unit=1)]), (2, [step(1, unit=1)])]

    trace = simulate(small_plan([clerk(0, 1), clerk(1)], matters))

    # person 1 has unit 1 as first choice both times, although person 0 is idle since 0 throughout
    assert log(trace) == Log([done(0, 0, 1, by=1), done(2, 2, 3, by=1)], [1, 3], 3)


def test_a_second_choice_is_taken_when_the_nearest_is_busy(simulate):
    """Help across units: person 0 steps in while person 1 is at work."""
    plan = small_plan([clerk(0, 1), clerk(1)], [(0, [step(2, unit=1)]), (0.5, [step(1, unit=1)])])

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 2, by=1), done(0.5, 0.5, 1.5, by=0)], [2, 1.5], 2)


def test_the_longest_idle_takes_the_next_step(simulate):
    """Idle since comes before identity; at first everybody is idle since 0."""
    matters = [(0, [step(2)]), (0, [step(1)]), (3, [step(1)]), (3.5, [step(1)])]

    trace = simulate(small_plan([clerk(0), clerk(0)], matters))

    # person 0 is idle since 2, person 1 since 1: at 3 person 1 goes first, at 3.5 person 0 is left
    assert log(trace) == Log(
        [done(0, 0, 2, by=0), done(0, 0, 1, by=1), done(3, 3, 4, by=1), done(3.5, 3.5, 4.5, by=0)], [2, 1, 4, 4.5], 4.5
    )


def test_people_are_matched_only_after_all_that_falls_due_together(simulate):
    """At 2 a step ends, a more urgent matter arrives and a waiting one is there: the urgent one goes first."""
    matters = [(0, [step(2)]), (1, [step(1)]), (2, [step(1, priority=0)])]

    trace = simulate(small_plan([clerk(0)], matters))

    assert log(trace) == Log([done(0, 0, 2, by=0), done(1, 3, 4, by=0), done(2, 2, 3, by=0)], [2, 4, 3], 4)


def test_two_who_end_together_are_both_free_before_anybody_starts(simulate):
    """Both end at 2; the step goes to the one whose first choice it is, whoever's end was noted first."""
    matters = [(0, [step(2, unit=1)]), (0, [step(2, unit=0)]), (1, [step(1, unit=0)])]

    trace = simulate(small_plan([clerk(1, 0), clerk(0)], matters))

    # at 2 both are idle since 2: for person 0 unit 0 is second choice, for person 1 first
    assert log(trace) == Log([done(0, 0, 2, by=0), done(0, 0, 2, by=1), done(1, 2, 3, by=1)], [2, 2, 3], 3)


def test_what_follows_at_once_competes_at_once(simulate):
    """The end of a step, a join of no length and the signature behind it fall into one instant before matching."""
    matters = [(0, [step(2), wait(), step(1, priority=0)]), (1, [step(1)])]

    trace = simulate(small_plan([clerk(0)], matters, edges=[(0, 1), (1, 2)]))

    # at 2: the first step ends, the join passes, its successor (priority 0) is ready and beats the second matter
    assert log(trace) == Log(
        [done(0, 0, 2, by=0), done(2, 2, 2), done(2, 2, 3, by=0), done(1, 3, 4, by=0)], [3, 4], 4
    )  # fmt: skip
