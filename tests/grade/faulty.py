"""A judge for the tests of faults: it hangs, eats memory or dies where an answer says so."""

from __future__ import annotations

import os
import time

from gradproof.grade.store import Work
from gradproof.grade.workers import Result, judge_batch


def judge(works: list[Work]) -> list[Result]:
    for work in works:
        if work.text == "hang":
            time.sleep(600)
        if work.text == "die":
            os._exit(9)
        if work.text == "eat":
            return [(bytes(10**11), "")]
    return judge_batch(works)
