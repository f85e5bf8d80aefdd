#!/usr/bin/env python3
"""Which cards are due on which day, worked out by py-fsrs alone.

    pip install fsrs==6.3.2
    python3 tests/oracle/due_table.py > tests/fixtures/due-table.json
    python3 tests/oracle/due_table.py --check        exits 1 if the file says something else

Ten cards are studied on day 0; after that, on days 1, 7 and 30, all that is due. A card that is failed is
asked again on the same day until it is passed. Grades: 1 Again, 2 Hard, 3 Good, 4 Easy.
"""
import datetime as dt
import json
import pathlib
import sys

from fsrs import Card, Rating, Scheduler

CARDS = [f"c{number}" for number in range(10)]
DAYS = [0, 1, 7, 30]
# What is answered first on a visit: by card and visit, every grade several times.
FIRST = lambda card, visit: [3, 2, 4, 1, 3, 4, 2, 3, 1, 4][(card + 3 * visit) % 10]
START = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.timezone.utc)


def table():
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    cards = {name: Card() for name in CARDS}
    due_day = {name: 0 for name in CARDS}
    visits = []
    for visit, day in enumerate(DAYS):
        due = [name for name in CARDS if due_day[name] <= day]
        answers = {}
        for name in due:
            grades = [FIRST(CARDS.index(name), visit)]
            if grades[0] == 1:
                grades.append(3)
            answers[name] = grades
            for second, grade in enumerate(grades):
                at = START + dt.timedelta(days=day, seconds=second)
                cards[name], _ = scheduler.review_card(cards[name], Rating(grade), at)
            due_day[name] = day + (cards[name].due - cards[name].last_review).days
        visits.append({"day": day, "due": due, "answers": answers})
    return {"made_with": "py-fsrs (PyPI fsrs) 6.3.2, no learning steps, no fuzz, retention 0.9", "visits": visits}


def main():
    text = json.dumps(table(), indent=1) + "\n"
    if "--check" in sys.argv:
        kept = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "due-table.json"
        if kept.read_text() != text:
            sys.exit("tests/fixtures/due-table.json differs from what py-fsrs says today")
        print("the table is what py-fsrs says")
    else:
        sys.stdout.write(text)


main()
