#!/usr/bin/env python3
"""How well parameters predict answers, worked out by py-fsrs alone.

    pip install fsrs==6.3.2
    python3 tests/oracle/fit_loss.py > tests/fixtures/fit-loss.json
    python3 tests/oracle/fit_loss.py --check              exits 1 if the file says something else
    python3 tests/oracle/fit_loss.py --home HOME REPORT   exits 1 if `nodequiz fit --dry-run --json` says
                                                          something else of the parameters in use

The histories are those of fsrs-parity.json; with --home, those of a journal without fits, undos, claims and resets.
What is foretold is the first answer of a day to a card answered on an earlier day.
"""
import datetime as dt
import json
import math
import pathlib
import sys
from collections import defaultdict

from fsrs import Card, Rating, Scheduler

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "fixtures"
START = dt.datetime(2020, 1, 1, 9, 0, tzinfo=dt.timezone.utc)
LEAST = 1e-4


def order(number, base):
    return 0 if number == 0 else 1 + math.floor(math.log(number) / math.log(base))


class History:
    """One card under one scheduler."""

    def __init__(self, scheduler):
        self.scheduler, self.card = scheduler, Card()
        self.day = self.asked = self.lapses = 0
        self.answers = 0

    def answer(self, elapsed, rating):
        """What was foretold of this answer: chance, recalled, bin; none for one that is not."""
        elapsed = elapsed if self.answers else 0
        self.day += elapsed
        at = START + dt.timedelta(days=self.day)
        foretold = None
        if elapsed > 0:
            self.asked += 1
            chance = self.scheduler.get_card_retrievability(self.card, at)
            bins = (order(elapsed, 3.62), order(self.asked + 1, 1.89), order(self.lapses, 1.73))
            foretold = (min(max(chance, LEAST), 1 - LEAST), rating > 1, bins)
            self.lapses += rating == 1
        self.card, _ = self.scheduler.review_card(self.card, Rating(rating), at)
        self.answers += 1
        return foretold


def scheduler(parameters=None):
    rest = {"learning_steps": (), "relearning_steps": (), "enable_fuzzing": False}
    return Scheduler(parameters, **rest) if parameters else Scheduler(**rest)


def accuracy(foretold):
    bins = defaultdict(lambda: [0, 0.0, 0])
    for chance, recalled, place in foretold:
        group = bins[place]
        group[0] += 1
        group[1] += chance
        group[2] += recalled
    count = len(foretold)
    return {
        "log_loss": sum(-math.log(c if r else 1 - c) for c, r, _ in foretold) / count,
        "rmse_bins": math.sqrt(sum((e - r) ** 2 / n for n, e, r in bins.values()) / count),
        "expected": sum(c for c, _, _ in foretold) / count,
        "recalled": sum(r for _, r, _ in foretold) / count,
    }


def table():
    parity = json.loads((FIXTURES / "fsrs-parity.json").read_text())
    sets = {}
    for name, parameters in parity["parameter_sets"].items():
        foretold = []
        for vector in parity["vectors"]:
            history = History(scheduler(parameters))
            answers = [history.answer(r["elapsed_days"], r["rating"]) for r in vector["history"]]
            foretold += [answer for answer in answers if answer]
        rounded = {key: round(value, 9) for key, value in accuracy(foretold).items()}
        sets[name] = {"answers": len(foretold), **rounded}
    return {"made_with": "py-fsrs (PyPI fsrs) 6.3.2 on the histories of fsrs-parity.json", "parameter_sets": sets}


def of_home(home):
    lines = []
    for file in sorted(pathlib.Path(home).glob("data/reviews/*/*.jsonl")):
        lines += [json.loads(line) for line in file.read_text().splitlines()]
    lines.sort(key=lambda line: (dt.datetime.fromisoformat(line["at"]), line["device"], line["seq"]))
    number = {"again": 1, "hard": 2, "good": 3, "easy": 4}
    model = scheduler()
    histories, last, foretold = {}, {}, []
    for line in lines:
        assert line["event"] == "review", line["event"]
        card, day = line["card"], dt.date.fromisoformat(line["day"])
        history = histories.setdefault(card, History(model))
        answer = history.answer((day - last.get(card, day)).days, number[line["grade"]])
        last[card] = day
        if answer:
            foretold.append(answer)
    return foretold


def main():
    if "--home" in sys.argv:
        home, report = sys.argv[2:4]
        said = json.loads(pathlib.Path(report).read_text())
        foretold = of_home(home)
        if said["answers"] != len(foretold):
            sys.exit(f"{said['answers']} answers to learn from; py-fsrs finds {len(foretold)}")
        for key, value in accuracy(foretold[-said["tested"]:]).items():
            if abs(said["before"][key] - value) > 1e-5:
                sys.exit(f"{key} is {said['before'][key]}; py-fsrs says {value}")
        print("the accuracy of the parameters in use is what py-fsrs says")
        return
    text = json.dumps(table(), indent=1) + "\n"
    if "--check" in sys.argv:
        if (FIXTURES / "fit-loss.json").read_text() != text:
            sys.exit("tests/fixtures/fit-loss.json differs from what py-fsrs says today")
        print("the losses are what py-fsrs says")
    else:
        sys.stdout.write(text)


main()
