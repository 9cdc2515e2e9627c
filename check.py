"""Run every check, also after one that failed, and say at the end which did.

python check.py            linters, types, and every test; some minutes
python check.py --quick    leaves out the slow tests: training, servers, browsers
"""

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent
PYTHON = [sys.executable, "-m"]
# Two processes, a file at a time, by name: else the longest, with few tests, come last.
TWICE = ["--numprocesses=2", "--dist=loadfile", "--no-loadscope-reorder"]
CHECKS = {
    "Python's rules": [*PYTHON, "ruff", "check"],
    "Python's layout": [*PYTHON, "ruff", "format", "--check"],
    "Python's types": [*PYTHON, "mypy"],
    "scripts and styles": ["npm", "test", "--prefix", "tests", "--silent"],
    "tests": [*PYTHON, "pytest", *TWICE],
}
QUICK = CHECKS | {"tests": [*PYTHON, "pytest", "-m", "not slow", "-q"]}


def passes(command: list[str]) -> bool:
    """Run one check; whether it found nothing."""
    # npm's full name is needed where it is a batch file.
    program = shutil.which(command[0])
    if program is None:
        print(f"Expected {command[0]} to be installed.", flush=True)
        return False
    return subprocess.run([program, *command[1:]], cwd=ROOT, check=False).returncode == 0


def main() -> None:
    """Run the checks one by one; the exit status is 1 if any failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="without the slow tests")
    checks = QUICK if parser.parse_args().quick else CHECKS
    lines, failed = [], False
    for name, command in checks.items():
        print(f"\n{name}: {' '.join(command[-3:])}", flush=True)
        start = time.monotonic()
        passed = passes(command)
        failed |= not passed
        seconds = time.monotonic() - start
        lines.append(f"{'passed' if passed else 'FAILED'}  {name}, {seconds:.0f} s")
    print("", *lines, sep="\n")
    sys.exit(failed)


if __name__ == "__main__":
    main()
