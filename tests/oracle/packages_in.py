"""Collections made by Anki's library, for `packages.py`: imported here, compared, and exported again."""
import os
import pathlib
import random
import tempfile

from anki import import_export_pb2 as pb
from anki.collection import Collection

PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6360000000020001e5276e840000000049454e44ae426082")
DAY_MS = 86_400_000
# Noon in Berlin, two years before the program is asked.
START = 1_732_532_400_000


def made(rows):
    """A collection with basic, reversed and cloze notes, tags, nested decks, pictures, and so many rows in its log."""
    col = Collection(os.path.join(tempfile.mkdtemp(), "collection.anki2"))
    col.set_config("fsrs", True)
    col.media.write_data("one pixel.png", PIXEL)
    col.media.write_data("other.png", PIXEL + b"\0")
    models = {name: col.models.by_name(name) for name in ("Basic", "Basic (and reversed card)", "Cloze")}
    decks = [col.decks.id(name) for name in ("Node", "Node::Streams", "Node::Streams::Pipes", "Italian")]

    def add(model, fields, tags, number):
        note = col.new_note(models[model])
        for name, value in fields.items():
            note[name] = value
        note.tags = tags
        col.add_note(note, decks[number % len(decks)])

    for number in range(120):
        add("Basic", {
            "Front": f"What is <b>number</b> {number} &lt; {number + 1}?<br>Say <code>x[{number}]</code>.",
            "Back": f"<div>It is {number}.</div><ul><li>one</li><li>two</li></ul><pre><code>a = {number};\nb()</code></pre>"
                    + ('<img src="one pixel.png">' if number % 40 == 0 else ""),
        }, ["node", "deep::tag"] if number % 2 else [], number)
    for number in range(60):
        add("Basic (and reversed card)", {"Front": f"word {number}", "Back": f"parola {number}"}, ["words"], number)
    for number in range(40):
        add("Cloze", {
            "Text": f"Number {number} runs in the {{{{c1::<code>timers{number}</code>::which phase}}}} phase, then comes {{{{c2::poll {number}}}}}.",
            "Back Extra": f"Extra {number}. <img src='other.png'>" if number % 20 == 0 else f"Extra {number}.",
        }, ["cloze"], number)

    # A log as Anki writes it: learned, reviewed on later days, forgotten now and then and learned again.
    chance = random.Random(7)
    cards = col.db.list("select id from cards order by id")
    log, left = [], rows
    taken = set()

    def row(card, at, ease, interval, before, factor, kind):
        while at in taken:
            at += 1
        taken.add(at)
        log.append((at, card, -1, ease, interval, before, factor, chance.randint(2_000, 40_000), kind))

    per_card = rows // len(cards) + 1
    for card in cards:
        count = min(per_card, left)
        left -= count
        at = START + chance.randint(0, 30) * DAY_MS + chance.randint(0, 3_600_000)
        interval = 0
        for turn in range(count):
            if interval == 0:
                ease = chance.choice([1, 3, 3, 4])
                kind = 0 if turn == 0 or log[-1][8] == 0 else 2
                after = -600 if ease == 1 else 1
                row(card, at, ease, after, 0, 500, kind)
                interval = max(after, 0)
                at += 600_000 if ease == 1 else DAY_MS
            else:
                ease = chance.choice([1, 2, 3, 3, 3, 3, 4])
                after = -600 if ease == 1 else min(round(interval * chance.uniform(1.2, 2.2)) + 1, 20)
                row(card, at, ease, after, interval, 500, 1)
                interval = 0 if ease == 1 else after
                at += 600_000 if ease == 1 else after * DAY_MS
    col.db.executemany("insert into revlog values (?,?,?,?,?,?,?,?,?)", log)
    reviewed = {entry[1] for entry in log}
    for id in cards:
        card = col.get_card(id)
        if id in reviewed:
            card.type = card.queue = 2
            card.ivl, card.due = 10, col.sched.today + 3
            card.reps = sum(entry[1] == id for entry in log)
            computed = col.compute_memory_state(id)
            from anki.cards import FSRSMemoryState
            card.memory_state = FSRSMemoryState(stability=computed.stability, difficulty=computed.difficulty)
            col.update_card(card)
    return col


def exported(col, folder, name, legacy):
    path = folder / name
    options = pb.ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False, with_media=True, legacy=legacy)
    col.export_anki_package(out_path=str(path), options=options, limit=None)
    return path


def check_all(program, folder, check):
    col = made(5_000)
    states, fronts = {}, {}
    for id in col.db.list("select id from cards"):
        card = col.get_card(id)
        if card.memory_state:
            states[(card.note().guid, card.ord)] = card.memory_state
            # The fronts of reversed cards are plain words.
            if len(card.note().fields[0]) < 20:
                fronts[card.note().fields[card.ord]] = card.memory_state
    notes = col.db.scalar("select count() from notes")
    cards = col.db.scalar("select count() from cards")
    rows = col.db.scalar("select count() from revlog")
    for legacy in (True, False):
        check_one(program, folder, check, exported(col, folder, f"made-{legacy}.apkg", legacy), notes, cards, rows, states, fronts)


def check_one(program, folder, check, package, notes, cards, rows, states, fronts):
    home = pathlib.Path(tempfile.mkdtemp())
    program.home = home
    report = program.json("import", str(package), "--progress", "--yes")
    print(f"{package.name}: {report}"[:600])
    found = [card for card in program.json("cards") if (home / "data" / "decks").exists()]
    own = {deck["id"] for deck in program.json("decks", "list")["decks"] if deck["own"]}
    found = [card for card in found if card["deck"] in own]
    check(len(found) == cards, f"{package.name}: {len(found)} cards of {cards}")
    check(len(own) == 4, f"{package.name}: the decks are {sorted(own)}")
    tags = {tag for card in found for tag in card.get("tags", [])}
    check(tags == {"node", "deep.tag", "words", "cloze"}, f"{package.name}: the tags are {tags}")
    kinds = [card["kind"] for card in found]
    check(kinds.count("cloze") == 80, f"{package.name}: {kinds.count('cloze')} clozes")
    pictures = sorted(path.name for path in (home / "data" / "decks").rglob("*.png"))
    check(pictures == ["one pixel.png", "other.png"], f"{package.name}: the pictures are {pictures}")
    check(not program.json("decks", "check")["errors"], f"{package.name}: the decks have errors")
    answers = program.json("stats", "--since", "2000-01-01")["period"]["answers"]
    check(answers == rows, f"{package.name}: {answers} answers of {rows}")
    by_id = program.states()
    compared = 0
    for card in found:
        state = by_id.get(card["id"], {}).get("memory")
        if state and card["question"] in fronts:
            compared += 1
            expected = fronts[card["question"]]
            same = all(abs(state[name] - getattr(expected, name)) <= 0.01 * getattr(expected, name) for name in ("stability", "difficulty"))
            check(same, f"{package.name}: {card['question']}: {state}, not {expected}")
    check(compared == len(fronts) > 100, f"{package.name}: {compared} of {len(fronts)} reversed cards compared")
    # The others have longer questions: all states, as sorted lists.
    here = sorted(state["memory"]["stability"] for state in program.states().values() if state.get("memory"))
    there = sorted(state.stability for state in states.values())
    check(len(here) == len(there), f"{package.name}: {len(here)} memories of {len(there)}")
    off = [(a, b) for a, b in zip(here, there) if abs(a - b) > 0.01 * b]
    check(not off, f"{package.name}: {len(off)} of {len(there)} memories differ by more than 1 %: {off[:5]}")
    before = answers
    program.json("import", str(package), "--progress", "--yes")
    answers = program.json("stats", "--since", "2000-01-01")["period"]["answers"]
    check(answers == before, f"{package.name}: imported again, {answers} answers")
    again = folder / f"again-{package.name}"
    program.json("export", *sorted(own), "--format", "apkg", "--out", str(again))
    col = Collection(os.path.join(tempfile.mkdtemp(), "collection.anki2"))
    options = pb.ImportAnkiPackageOptions(merge_notetypes=False, with_scheduling=True, with_deck_configs=False)
    col.import_anki_package(pb.ImportAnkiPackageRequest(package_path=str(again), options=options))
    count = {table: col.db.scalar(f"select count() from {table}") for table in ("cards", "revlog")}
    check(count == {"cards": cards, "revlog": rows}, f"{package.name}: exported again, {count}")
    media = sorted(os.listdir(col.media.dir()))
    check(len(media) == 2, f"{package.name}: exported again, the pictures are {media}")
    stabilities = sorted(col.get_card(id).memory_state.stability for id in col.db.list("select id from cards") if col.get_card(id).memory_state)
    off = [(a, b) for a, b in zip(stabilities, there) if abs(a - b) > 0.01 * b]
    check(len(stabilities) == len(there) and not off, f"{package.name}: exported again, {len(off)} memories differ")
