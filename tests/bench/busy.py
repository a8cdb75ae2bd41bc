"""Keys while a cold refresh runs: key -> frame with and without one, in the same session.

python tests/bench/busy.py [--feeds 400]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from refresh import address, follow_all
from screen import env, keys, machine, settle, until_frame
from terminal import Terminal


def main() -> None:
    """Prints both lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=400)
    told = parser.parse_args()
    site = Path(__file__).with_name("refresh.py")
    server = subprocess.Popen(
        [sys.executable, str(site), "--serve", f"--feeds={told.feeds}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin
    assert server.stdout
    port = int(server.stdout.readline())
    print(machine())
    with tempfile.TemporaryDirectory() as scratch:
        library = Path(scratch) / "library"
        urls = [f"http://{address(at)}:{port}/{at}.xml" for at in range(told.feeds)]
        follow_all(library, urls)
        # Something to move in: the first feeds alone.
        first = [str(number) for number in range(1, 21)]
        command = [sys.executable, "-m", "reader"]
        subprocess.run([*command, "--library", str(library), "refresh", *first], check=True)
        options = {"env": env(library), "columns": 140, "lines": 45, "emulate": False}
        with Terminal(command, **options) as terminal:  # type: ignore[arg-type]
            until_frame(terminal)
            settle(terminal, 1.0)
            terminal.write(b"ga")
            settle(terminal, 1.0)
            print(f"  nothing running    {keys(terminal, [b'j'], 60)}")
            terminal.write(b"R")
            terminal.pump(1.5)
            print(f"  cold refresh       {keys(terminal, [b'j'], 60)}")
    server.stdin.close()
    server.wait()


if __name__ == "__main__":
    main()
