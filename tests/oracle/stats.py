#!/usr/bin/env python3
"""Every figure of `nodequiz stats --json`, worked out again from the raw journal.

    pip install fsrs==6.3.2
    python3 tests/oracle/stats.py PROGRAM HOME NOW [-- stats arguments]...

PROGRAM is nodequiz, HOME a folder for NODEQUIZ_HOME, NOW the time (RFC 3339). Plain `stats` is checked,
and after each `--` a run with other arguments (deck ids, --topic, --level, --since). The journal is read as
STORE says: sealed lines, doubles, order of devices, undo. Of the cards only what `cards --json` says is
used, of the settings `config show --json`. Memory is py-fsrs's. Counts must be equal, reals equal to 1e-4
(of their size where they are larger than 1). Exits 1 where a figure differs.

Intervals are whole days, rounded from stability in single precision there and in double precision here. Where
the exact interval lies so near a half that this decides, both whole days are right and the program's own
(`card ID --json`) is taken, if it is one of the two. Everything else must agree without help.
"""
import bisect
import collections
import datetime as dt
import heapq
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import zlib

from fsrs import Card, Rating, Scheduler

GRADES = {"again": 1, "hard": 2, "good": 3, "easy": 4}
KINDS = ["recall", "points", "choice", "cloze", "typed", "order", "output", "bug", "code"]
LEVELS = ["beginner", "intermediate", "senior", "expert"]
DEFAULT_SECONDS = dict(recall=20, order=20, points=35, choice=15, typed=15, cloze=12, output=25, bug=40, code=900)
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
UNDOABLE = {"review", "claim", "suspend", "bury", "mark", "reset", "parameters"}
DAY = dt.timedelta(days=1)
# The desired retention of weights 1, 2 and 3 in each stage of learning.
STAGES = {"first": [0.8, 0.8, 0.8], "second": [0.8, 0.8, 0.85], "third": [0.9, 0.9, 0.9]}
MASK = (1 << 64) - 1


class Oracle:
    def __init__(self, program, home, now):
        self.program, self.home = program, home
        self.environment = {**os.environ, "NODEQUIZ_HOME": home, "NODEQUIZ_NOW": now}
        settings = self.ask("config", "show", "--json")["settings"]
        self.settings = {setting["name"]: setting["value"] for setting in settings}
        self.now = dt.datetime.fromisoformat(now)
        rollover = dt.timedelta(hours=int(self.settings["rollover_hour"]))
        self.today = (self.now.replace(tzinfo=None) - rollover).date()
        self.cards = {card["id"]: card for card in self.ask("cards", "--json")}
        self.records = self.journal()
        weights = [r["parameters"] for r in self.records if r["event"] == "parameters"]
        options = dict(
            learning_steps=(), relearning_steps=(), enable_fuzzing=False,
        )
        if weights:
            options["parameters"] = weights[-1]
        self.fsrs = Scheduler(**options)
        self.replay()

    def ask(self, *arguments):
        done = subprocess.run([self.program, *arguments], env=self.environment, check=True, capture_output=True)
        return json.loads(done.stdout)

    # -- the journal ---------------------------------------------------------------------------

    def journal(self):
        """What happened, in order: sealed lines of all files, each once, nothing that was undone."""
        devices = collections.defaultdict(dict)
        for path in sorted(pathlib.Path(self.home, "data/reviews").rglob("*.jsonl")):
            for line in path.read_bytes().splitlines():
                body, seal, crc = line.rpartition(b',"crc":"')
                assert seal and crc == b'%08x"}' % zlib.crc32(body), f"{path}: not sealed: {line}"
                record = json.loads(line)
                assert record["v"] == 1
                devices[record["device"]][line] = record
        streams = []
        for device, records in devices.items():
            stream, latest = [], None
            for record in sorted(records.values(), key=lambda r: (r["seq"], r["at"], r["id"])):
                at = dt.datetime.fromisoformat(record["at"])
                latest = at if latest is None else max(at, latest)
                stream.append((latest, device, record["seq"], record))
            streams.append(stream)
        merged = [record for *_, record in heapq.merge(*streams, key=lambda entry: entry[:3])]
        undone = {record["of"] for record in merged if record["event"] == "undo"}
        return [r for r in merged if r["id"] not in undone or r["event"] not in UNDOABLE]

    def ms(self, review):
        kind = self.cards.get(review["card"], {}).get("kind")
        if kind == "code" and review["mode"] != "interview":
            return min(review["ms"], 1_800_000)
        long = kind in ("points", "bug") or review["mode"] == "interview"
        return min(review["ms"], 180_000 if long else 60_000)

    # -- memory --------------------------------------------------------------------------------

    def after(self, memory, elapsed, grade):
        """Stability and difficulty after one more answer, `elapsed` whole days after the last."""
        start = dt.datetime(2000, 1, 1, tzinfo=dt.timezone.utc)
        card = Card(card_id=1, due=start)
        if memory:
            card = Card(card_id=1, stability=memory[0], difficulty=memory[1], due=start, last_review=start)
            card.state = card.state.__class__.Review
        later = start + dt.timedelta(days=elapsed, seconds=1 if memory and not elapsed else 0)
        card, _ = self.fsrs.review_card(card, Rating(grade), later)
        return card.stability, card.difficulty

    def recall(self, memory, elapsed):
        decay = -self.fsrs.parameters[20]
        factor = 0.9 ** (1 / decay) - 1
        return (1 + factor * elapsed / memory[0]) ** decay

    def retention(self, stage, weight):
        """What the settings desire of a card, or the stage in which it was answered."""
        if self.settings["retention"] != "stages":
            numbers = [float(number) for number in self.settings["retention"].split(",")] * 3
            return numbers[weight - 1]
        return STAGES[stage][weight - 1] if stage else 0.9

    def stage_now(self):
        """The stage in which the next answer is given."""
        cards = [card for card in self.cards.values() if not self.states.get(card["id"], fresh())["suspended"]]
        state = lambda card: self.states.get(card["id"], fresh())
        unmet = [card for card in cards if state(card)["memory"] is None and state(card)["claimed"] is None]
        if (len(cards) - len(unmet)) * 100 >= len(cards) * 95:
            found = "third"
        else:
            found = "first" if any(card["weight"] == 3 for card in unmet) else "second"
        return max(found, self.stage or "first", key=list(STAGES).index)

    def exact_interval(self, memory, retention, spread=0.0):
        decay = -self.fsrs.parameters[20]
        factor = 0.9 ** (1 / decay) - 1
        exact = memory[0] / factor * (retention ** (1 / decay) - 1)
        return exact * (1 + 0.05 * spread)

    def whole(self, exact):
        return min(max(math.floor(exact + 0.5), 1), int(self.settings["max_interval"]))

    def replay(self):
        self.states, self.answers, self.pauses = {}, [], []
        self.stage, latest = None, None
        self.odds = collections.defaultdict(lambda: [0, 0.0, 4.0])
        self.seen = [dict(loss=0.0, mean=0.0, information=0.0) for _ in range(3)]
        for record in self.records:
            day = dt.date.fromisoformat(record["day"])
            latest = day if latest is None else max(day, latest)
            event, name = record["event"], record.get("card")
            if event == "pause":
                until = dt.date.fromisoformat(record["until"])
                if self.pauses:
                    begin, end = self.pauses[-1]
                    self.pauses[-1] = (begin, max(min(end, latest), begin))
                self.pauses = [pause for pause in self.pauses if pause[0] < pause[1]]
                if latest < until:
                    self.pauses.append((latest, until))
            if event == "stage":
                self.stage = max(record["stage"], self.stage or "first", key=list(STAGES).index)
            if name is None:
                continue
            state = self.states.setdefault(name, fresh())
            if event == "review":
                self.review(record, state, day, latest)
            elif event == "claim" and state["memory"] is None:
                state["claimed"] = latest
                state["interval"] = 5 + stirred(fnv(name.encode())) % 16
                state["due"] = latest + state["interval"] * DAY
            elif event == "suspend":
                state["suspended"] = True
            elif event == "unsuspend":
                state["suspended"] = False
            elif event == "bury":
                state["buried"] = dt.date.fromisoformat(record["until"])
            elif event == "reset":
                kept = {key: state[key] for key in ("suspended", "buried")}
                self.states[name] = {**fresh(), **kept}
        for name, state in self.states.items():
            self.settle(name, state)

    def review(self, record, state, day, latest):
        grade = GRADES[record["grade"]]
        memory, last = state["memory"], state["last"]
        elapsed = max((latest - last).days, 0) if last else 0
        first_of_day = last != latest
        answer = dict(
            card=record["card"], day=day, ms=self.ms(record), passed=grade > 1, grade=grade, mode=record["mode"],
            first=first_of_day, new=memory is None, tested=first_of_day and memory is not None,
            at=dt.datetime.fromisoformat(record["at"]), points=record.get("points", []),
        )
        if answer["tested"]:
            answer["expected"] = self.recall(memory, elapsed)
            answer["mature"] = memory[0] >= 21
            answer["stability"], answer["elapsed"] = memory[0], elapsed
            if elapsed:
                self.learn(answer, state)
        self.answers.append(answer)
        forgotten = grade == 1 and (state["grade"] or 0) > 1 and state["passed"] is not None
        if forgotten and state["passed"] < latest:
            state["lapses"] += 1
        if grade > 1 and state["passed"] is None:
            state["passed"] = latest
        if state["first"] is None:
            state["first"] = latest
        state["failed"] |= grade == 1
        state.update(memory=self.after(memory, elapsed, grade), last=latest, grade=grade, claimed=None, stage=self.stage)
        state["reviews"] += 1

    def settle(self, name, state):
        if state["memory"] is None:
            return
        if state["grade"] == 1:
            state["interval"] = 0
        else:
            spread = 0.0
            if self.settings["fuzz"] == "true":
                number = fnv(name.encode() + state["reviews"].to_bytes(4, "little"))
                spread = (stirred(number) >> 40) / (1 << 23) - 1
            weight = self.cards.get(name, {"weight": 1})["weight"]
            exact = self.exact_interval(state["memory"], self.retention(state["stage"], weight), spread)
            state["interval"] = self.whole(exact)
            if abs(exact % 1 - 0.5) < 1e-4 * exact and name in self.cards:
                both = [self.whole(exact - 0.5), self.whole(exact + 0.5)]
                said = dt.date.fromisoformat(self.ask("card", name, "--json")["due"])
                assert (said - state["last"]).days in both, (name, exact, said)
                state["interval"] = (said - state["last"]).days
        state["due"] = state["last"] + state["interval"] * DAY

    # -- the figures ---------------------------------------------------------------------------

    def is_free(self, day):
        away = WEEKDAYS[day.weekday()] not in self.settings["study_days"].split(",")
        return away or any(begin <= day < until for begin, until in self.pauses)

    def stats(self, chosen, since, said):
        """The figures of the chosen cards (all where `chosen` is None) with answers from `since` on."""
        cards = [card for card in self.cards.values() if chosen is None or card["id"] in chosen]
        ids = {card["id"] for card in cards}
        counted = [
            answer for answer in self.answers
            if answer["day"] <= self.today
            and (answer["card"] in ids or chosen is None and answer["card"] not in self.cards)
        ]
        first = since or self.today - 89 * DAY
        length = (self.today - first).days + 1
        period = [answer for answer in counted if answer["day"] >= first]
        today = [answer for answer in counted if answer["day"] == self.today]
        asked = {card["id"]: self.believed(card) for card in cards}
        lengths = [days for days in (7, 30, 90) if days < length] + [length]
        days = sorted({answer["day"] for answer in self.answers if answer["day"] <= self.today})
        rows = lambda of: self.group(of, [a for a in period if a["card"] in {card["id"] for card in of}], asked)
        loads, plan = self.loads(cards, 30), self.plan(cards, said)
        asks = [{"cards": day["cards"], "seconds": day["seconds"]} for day in plan["days"]]
        met = lambda answers: sum(a["first"] and a["new"] for a in answers)
        return {
            "schema": 1,
            "day": str(self.today),
            "started": str(min(a["day"] for a in self.answers)) if self.answers else None,
            "today": {
                "answers": len(today),
                "cards": sum(a["first"] for a in today),
                "right_at_first": sum(a["first"] and a["passed"] for a in today),
                "new": met(today),
                "seconds": sum(a["ms"] for a in today) / 1000,
            },
            "period": {
                "since": str(first),
                "days": length,
                "studied": len({a["day"] for a in period}),
                "answers": len(period),
                "new": met(period),
                "seconds": sum(a["ms"] for a in period) / 1000,
            },
            "streak": self.streak(days),
            "plan": {key: value for key, value in plan.items() if key != "days"},
            "due": {"today": loads[0], "tomorrow": asks[1], "next_7_days": total(asks[:7])},
            "cards": self.counts(cards),
            "known_on": str(self.known_on()),
            "known": sum(of["known"] for of in asked.values()),
            "guessed": sum((of["right"] or 0) - of["known"] for of in asked.values()),
            "claimed": self.claimed(cards),
            "doubts": self.doubts(period, said),
            "retention": self.window(counted, min(length, 30)),
            "remembered": [self.window(counted, days) for days in lengths],
            "calendar": self.calendar(counted, since),
            "forecast": said["forecast"] if plan["by_goal"] else self.forecast(cards, loads, plan, self.capacity(said)),
            "topics": [{"topic": topic, **rows(of)} for topic, of in by(cards, "topic")],
            "tags": [
                {"tag": tag, **rows([card for card in cards if tag in card.get("tags", [])])}
                for tag in sorted({tag for card in cards for tag in card.get("tags", [])})
            ],
            "levels": [
                {"level": level, **rows(of)} for level in LEVELS
                if (of := [card for card in cards if card["level"] == level])
            ],
            "decks": [{"deck": deck, **rows(of)} for deck, of in by(cards, "deck")],
            "kinds": [
                {"kind": kind, **rows(of)} for kind in KINDS if (of := [c for c in cards if c["kind"] == kind])
            ],
            "leeches": sum(
                state["lapses"] >= 3 and not state["suspended"]
                for name, state in self.states.items() if name in ids
            ),
            "hardest": self.hardest(cards),
            "confusions": self.confusions(period),
            # A simulation: taken from what the program says.
            "workload": said["workload"],
            "goal": self.goal(),
        }

    def goal(self):
        """Whatever is chosen, of the goal's own cards. What is simulated is taken from `goal --json`."""
        said = self.ask("goal", "--json")
        if said["goal"] is None:
            return None
        goal = said["goal"]
        inside = lambda card: self.in_scope(card, goal)
        states = {card["id"]: self.states.get(card["id"], fresh()) for card in self.cards.values()}
        asked = [card for card in self.cards.values() if not states[card["id"]]["suspended"]]
        cards = [card for card in asked if inside(card)]
        return {
            **goal,
            "cards": len(cards),
            "known_on": str(self.known_on()),
            "known": sum(self.believed(card)["known"] for card in cards),
            "claimed": self.claimed(cards),
            "unmet": sum(states[c["id"]]["memory"] is None and not states[c["id"]]["claimed"] for c in cards),
            "waiting_outside": sum(self.is_due(states[c["id"]]) for c in asked if not inside(c)),
            "outlook": said["outlook"],
        }

    def known_on(self):
        """Today before its first answer, then the next study day."""
        day = self.today + any(answer["day"] == self.today for answer in self.answers) * DAY
        while self.is_free(day):
            day += DAY
        return day

    def plan(self, cards, said):
        """What today asks, and how its minutes spread what is due over the days after it.

        Which new cards are picked is taken from what the program says, and under a goal everything else, too.
        """
        if said["plan"]["by_goal"]:
            return {**said["plan"], "days": said["forecast"]["days"]}
        pace = {kind: self.pace(kind) for kind in KINDS}
        seconds = lambda card: self.seconds(card, pace)
        state = lambda card: self.states.get(card["id"], fresh())
        is_waiting = lambda card: state(card)["last"] == self.today and state(card)["grade"] == 1
        chance = lambda card, day: 0.5 if self.recall_on(card, day) is None else self.recall_on(card, day)
        tomorrow = lambda card: chance(card, self.today + DAY)
        due = [card for card in cards if self.is_due(state(card))]
        due.sort(key=lambda c: (not is_waiting(c), chance(c, self.today), c["id"]))
        capacity = self.capacity(said)
        left = max(capacity - sum(self.answered_ms(self.today)) / 1000, 0)
        arriving = collections.defaultdict(list)
        for card in cards:
            of = state(card)
            if not of["suspended"] and of["due"]:
                arriving[max(of["due"], of["buried"] or of["due"])].append(card)
        until = max((end for begin, end in self.pauses if begin <= self.today < end), default=None)
        line, days = [(card, seconds(card)) for card in due], []
        for place in range(366):
            day = self.today + place * DAY
            paused = any(begin <= day < end for begin, end in self.pauses)
            room = 0 if paused else capacity if place else left
            line += [(card, seconds(card)) for card in arriving[day]] if place else []
            if place == 1:
                # Tomorrow asks the least remembered first; from then on those that wait come first.
                line.sort(key=lambda one: (tomorrow(one[0]), one[0]["id"]))
            asked = []
            # What takes more than two minutes comes after everything else.
            for long in (False, True):
                waiting = []
                for card, takes in line:
                    fits = (takes > 120) == long and sum(asked) < room
                    asked.append(takes) if fits else waiting.append((card, takes))
                line = waiting
            days.append({
                "cards": len(asked), "seconds": sum(asked), "waiting": len(line), "by_goal": False,
                "full": sum(asked) >= room,
            })
        return {
            "due": len(due),
            "held_back": days[0]["waiting"],
            "reviews": days[0]["cards"],
            "new": said["plan"]["new"],
            "unmet": sum(self.is_unmet(state(card)) for card in cards),
            "queue": {
                "cards": days[0]["cards"] + said["plan"]["new"],
                "seconds": said["plan"]["queue"]["seconds"],
            },
            "minutes_left": math.ceil(left / 60),
            "clears_in_days": next((place + 1 for place, day in enumerate(days) if not day["waiting"]), None),
            "tomorrow": {key: days[1][key] for key in ("cards", "seconds")},
            "tomorrow_new": None,
            "paused_until": str(until) if until else None,
            "day_off": False,
            "by_goal": False,
            "days": days[:30],
        }

    def capacity(self, said):
        """Seconds of a whole day."""
        goal = said["goal"]
        plans = goal is not None and goal["phase"] in ("running", "last-day", "today")
        return 60 * (goal["minutes"] if plans else int(self.settings["minutes_per_day"]))

    def answered_ms(self, day):
        return [answer["ms"] for answer in self.answers if answer["day"] == day]

    def in_scope(self, card, goal):
        named = all(not goal[key + "s"] or card[key] in goal[key + "s"] for key in ("level", "topic"))
        return named and (not goal["tags"] or any(tag in goal["tags"] for tag in card.get("tags", [])))

    def recall_on(self, card, day):
        """The model's chance that a card is recalled."""
        state = self.states.get(card["id"])
        if not state or state["memory"] is None:
            return None
        elapsed = max((day - state["last"]).days, 0)
        if elapsed == 0 and state["grade"] == 1:
            return 0.0
        return self.recall(state["memory"], elapsed)

    def curve(self, curve, stability, days):
        """The chance of recall by FSRS-6, by a curve of power 0.5, by an exponential one; and how fast it grows with
        the logarithm of the stability."""
        if curve < 2:
            power = (self.fsrs.parameters[20], 0.5)[curve]
            faded = days / stability * (0.9 ** (-1 / power) - 1)
            recall = (1 + faded) ** -power
            return recall, power * recall * faded / (1 + faded)
        recall = 0.9 ** (days / stability)
        return recall, recall * -math.log(0.9) * days / stability

    def learn(self, answer, state):
        """Takes in the first answer of a day to a card that was met before.

        For each curve a Kalman filter follows the logarithm of a factor on all stabilities, which differs by 0.5
        between learners; a card differs from the others by -0.6, 0 or 0.6. Both learn from cards that were failed
        once: the others were known before, perhaps for long.
        """
        stability, days, passed = answer["stability"], answer["elapsed"], answer["passed"]
        usual = stability
        if not state["failed"]:
            usual = max(stability, 9 * self.first_stability(state))
        chance = sum(
            weight * self.curve(curve, usual * math.exp(seen["mean"]), days)[0]
            for curve, (weight, seen) in enumerate(zip(self.curve_weights(), self.seen))
        )
        chance = min(max(chance, 0.01), 0.99)
        odds = self.odds[self.cards.get(answer["card"], {}).get("kind")]
        odds[0] += 1
        odds[1] += passed - chance
        odds[2] += chance * (1 - chance)
        if not state["failed"]:
            return

        def loss(far):
            chance = self.curve(0, stability * math.exp(self.seen[0]["mean"] + far), days)[0]
            chance = min(max(chance, 0.01), 0.99)
            return -math.log(chance if passed else 1 - chance)

        for place, far in enumerate((-0.6, 0.6)):
            own = state["own"][place] + loss(0.0) - loss(far)
            state["own"][place] = round(min(max(own, -30.0), 30.0), 2)
        for curve, seen in enumerate(self.seen):
            recall, slope = self.curve(curve, stability * math.exp(seen["mean"]), days)
            recall = min(max(recall, 0.01), 0.99)
            spread = recall * (1 - recall)
            seen["loss"] -= math.log(recall if passed else 1 - recall)
            precision = 4.0 + seen["information"] + 0.7 * slope ** 2 / spread
            seen["information"] += 0.7 * slope ** 2 / spread
            mean = seen["mean"] + 0.7 * (passed - recall) * slope / spread / precision
            seen["mean"] = min(max(mean, -2.0), 2.0)

    def curve_weights(self):
        least = min(seen["loss"] for seen in self.seen)
        odds = [prior * math.exp(-0.4 * (seen["loss"] - least)) for prior, seen in zip((0.4, 0.3, 0.3), self.seen)]
        return [each / sum(odds) for each in odds]

    def first_stability(self, state):
        """What the first answer left to a card that passed it."""
        stability = state["memory"][0]
        return stability if state["reviews"] <= 1 else min(self.fsrs.parameters[2], stability)

    def stabilities(self, state, curve):
        """The stabilities that a card may have, each with its weight."""
        seen = self.seen[curve]
        usual, stability = math.exp(seen["mean"]), state["memory"][0]
        if state["failed"]:
            far = math.hypot(0.6, math.sqrt(2 / (4.0 + seen["information"])))
            odds = [0.25 * math.exp(state["own"][0]), 0.5, 0.25 * math.exp(state["own"][1])]
            return [(odd / sum(odds), stability * usual * math.exp(by)) for odd, by in zip(odds, (-far, 0.0, far))]
        span = (state["last"] - state["first"]).days
        gaps, first = min(state["reviews"] - 1, span), self.first_stability(state)
        weighed = []
        for times in (1, 3, 9, 27, 81):
            now = max(stability, first * times)
            then = math.sqrt(first * times * now)
            passed = self.curve(curve, then * usual, span / gaps)[0] ** gaps if gaps else 1.0
            weighed.append((max(passed, 1e-6), now * usual))
        total = sum(weight for weight, _ in weighed)
        return [(weight / total, now) for weight, now in weighed]

    def believed(self, card):
        """The chances that a card is answered right, and known, on the day as of which that is stated."""
        options = card["options"] or []
        guess = 1 / len(options) if sum(option["right"] for option in options) == 1 else 0.0
        state = self.states.get(card["id"])
        if not state or state["memory"] is None or state["suspended"]:
            return {"right": None, "known": 0.0}
        if state["grade"] == 1:
            return {"right": 0.0, "known": 0.0}
        count, score, information = self.odds[card["kind"]]
        times = math.exp(min(score / information, 0.0) if count >= 50 else 0.0)
        days = max((self.known_on() - state["last"]).days, 0)
        right = known = 0.0
        for curve, likely in enumerate(self.curve_weights()):
            for weight, stability in self.stabilities(state, curve):
                chance = self.curve(curve, stability, days)[0]
                chance = chance * times / (chance * times + 1 - chance)
                right += likely * weight * chance
                known += likely * weight * max((chance - guess) / (1 - guess), 0.0)
        return {"right": right, "known": known}

    def claimed(self, cards):
        states = [self.states.get(card["id"], fresh()) for card in cards]
        return sum(state["claimed"] is not None and not state["suspended"] for state in states)

    def is_unmet(self, state):
        return state["memory"] is None and state["claimed"] is None and not state["suspended"]

    def counts(self, cards):
        counts = dict.fromkeys(("total", "new", "learning", "young", "mature", "suspended"), 0)
        for card in cards:
            counts["total"] += 1
            state = self.states.get(card["id"], fresh())
            if state["suspended"]:
                stage = "suspended"
            elif state["memory"] is None:
                stage = "learning" if state["claimed"] else "new"
            elif state["interval"] == 0:
                stage = "learning"
            else:
                stage = "young" if state["interval"] < 21 else "mature"
            counts[stage] += 1
        return counts

    def is_due(self, state):
        asked = not state["suspended"] and (state["buried"] is None or state["buried"] <= self.today)
        return asked and state["due"] is not None and state["due"] <= self.today

    def group(self, cards, answers, asked):
        times = [a["ms"] / 1000 for a in answers if a["ms"] > 0]
        states = [self.states.get(card["id"], fresh()) for card in cards]
        return {
            "cards": self.counts(cards),
            "due": sum(self.is_due(state) for state in states),
            "known": sum(asked[card["id"]]["known"] for card in cards),
            "claimed": self.claimed(cards),
            "lapses": sum(state["lapses"] for state in states),
            "answers": len(answers),
            "median_seconds": statistics.median(times) if times else None,
            "remembered": remembered(answers),
        }

    def window(self, answers, days):
        since = self.today - (days - 1) * DAY
        tested = [a for a in answers if a["tested"] and a["day"] >= since]
        return {
            "days": days,
            **remembered(tested),
            "young": remembered([a for a in tested if not a["mature"]]),
            "mature": remembered([a for a in tested if a["mature"]]),
        }

    def doubts(self, answers, said):
        """Right answers in a row, where the chance of that is below a thousandth. Which answers were too fast depends
        on texts that this program does not read: their number is taken from what the program says."""
        run, chance = [], 1.0
        for answer in (answer for answer in answers if answer["tested"]):
            run, chance = (run + [answer], chance * answer["expected"]) if answer["passed"] else ([], 1.0)
        unlikely = chance < 0.001
        return {
            "timed": sum(answer["ms"] > 0 for answer in answers),
            "too_fast": said["doubts"]["too_fast"],
            "right_in_a_row": len(run) if unlikely else None,
            "expected": sum(answer["expected"] for answer in run) if unlikely else None,
        }

    def streak(self, days):
        times = collections.defaultdict(list)
        for answer in self.answers:
            times[answer["day"]].append(answer["at"])
        joined = lambda before, at, day: (
            at - max(times[before]) < dt.timedelta(hours=36)
            or all(self.is_free(before + gap * DAY) for gap in range(1, (day - before).days))
        )
        row = best = 0
        for place, day in enumerate(days):
            goes_on = place > 0 and joined(days[place - 1], min(times[day]), day)
            row = row + 1 if goes_on else 1
            best = max(best, row)
        unbroken = bool(days) and joined(days[-1], self.now, self.today)
        return {
            "current": row if unbroken else 0,
            "best": best,
            "answered_today": bool(days) and days[-1] == self.today,
        }

    def calendar(self, answers, since):
        day = since or self.today - (self.today.weekday() + 7 * 25) * DAY
        of_days = collections.defaultdict(list)
        for answer in answers:
            of_days[answer["day"]].append(answer["ms"] / 1000)
        days = []
        while day <= self.today:
            seconds = of_days[day]
            days.append({"day": str(day), "answers": len(seconds), "seconds": sum(seconds), "free": self.is_free(day)})
            day += DAY
        return days

    def pace(self, kind):
        times = [
            a["ms"] for a in self.answers
            if a["ms"] > 0 and a["mode"] != "interview" and self.cards.get(a["card"], {}).get("kind") == kind
        ][-200:]
        times += [DEFAULT_SECONDS[kind] * 1000] * (10 - len(times))
        return max(sorted(times)[len(times) // 2] / 1000, 1.0)

    def seconds(self, card, pace):
        """A review's expected seconds: a code card says its minutes, the others go by their kind."""
        return card["code"]["minutes"] * 60 if card["kind"] == "code" else pace[card["kind"]]

    def loads(self, cards, days):
        pace = {kind: self.pace(kind) for kind in KINDS}
        loads = [{"cards": 0, "seconds": 0.0} for _ in range(days)]
        for card in cards:
            state = self.states.get(card["id"], fresh())
            if state["suspended"] or state["due"] is None:
                continue
            day = max(state["due"], state["buried"] or state["due"], self.today)
            if (place := (day - self.today).days) < days:
                loads[place]["cards"] += 1
                loads[place]["seconds"] += self.seconds(card, pace)
        return loads

    def forecast(self, cards, loads, plan, capacity):
        states = [self.states.get(card["id"], fresh()) for card in cards]
        still = [card for card, state in zip(cards, states) if self.is_unmet(state)]
        unmet = left = len(still)
        ceiling = self.settings["new_per_day"]
        per_day = None if ceiling == "none" else int(ceiling)
        pace = {kind: self.pace(kind) for kind in KINDS}
        review = max(sum(self.seconds(card, pace) for card in still) / max(unmet, 1), 1)
        returns = self.returns(len(loads))
        met = []
        for place in range(len(loads)):
            day = plan["days"][place]
            back = sum(met[on] * returns[place - on] for on in range(place)) * review
            room = max(math.floor((capacity - day["seconds"] - back) / (2 * review) + 0.5), 0)
            room = 0 if day["full"] else room if per_day is None else min(room, per_day)
            if not place:
                room = plan["new"]
            met.append(min(room, left))
            left -= met[-1]
        days = []
        for place, load in enumerate(loads):
            day = plan["days"][place]
            new = sum(met[on] * returns[place - on] for on in range(place + 1))
            days.append({
                "day": str(self.today + place * DAY),
                **{key: day[key] for key in ("cards", "seconds", "waiting", "by_goal")},
                "comes_due": load["cards"],
                "new": new,
            })
        return {"new_per_day": per_day, "unmet": unmet, "days": days}

    def returns(self, days):
        usual = {1: 5, 2: 3, 3: 10, 4: 2}
        retention = self.retention(self.stage_now(), 1)
        firsts = collections.Counter(a["grade"] for a in self.answers if a["first"] and a["new"])
        counts = {grade: usual[grade] + firsts[grade] for grade in usual}
        returns = [0.0] * days
        for grade, count in counts.items():
            memory = self.after(None, 0, grade)
            if grade == 1:
                memory = self.after(memory, 0, 3)
            day = 0
            while day < days:
                returns[day] += count / sum(counts.values())
                interval = self.whole(self.exact_interval(memory, retention))
                memory = self.after(memory, interval, 3)
                day += interval
        return returns

    def hardest(self, cards):
        rows = []
        for card in cards:
            state = self.states.get(card["id"], fresh())
            if state["memory"] is None or state["suspended"] or state["memory"][1] < 5:
                continue
            rows.append({
                "id": card["id"],
                "difficulty": state["memory"][1],
                "lapses": state["lapses"],
                "recall": self.recall_on(card, self.today),
                "leech": state["lapses"] >= 3,
            })
        tenths = lambda row: math.floor(row["difficulty"] * 10 + 0.5)
        return sorted(rows, key=lambda row: (-tenths(row), -row["lapses"], row["id"]))[:10]

    def confusions(self, answers):
        picks = collections.defaultdict(collections.Counter)
        for answer in answers:
            card = self.cards.get(answer["card"])
            if card and card["kind"] == "choice":
                options = card["options"]
                wrong = [p for p in answer["points"] if p < len(options) and not options[p]["right"]]
                picks[card["id"]].update(wrong)
        rows = []
        for card, counter in picks.items():
            if counter:
                option, times = min(counter.items(), key=lambda pick: (-pick[1], pick[0]))
                text = self.cards[card]["options"][option]["text"]
                rows.append({"card": card, "option": option, "text": text, "times": times})
        return sorted(rows, key=lambda row: (-row["times"], row["card"]))[:10]


def fresh():
    return dict(
        memory=None, last=None, grade=None, passed=None, lapses=0, reviews=0, due=None, interval=0, stage=None,
        suspended=False, buried=None, claimed=None, first=None, failed=False, own=[0.0, 0.0],
    )


def fnv(data):
    number = 0xCBF29CE484222325
    for byte in data:
        number = (number ^ byte) * 0x100000001B3 & MASK
    return number


def stirred(z):
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def by(cards, key):
    """Cards by a key, in the order in which its values first come."""
    groups = {}
    for card in cards:
        groups.setdefault(card[key], []).append(card)
    return groups.items()


def total(loads):
    return {key: sum(load[key] for load in loads) for key in ("cards", "seconds")}


def remembered(answers):
    tested = [answer for answer in answers if answer["tested"]]
    right = sum(answer["passed"] for answer in tested)
    return {
        "asked": len(tested),
        "right": right,
        "share": right / len(tested) if tested else None,
        "expected": sum(a["expected"] for a in tested) / len(tested) if tested else None,
    }


# Texts of decks, which are no figures.
TEXTS = {"question", "title"}


def differences(path, expected, said):
    """Where what the program said differs, and how many figures were compared."""
    if isinstance(expected, dict):
        keys = set(said) - TEXTS if isinstance(said, dict) else set()
        if keys != set(expected):
            return [f"{path}: keys {sorted(keys ^ set(expected))}"], 1
        parts = [differences(f"{path}.{key}", expected[key], said[key]) for key in expected]
    elif isinstance(expected, list):
        if not isinstance(said, list) or len(said) != len(expected):
            return [f"{path}: {len(expected)} entries expected"], 1
        parts = [differences(f"{path}[{n}]", *pair) for n, pair in enumerate(zip(expected, said))]
    elif isinstance(expected, float) and isinstance(said, (int, float)):
        near = abs(expected - said) <= 1e-4 * max(1.0, abs(expected))
        return ([] if near else [f"{path}: {expected} expected, {said} said"]), 1
    else:
        same = expected == said and isinstance(expected, bool) == isinstance(said, bool)
        return ([] if same else [f"{path}: {expected!r} expected, {said!r} said"]), 1
    return [line for lines, _ in parts for line in lines], sum(count for _, count in parts)


def check(oracle, arguments):
    """Compares one run of `stats` with these arguments; the number of figures that differ."""
    chosen, since = None, None
    words = iter(arguments)
    decks, topics, levels = [], [], []
    for word in words:
        if word == "--since":
            named = next(words)
            if named[-1] in "dw":
                days = int(named[:-1]) * {"d": 1, "w": 7}[named[-1]]
                since = oracle.today - (days - 1) * DAY
            else:
                since = dt.date.fromisoformat(named)
        elif word == "--topic":
            topics.append(next(words))
        elif word == "--level":
            levels.append(next(words))
        else:
            decks.append(word)
    if decks or topics or levels:
        within = lambda names, card, key: not names or card[key] in names
        chosen = {
            card["id"] for card in oracle.cards.values()
            if within(decks, card, "deck") and within(topics, card, "topic") and within(levels, card, "level")
        }
    said = oracle.ask("stats", "--json", *arguments)
    wrong, compared = differences("stats", oracle.stats(chosen, since, said), said)
    name = " ".join(["stats", *arguments])
    print(f"{name}: {compared} figures, {len(wrong)} differ")
    for line in wrong[:20]:
        print(f"  {line}")
    return len(wrong)


def main():
    program, home, now, *arguments = sys.argv[1:]
    oracle = Oracle(program, home, now)
    events = collections.Counter(record["event"] for record in oracle.records)
    print(f"{home}: " + ", ".join(f"{count} {event}" for event, count in events.most_common()))
    runs = [[]]
    for word in arguments:
        if word == "--":
            runs.append([])
        else:
            runs[-1].append(word)
    sys.exit(1 if sum(check(oracle, run) for run in runs) else 0)


main()
