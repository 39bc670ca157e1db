"""How whole posts are shared out by work."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats, Ints


def posts_by_work(weights: Floats, total: int) -> Ints:
    """Share `total` posts out: one each, then each next one to whom most work a post falls to, the first at a tie.

    So the largest work a post is as small as whole posts allow. Where nothing weighs, all weigh the same.
    """
    if weights.sum() == 0:
        weights = np.ones(weights.size)
    posts: Ints = np.ones(weights.size, dtype=np.int64)
    for _ in range(total - weights.size):
        posts[int(np.argmax(weights / posts))] += 1
    return posts
