"""Measures one case with one peer: `measure_peer.py <peer> <case as JSON> <budget in ms>`. As `src/measure/measure.ts`."""

import importlib
import json
import math
import resource
import sys
import time

import numpy as np

from seeded_numbers import input_array

MOST_STEPS = 1000


def times(work, budget, least):
    steps = []
    end = time.perf_counter() + budget / 1000
    while len(steps) < least or (time.perf_counter() < end and len(steps) < MOST_STEPS):
        begin = time.perf_counter()
        work()
        steps.append((time.perf_counter() - begin) * 1000)
    return steps


def measure(peer, case, budget):
    library = importlib.import_module(f"{peer}_peer")
    if case["kind"] == "train":
        data = [input_array({"shape": case["input"]}, 0), input_array({"shape": case["input"][:1], "below": 10}, 1)]
    else:
        data = [input_array(spec, seed) for seed, spec in enumerate(case["inputs"])]
    begin = time.perf_counter()
    work, value = library.train(case, *data) if case["kind"] == "train" else library.operation(case["name"], data)
    work()
    first_step = (time.perf_counter() - begin) * 1000
    times(work, budget / 3, 1)
    steps = times(work, budget, 2)
    result = float(value())
    if not math.isfinite(result):
        raise ValueError(f"The result is {result}.")
    return {
        "median": float(np.median(steps)),
        "p10": float(np.quantile(steps, 0.1)),
        "p90": float(np.quantile(steps, 0.9)),
        "firstStep": first_step,
        "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "value": result,
        "version": library.VERSION,
    }


def main():
    peer, case, budget = sys.argv[1:]
    try:
        outcome = measure(peer, json.loads(case), float(budget))
    except Exception as error:
        outcome = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(outcome))


main()
