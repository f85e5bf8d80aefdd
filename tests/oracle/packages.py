#!/usr/bin/env python3
"""Packages for Anki and from Anki, checked with Anki's own library.

    pip install anki==26.9.3
    python3 tests/oracle/packages.py export PROGRAM HOME NOW
    python3 tests/oracle/packages.py import PROGRAM FOLDER NOW

`export` imports what `export --format apkg` writes of a home into an empty collection and compares every note, card, tag, deck, row
of the log, due day and memory state with what the program says elsewhere; imports it again; imports an edited deck; and looks at
cards as Anki's templates show them. `import` makes collections with Anki's library, lets the program import them, compares, and
imports into Anki what the program exports of them. Exits 1 where something differs.
"""
import datetime as dt
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# Where days begin depends on the time zone.
os.environ["TZ"] = "Europe/Berlin"

from anki import import_export_pb2 as pb
from anki.collection import Collection

DAY = dt.timedelta(days=1)
wrong = []


def check(holds, message):
    if not holds:
        wrong.append(message)


class Program:
    def __init__(self, path, home, now):
        self.path, self.home, self.now = path, pathlib.Path(home), now

    def run(self, *arguments, now=None):
        environment = {**os.environ, "NODEQUIZ_HOME": str(self.home), "NODEQUIZ_NOW": now or self.now}
        done = subprocess.run([self.path, *arguments], env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def json(self, *arguments, **options):
        return json.loads(self.run(*arguments, "--json", **options))

    def states(self):
        """The state of every card that has one."""
        self.run("due")
        snapshot = (self.home / "data" / "schedule.json").read_text()
        return {card["id"]: card for card in json.loads(snapshot)["schedule"]["cards"]}


def collection():
    return Collection(os.path.join(tempfile.mkdtemp(), "collection.anki2"))


def take(col, path):
    options = pb.ImportAnkiPackageOptions(
        merge_notetypes=False,
        with_scheduling=True,
        with_deck_configs=False,
        update_notes=pb.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER,
        update_notetypes=pb.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER,
    )
    return col.import_anki_package(pb.ImportAnkiPackageRequest(package_path=str(path), options=options)).log


def counts(col):
    tables = ("notes", "cards", "revlog", "notetypes", "decks")
    return {table: col.db.scalar(f"select count() from {table}") for table in tables}


def plain(html):
    text = re.sub(r"<[^>]*>", "", html)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#123;", "{"), ("&#125;", "}"), ("&#91;", "["), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text


def check_export(program, folder):
    package = folder / "cards.apkg"
    report = program.json("export", "--format", "apkg", "--out", str(package))
    cards = {card["id"]: card for card in program.json("cards")}
    titles = {deck["id"]: deck["title"] for deck in program.json("decks", "list")["decks"]}
    states = program.states()
    # With a filter, answers to cards that no deck holds any more are left out.
    levels = [word for level in ("beginner", "intermediate", "senior", "expert") for word in ("--level", level)]
    answers = program.json("stats", "--since", "2000-01-01", *levels)["period"]["answers"]
    col = collection()
    take(col, package)
    first = counts(col)
    check(first["notes"] == len(cards), f"{first['notes']} notes of {len(cards)} cards")
    check(first["cards"] == len(cards), f"{first['cards']} cards of {len(cards)}")
    rated = col.db.scalar("select count() from revlog where ease > 0")
    check(rated == answers == report["answers"], f"{rated} rows of {answers} answers, {report['answers']} reported")
    future = col.db.scalar("select count() from revlog where id > ?", int(dt.datetime.fromisoformat(program.now).timestamp() * 1000))
    check(future == 0, f"{future} rows in the future")
    today = dt.date.today() if dt.datetime.now().hour >= 4 else dt.date.today() - DAY
    deck_names = {deck.id: deck.name for deck in col.decks.all_names_and_ids()}
    guids = dict(col.db.all("select guid, id from notes"))
    for id, card in cards.items():
        note_id = guids.get(f"nodequiz:{id}")
        if note_id is None:
            check(False, f"{id} is missing")
            continue
        note = col.get_note(note_id)
        (anki,) = note.cards()
        check(deck_names[anki.did] == f"nodequiz::{titles[card['deck']]}", f"{id} is in {deck_names[anki.did]}")
        state = states.get(id, {})
        tags = {tag.replace(" ", "-") for tag in card.get("tags", [])} | {f"level::{card['level']}", f"topic::{card['topic']}"}
        tags |= {"marked"} if state.get("marked") else set()
        check(set(note.tags) == tags, f"{id} has the tags {note.tags}")
        check(note["Id"] == id and note["Kind"] == card["kind"], f"{id} says {note['Id']}, {note['Kind']}")
        due = state.get("due")
        if due:
            found = today + (anki.due - col.sched.today) * DAY
            check(anki.type == 2 and found == dt.date.fromisoformat(due), f"{id} is due on {found}, not {due}")
        else:
            check(anki.type == 0, f"{id} is not new")
        queue = -1 if state.get("suspended") else None
        check((anki.queue == -1) == (queue == -1), f"{id} is in queue {anki.queue}")
        memory, expected = anki.memory_state, state.get("memory")
        if expected:
            same = memory and abs(memory.stability - expected["stability"]) <= 1e-3 * max(1, expected["stability"])
            same = same and abs(memory.difficulty - expected["difficulty"]) <= 1e-3
            check(same, f"{id}: {memory}, not {expected}")
            check(anki.desired_retention, f"{id} wants no retention")
        else:
            check(not memory, f"{id} has a memory")
        rows = col.db.scalar("select count() from revlog where cid = ? and ease > 0", anki.id)
        check(rows >= state.get("reviews", 0), f"{id} has {rows} rows, {state.get('reviews')} count")
    # What Anki itself makes of the log is what the program says.
    off = 0
    for id, state in list(states.items())[::5]:
        if state.get("memory") and f"nodequiz:{id}" in guids:
            anki = col.get_note(guids[f"nodequiz:{id}"]).cards()[0]
            computed = col.compute_memory_state(anki.id)
            off += abs(computed.stability - state["memory"]["stability"]) > 0.01 * state["memory"]["stability"]
    print(f"memory states that Anki computes from the log and that differ by more than 1 %: {off}")
    take(col, package)
    check(counts(col) == first, f"imported again: {counts(col)}, not {first}")
    message, ok = col.fix_integrity()
    check(ok, f"Anki repairs: {message}")
    check_rendered(col, guids, cards)
    print(f"export: {first}")


def check_rendered(col, guids, cards):
    """Cards as Anki's templates show them."""
    for id, card in cards.items():
        anki = col.get_note(guids[f"nodequiz:{id}"]).cards()[0]
        front, back = anki.question(), anki.answer()
        heading = re.sub(r"[`*_\\]", "", card["question"].splitlines()[0])
        check(re.sub(r"[\W_]", "", heading)[:12] in re.sub(r"[\W_]", "", plain(front)), f"{id}: the question is not in front")
        check("{{" not in front + back, f"{id}: a tag of the template shows")
        check("<script" not in front + back, f"{id}: a script")
        if card["kind"] == "cloze":
            check("[...]" in front, f"{id}: nothing is hidden")
            check('class="cloze"' in back, f"{id}: nothing is revealed")
        elif card["kind"] in ("output", "bug", "code"):
            check("<pre><code" in front, f"{id}: no code in front")
            check("<pre><code" in back, f"{id}: no code behind")
        elif card["kind"] == "choice":
            for option in card["options"]:
                words = re.sub(r"[\W_]", "", plain(option["text"].replace("`", "")))[:20]
                check(words in re.sub(r"[\W_]", "", plain(front)), f"{id}: the option {option['text']} is not in front")
            below = back.split('<hr id="answer">')[1]
            check("<li>" in below, f"{id}: no right option behind")


def check_edited(program, folder):
    """A deck that was edited updates its notes, and adds nothing else."""
    deck = program.home / "data" / "decks" / "edited.md"
    deck.parent.mkdir(parents=True, exist_ok=True)
    deck.write_text("# Edited {#edited}\n\n## One? {#one}\n\nBefore.\n\n## Two? {#two}\n\nIt is ==hidden==.\n")
    package = folder / "edited.apkg"
    program.run("export", "edited", "--format", "apkg", "--out", str(package))
    col = collection()
    take(col, package)
    before = counts(col)
    deck.write_text("# Edited {#edited}\n\n## One? {#one}\n<!-- tags: new -->\n\nAfter.\n\n## Two? {#two}\n\nIt is ==shown==.\n\n## Three? {#three}\n\nNew.\n")
    later = (dt.datetime.fromisoformat(program.now) + dt.timedelta(hours=1)).isoformat()
    program.run("export", "edited", "--format", "apkg", "--out", str(package), "--force", now=later)
    log = take(col, package)
    after = counts(col)
    check(after["notes"] == before["notes"] + 1 and after["notetypes"] == before["notetypes"], f"edited: {before}, then {after}")
    check(not log.conflicting, f"edited: {len(log.conflicting)} conflicts")
    fields = {guid: fields for guid, fields in col.db.all("select guid, flds from notes")}
    check("After." in fields["nodequiz:edited/one"], "the answer is not the edited one")
    check("{{c1::shown}}" in fields["nodequiz:edited/two"], "the cloze is not the edited one")
    note = col.get_note(col.db.scalar("select id from notes where guid = 'nodequiz:edited/one'"))
    check("new" in note.tags, f"the tags are {note.tags}")
    deck.unlink()


def main():
    what, path, home, now = sys.argv[1:]
    program = Program(path, home, now)
    folder = pathlib.Path(tempfile.mkdtemp())
    if what == "export":
        check_export(program, folder)
        check_edited(program, folder)
    else:
        import packages_in 
        packages_in.check_all(program, folder, check)
    for message in wrong[:30]:
        print(f"differs: {message}")
    print(f"{len(wrong)} differ")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
