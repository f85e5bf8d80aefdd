#!/usr/bin/env python3
"""How far one gets in the choice cards without knowing anything.

    nodequiz cards --json | tests/oracle/choice_cues.py [DECK...]

Over all choice cards with exactly one right option it counts how often each of nine surface
heuristics picks that option. Where several options fit a heuristic equally well, one of them is
drawn, so each counts as its share; where none stands out, the pick is plain chance. Ends with
status 1 if a heuristic is right in more than 30 % of the cards. Given decks limit it to them.
"""
import json
import re
import sys

LIMIT = 0.30
# Below so many cards luck alone often lifts one of nine heuristics over the limit.
FEW = 100

ABSOLUTE = re.compile(r"\b(all|always|any|cannot|each|every|everything|must|never|no|nobody|none|nothing|only)\b", re.I)
HEDGE = re.compile(r"\b(about|almost|can|could|may|might|mostly|normally|often|roughly|should|some|sometimes|unless|usually)\b", re.I)
COMMON = set("a an and are as at be but by can does for from has have how in is it its of on one or so that the "
             "their them then there these they this to was what when where which who why will with you".split())


def shown(text):
    """The text as the learner sees it, without marks."""
    return re.sub(r"[`*]", "", text)


def words(text):
    return {word for word in re.findall(r"[\w.]+", text.lower()) if word not in COMMON}


def best(scores):
    """The places of the highest score."""
    return [place for place, score in enumerate(scores) if score == max(scores)]


def second(scores):
    """The places of the second highest score, when equal ones are ordered at random."""
    top = best(scores)
    if len(top) > 1:
        return top
    return best([score if place not in top else float("-inf") for place, score in enumerate(scores)])


def length(options):
    return [len(shown(option)) for option in options]


def middle(options):
    lengths = length(options)
    mean = sum(lengths) / len(lengths)
    return best([-abs(one - mean) for one in lengths])


HEURISTICS = {
    "longest": lambda question, options: best(length(options)),
    "shortest": lambda question, options: best([-one for one in length(options)]),
    "second longest": lambda question, options: second(length(options)),
    "nearest to the mean length": lambda question, options: middle(options),
    "fewest absolute words": lambda question, options: best([-len(ABSOLUTE.findall(option)) for option in options]),
    "most hedges": lambda question, options: best([len(HEDGE.findall(option)) for option in options]),
    "a code span": lambda question, options: best(["`" in option for option in options]),
    "most words of the question": lambda question, options: best([len(words(option) & words(question)) for option in options]),
    "first in the alphabet": lambda question, options: best([-sorted(map(str.lower, map(shown, options))).index(shown(option).lower()) for option in options]),
}


def main():
    decks = set(sys.argv[1:])
    cards = []
    for card in json.load(sys.stdin):
        options = card.get("options") or []
        if card["kind"] != "choice" or sum(option["right"] for option in options) != 1:
            continue
        if decks and card["id"].split("/")[0] not in decks:
            continue
        right = next(place for place, option in enumerate(options) if option["right"])
        cards.append((card["question"], [option["text"] for option in options], right))
    if not cards:
        sys.exit("there is no choice card with one right option")

    chance = sum(1 / len(options) for _, options, _ in cards) / len(cards)
    print(f"{len(cards)} choice cards with one right option; chance {chance:.1%}, limit {LIMIT:.0%}")
    high = []
    for name, pick in HEURISTICS.items():
        hits = 0
        for question, options, right in cards:
            picked = pick(question, options)
            hits += (right in picked) / len(picked)
        share = hits / len(cards)
        print(f"{share:6.1%}  {name}")
        if share > LIMIT:
            high.append(name)
    if len(cards) < FEW:
        spread = (chance * (1 - chance) / len(cards)) ** 0.5
        print(f"note: with {len(cards)} cards luck alone moves each figure by about {spread:.0%} up or down")
    for name in high:
        print(f"too often right: {name}")
    sys.exit(1 if high else 0)


if __name__ == "__main__":
    main()
