"""Starts a command with `study` in a pseudo-terminal, answers a question, and ends it with Ctrl-C: the terminal is left as
it was, the answer is kept, the exit code is 130. Then the same with a terminal that is closed, and with Ctrl-Z, on a session
that is continued. The first argument is the home as this program sees it; the command follows."""

import os
import pty
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

home, command = Path(sys.argv[1]), sys.argv[2:]


def read_until(master, wanted, seconds=90):
    seen = b""
    until = time.time() + seconds
    os.set_blocking(master, False)
    while wanted not in seen:
        if time.time() > until:
            sys.exit(f"{wanted!r} did not come; the screen had: {seen[-2000:]!r}")
        try:
            seen += os.read(master, 65536)
        except BlockingIOError:
            time.sleep(0.02)
        except OSError:
            sys.exit(f"it ended before {wanted!r}; the screen had: {seen[-2000:]!r}")
    return seen


def start(command):
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)

    def own_terminal():
        os.setsid()
        import fcntl

        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    environment = dict(os.environ, TERM="xterm-256color", LANG="C.UTF-8")
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environment, preexec_fn=own_terminal
    )
    return process, master, slave, before


def answers():
    journals = home.glob("data/reviews/*/*.jsonl")
    return sum(file.read_text().count('"event":"review"') for file in journals)


def answer_one(master):
    """Says "don't know" to the question on the screen, and waits until that is on the disk."""
    before = answers()
    os.write(master, b"\t")
    read_until(master, b"again")
    os.write(master, b"1")
    until = time.time() + 30
    while answers() == before:
        if time.time() > until:
            sys.exit("the answer is not on the disk")
        time.sleep(0.02)


# Ctrl-C, and a closed terminal.
for end in ["Ctrl-C", "closed"]:
    process, master, slave, before = start([*command, "study", "--no-code"])
    assert b"\x1b[?1049h" in read_until(master, b"don't know")
    answer_one(master)
    kept = answers()
    if end == "Ctrl-C":
        os.write(master, b"\x03")
        read_until(master, b"\x1b[?1049l")
        code = process.wait(30)
        # A shell in between, as npx starts one, is ended by the signal itself; whoever typed the command sees 130, too.
        if code not in (130, -signal.SIGINT):
            sys.exit(f"the exit code is {code}")
        if termios.tcgetattr(slave) != before:
            sys.exit("the terminal has other settings than before")
    else:
        os.close(slave)
        os.close(master)
        process.wait(30)
    if answers() != kept:
        sys.exit(f"there were {kept} answers, and now there are {answers()}")

# Ctrl-Z under a shell with job control: the shell comes back, and `fg` goes on.
process, master, slave, before = start(["bash", "--norc", "-i"])
os.write(master, ("PS1='ready''> '; " + " ".join([*command, "study", "--no-code"]) + "\n").encode())
assert b"\x1b[?1049h" in read_until(master, b"don't know")
os.write(master, b"\x1a")
read_until(master, b"ready> ")
os.write(master, b"fg\n")
assert b"\x1b[?1049h" in read_until(master, b"don't know")
os.write(master, b"\x03")
read_until(master, b"ready> ")
os.write(master, b"echo code $?\n")
read_until(master, b"code 130")
process.send_signal(signal.SIGKILL)
print("left as it was")
