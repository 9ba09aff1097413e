"""The same numbers as `src/data/seeded-numbers.ts`, from NumPy."""

import numpy as np


def seeded_numbers(seed, count):
    """Uniform numbers in [0, 1), a function of seed and position (Mulberry32)."""
    with np.errstate(over="ignore"):
        position = np.arange(1, count + 1, dtype=np.uint32)
        state = np.uint32(seed) + position * np.uint32(0x6D2B79F5)
        bits = (state ^ (state >> np.uint32(15))) * (state | np.uint32(1))
        bits ^= bits + (bits ^ (bits >> np.uint32(7))) * (bits | np.uint32(61))
        return ((bits ^ (bits >> np.uint32(14))) >> np.uint32(8)).astype(np.float32) / np.float32(2**24)


def input_array(spec, seed):
    """One input of a case; the seed is its position."""
    shape = spec["shape"]
    numbers = seeded_numbers(seed, int(np.prod(shape))).reshape(shape)
    if "below" in spec:
        return np.floor(numbers.astype(np.float64) * spec["below"]).astype(np.int32)
    return (2 * numbers - 1).astype(np.float32)
