#!/usr/bin/env python3
"""The figures of `nodequiz roadmap`, worked out anew with Python's standard library alone.

    nodequiz cards --json > cards.json
    nodequiz roadmap --json > roadmap.json
    nodequiz export --format json --out decks.json
    python3 tests/oracle/ladder.py HOME cards.json roadmap.json decks.json      exits 1 where it finds other figures

HOME is NODEQUIZ_HOME. The memory model is FSRS-6, written down here from its published formulas
(https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm). Cards that were renamed and levels that
were written down as reached are not followed.
"""
import datetime as dt
import json
import math
import pathlib
import sys

LEVELS = ["beginner", "intermediate", "senior", "expert"]
MATRIX = pathlib.Path(__file__).resolve().parents[2] / "decks" / "matrix.json"
GRADES = {"again": 1, "hard": 2, "good": 3, "easy": 4}
DEFAULT = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
]


class Model:
    def __init__(self, w):
        self.w = w
        self.factor = 0.9 ** (-1 / w[20]) - 1

    def recall(self, stability, days):
        return (1 + self.factor * days / stability) ** -self.w[20]

    def first_difficulty(self, grade):
        return self.w[4] - math.exp(self.w[5] * (grade - 1)) + 1

    def after(self, memory, days, grade):
        w = self.w
        if memory is None:
            return max(w[grade - 1], 0.001), min(max(self.first_difficulty(grade), 1), 10)
        s, d = memory
        if days == 0:
            gain = math.exp(w[17] * (grade - 3 + w[18])) * s ** -w[19]
            new = s * (max(gain, 1) if grade >= 2 else gain)
        elif grade == 1:
            r = self.recall(s, days)
            new = w[11] * d ** -w[12] * ((s + 1) ** w[13] - 1) * math.exp((1 - r) * w[14])
            new = min(new, s / math.exp(w[17] * w[18]))
        else:
            r = self.recall(s, days)
            gain = math.exp(w[8]) * (11 - d) * s ** -w[9] * (math.exp((1 - r) * w[10]) - 1)
            new = s * (1 + gain * {2: w[15], 3: 1, 4: w[16]}[grade])
        moved = d - w[6] * (grade - 3) * (10 - d) / 9
        difficulty = w[7] * self.first_difficulty(4) + (1 - w[7]) * moved
        return min(max(new, 0.001), 36500), min(max(difficulty, 1), 10)


def records(home):
    """The events of all devices in order, without what was undone."""
    lines = []
    for path in sorted(pathlib.Path(home, "data", "reviews").rglob("*.jsonl")):
        for number, text in enumerate(path.read_text().splitlines()):
            line = json.loads(text)
            at = dt.datetime.fromisoformat(line["at"])
            device = line.get("device", path.parent.name)
            lines.append(((at, device, line.get("seq", number)), line))
    lines.sort(key=lambda pair: pair[0])
    undone = {line["of"] for _, line in lines if line["event"] == "undo"}
    return [line for _, line in lines if line.get("id") not in undone]


def stable(card):
    return card is not None and card["shown"][0] >= 21 and card["shown"][1]


def reading_times(decks):
    """Milliseconds in which nobody reads a card's question, by id: ten a character, five seconds at the most."""
    times = {}
    for deck in decks["decks"]:
        for card in deck["cards"]:
            head, _, context = card["question"].partition("\n")
            times[f"{deck['id']}/{card['id']}"] = min(5000, 10 * (len(head.strip()) + len(context.strip())))
    return times


def main():
    home, cards, report, decks = sys.argv[1], *(json.loads(pathlib.Path(p).read_text()) for p in sys.argv[2:5])
    topics = {topic for area in json.loads(MATRIX.read_text())["areas"] for topic in area["topics"]}
    place = {c["id"]: (c["level"], c["topic"]) for c in cards if c["topic"] in topics}
    of_level = {level: [i for i, (l, _) in place.items() if l == level] for level in LEVELS}
    of_topic = {}
    for card, key in place.items():
        of_topic.setdefault(key, []).append(card)
    history = records(home)
    fits = [line["parameters"] for line in history if line["event"] == "parameters"]
    model = Model(fits[-1] if fits else DEFAULT)

    state, reached, today = {}, [], ""
    # The chance that all the reviews since the last failed one are right.
    reading, run = reading_times(decks), 1.0

    def met(level):
        def count(ids):
            return sum(stable(state.get(i)) for i in ids)
        if not of_level[level] or 5 * count(of_level[level]) < 4 * len(of_level[level]):
            return False
        return all(
            5 * count(ids) >= 3 * len(ids)
            for (l, _), ids in of_topic.items() if l == level and len(ids) >= 3
        )

    for line in history:
        today = max(today, line["day"])
        if line["event"] == "reset":
            state.pop(line["card"], None)
        if line["event"] != "review":
            continue
        card, grade = state.get(line["card"]), GRADES[line["grade"]]
        day = dt.date.fromisoformat(today)
        days = (day - card["last"]).days if card else 0
        first = card is None or card["last"] != day
        was = stable(card)
        if days > 0:
            run = run * model.recall(card["memory"][0], days) if grade > 1 else 1.0
        too_fast = 0 < line.get("ms", 0) < reading.get(line["card"], 0)
        before = card["shown"] if card else (0.0, False)
        memory = model.after(card["memory"] if card else None, days, grade)
        card = {
            "memory": memory,
            # Right answers that show little leave a card as it was.
            "shown": before if grade > 1 and (too_fast or run < 0.001)
            else (memory[0], grade > 1 if first else before[1]),
            "grade": grade,
            "last": day,
        }
        state[line["card"]] = card
        while stable(card) != was and len(reached) < 4 and met(LEVELS[len(reached)]):
            reached.append(today)

    now, rule = dt.date.fromisoformat(report["day"]), report["rule"]
    wrong = 0
    for number, level in enumerate(LEVELS):
        known = [state[i] for i in of_level[level] if i in state]
        recalls = [
            0.0 if c["last"] == now and c["grade"] == 1 else model.recall(c["memory"][0], (now - c["last"]).days)
            for c in known
        ]
        found = {
            "cards": len(of_level[level]),
            "answered": len(known),
            "stable": sum(stable(c) for c in known),
            "met_now": met(level),
            "reached": reached[number] if number < len(reached) else None,
        }
        row = next(row for row in report["levels"] if row["level"] == level)
        said = {key: row[key] for key in found}
        said["reached"] = row["reached"] and row["reached"]["on"]
        # The program counts in single precision: a recall just at a bound may lie on either side.
        for word, holds in [
            ("fresh", lambda r, by: r + by >= rule["fresh_from"]),
            ("fading", lambda r, by: r - by < min(rule["fading_below"], rule["fresh_from"])),
        ]:
            least, most = (sum(holds(r, by) for r in recalls) for by in (-1e-4, 1e-4))
            said[word], found[word] = row[word], min(max(row[word], least), most)
        wrong += found != said
        print(level, found if found == said else f"DIFFERS: found {found}, said {said}")
    sys.exit(1 if wrong else 0)


main()
