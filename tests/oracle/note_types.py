#!/usr/bin/env python3
"""Packages of every type of note, made by Anki's library: what `tests/exporting.rs` imports.

    pip install anki==26.9.3
    python3 tests/oracle/note_types.py tests/import/packages

For each of Anki's formats (schema 11 and 18) it writes a package, and the same after changes.
"""
import os
import pathlib
import sys
import tempfile

from anki import import_export_pb2 as pb
from anki.collection import Collection

PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6360000000020001e5276e840000000049454e44ae426082")


def own_type(col):
    """A type as people make them: two templates, sections, a hint, readings, CSS and a script."""
    kind = col.models.new("Words")
    for name in ("Word", "Meaning", "Note", "Sound"):
        col.models.add_field(kind, col.models.new_field(name))
    front = col.models.new_template("Meaning of the word")
    front["qfmt"] = (
        "<style>.word { color: red }</style><script>document.title = 'front'</script>"
        "<div class=word>What does {{kanji:Word}} mean?</div>{{#Note}}<p>{{hint:Note}}</p>{{/Note}}{{^Note}}<p>No note.</p>{{/Note}}"
    )
    front["afmt"] = "{{FrontSide}}<hr id=answer>{{Meaning}}{{#Sound}}{{Sound}}{{/Sound}}<script>document.title = 'back'</script>"
    back = col.models.new_template("Reading of the word")
    back["qfmt"] = "{{#Note}}How is {{kanji:Word}} read? {{tts ja_JP:Word}}{{/Note}}"
    back["afmt"] = "{{#Note}}How is {{kanji:Word}} read? {{/Note}}<br>{{kana:Word}}"
    for template in (front, back):
        col.models.add_template(kind, template)
    kind["css"] = ".word { font-size: 40px }"
    col.models.add_dict(kind)
    return col.models.by_name("Words")


def made():
    col = Collection(os.path.join(tempfile.mkdtemp(), "collection.anki2"))
    col.media.write_data("pixel.png", PIXEL)
    deck = col.decks.id("Types")

    def add(kind, **fields):
        note = col.new_note(col.models.by_name(kind))
        for name, value in fields.items():
            note[name.replace("_", " ")] = value
        col.add_note(note, deck)
        return note

    own_type(col)
    add("Basic", Front="What is libuv?", Back="A library for events.")
    add("Basic (type in the answer)", Front="Which command starts a program?", Back="node")
    add("Basic (and reversed card)", Front="epoll", Back="Tells which sockets are ready.")
    add("Basic (optional reversed card)", Front="kqueue", Back="The same on macOS.", Add_Reverse="y")
    add("Cloze", Text="Timers run in the {{c1::timers::phase}} phase, then comes {{c2::poll}}.", Back_Extra="In libuv.")
    add("Words", Word="日本[にほん]", Meaning="Japan", Note="a country", Sound="[sound:a.mp3]")
    add("Words", Word="本[ほん]", Meaning="a book")
    occlusion = "{{c1::image-occlusion:rect:left=.1:top=.1:width=.2:height=.2:oi=1}}"
    add("Image Occlusion", Occlusion=occlusion, Image='<img src="pixel.png">', Header="A pixel")
    add("Basic", Front="[sound:a.mp3]", Back="A sound.")
    return col


def exported(col, path, legacy):
    options = pb.ExportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, with_media=True, legacy=legacy)
    path.unlink(missing_ok=True)
    col.export_anki_package(out_path=str(path), options=options, limit=None)


def main():
    folder = pathlib.Path(sys.argv[1]).absolute()
    folder.mkdir(exist_ok=True)
    col = made()
    for schema, legacy in ((11, True), (18, False)):
        exported(col, folder / f"schema-{schema}.apkg", legacy)
    for note in col.find_notes("Front:*libuv*"):
        note = col.get_note(note)
        note["Back"] = "A library for events and threads."
        col.update_note(note)
    for schema, legacy in ((11, True), (18, False)):
        exported(col, folder / f"schema-{schema}-changed.apkg", legacy)


if __name__ == "__main__":
    main()
