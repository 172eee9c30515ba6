"""Many seeds outside of pytest: `python -m tests.simulation FIRST COUNT [WORLD]`. A failing seed is printed, cut to its
shortest. WORLD: quarrel, front-desk or disaster, another mixture of what happens.
"""

import shutil
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path

from .template import make_template
from .test_simulation import failure
from .world import DISASTER, FRONT_DESK, QUARREL, STEPS

WORLDS = {"": STEPS, "quarrel": QUARREL, "front-desk": FRONT_DESK, "disaster": DISASTER}


def main():
    """Run the seeds; the exit code says whether all were clean."""
    first, count = (int(word) for word in sys.argv[1:3])
    weights = WORLDS[sys.argv[3] if len(sys.argv) > 3 else ""]
    folder = Path(tempfile.mkdtemp(prefix="kclub-soak-"))
    failed, drawn = [], Counter()
    try:
        make_template(folder / "library", money="grant" in weights)
        for seed in range(first, first + count):
            if seed > first and (seed - first) % 100 == 0:
                print(f"{seed - first} seeds from {first} were run, {len(failed)} failed", flush=True)
            error = failure(seed, folder / "library", drawn=drawn, weights=weights)
            if error is None:
                continue
            failed.append(seed)
            steps = shortest(seed, folder / "library", weights)
            print(f"seed {seed} fails after {steps} steps:", flush=True)
            traceback.print_exception(failure(seed, folder / "library", steps, weights=weights) or error)
    finally:
        shutil.rmtree(folder)
    print(", ".join(f"{what} {times}" for what, times in sorted(drawn.items()) if times))
    print(f"{count} seeds from {first}: {len(failed)} failed {failed}")
    sys.exit(1 if failed else 0)


def shortest(seed, template, weights):
    """The fewest steps after which this seed still fails: a story is read from its end."""
    low, high = 1, 60
    while low < high:
        middle = (low + high) // 2
        if failure(seed, template, middle, weights=weights):
            high = middle
        else:
            low = middle + 1
    return high


if __name__ == "__main__":
    main()
