//! The pictures of the README: drawn from the program's own screens, in the colours that it writes.
//!
//! `NODEQUIZ_PICTURES=write cargo test --test promises the_pictures` draws them anew. They show all decks, which
//! change, so without the variable it is only checked that each can be drawn.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::home::Home;
use crate::pty::{FRAME_END, Terminal};
use crate::study_simulation::{SimulatedStudy, builtin_library, simulate};

/// The columns of every picture: on a phone, letters of 14 pixels become letters of 10.
const COLUMNS: u16 = 56;

/// The width and height of a character, and the margin, in pixels.
const CELL: (f32, f32) = (8.4, 18.0);
const MARGIN: f32 = 14.0;

/// Colours for a light and a dark page: of text, background, dim text, and of the sixteen that are in use.
const STYLE: &str = "\
.page{fill:#fff;stroke:#d0d7de}text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#1f2328;white-space:pre}\
.dim{fill:#656d76}.c1{fill:#b3261e}.c2{fill:#1a7f37}.c3{fill:#8a5a00}.c4{fill:#0a5fc2}.c5{fill:#8639a8}.c6{fill:#0b7285}\
.bold{font-weight:700}.italic{font-style:italic}\
@media(prefers-color-scheme:dark){.page{fill:#0d1117;stroke:#30363d}text{fill:#e6edf3}.dim{fill:#8d96a0}.c1{fill:#ff7b72}\
.c2{fill:#56d364}.c3{fill:#e3b341}.c4{fill:#6cb6ff}.c5{fill:#d2a8ff}.c6{fill:#56d4dd}}";

/// One screen as SVG text, a line each.
fn drawn(screen: &vt100::Screen, lines: u16) -> String {
    let mut svg = String::new();
    let width = screen.size().1.get();
    for row in 0..lines {
        let mut column = 0;
        while column < width {
            let start = column;
            let class = class_at(screen, row, column);
            let mut run = String::new();
            while column < width && class_at(screen, row, column) == class {
                let contents = screen.cell(row, column).map_or("", vt100::Cell::contents);
                run.push_str(if contents.is_empty() { " " } else { contents });
                column += 1;
            }
            // What is empty at the end of a run only makes the picture larger.
            let text = run.trim_end();
            if text.is_empty() {
                continue;
            }
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let x = MARGIN + f32::from(start) * CELL.0;
            let y = MARGIN + (f32::from(row) + 0.8) * CELL.1;
            let length = run.trim_end().chars().count() as f32 * CELL.0;
            let _ = writeln!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{length:.1}\" class=\"{class}\" \
                 xml:space=\"preserve\">{text}</text>"
            );
        }
    }
    svg
}

fn class_at(screen: &vt100::Screen, row: u16, column: u16) -> String {
    let Some(cell) = screen.cell(row, column) else {
        return String::new();
    };
    let color = match cell.fgcolor() {
        vt100::Color::Idx(color) => format!("c{color}"),
        _ => String::new(),
    };
    let attributes = [
        (cell.dim(), "dim"),
        (cell.bold(), "bold"),
        (cell.italic(), "italic"),
    ];
    let on = attributes.into_iter().filter(|(on, _)| *on);
    on.map(|(_, name)| name.to_owned())
        .chain([color].into_iter().filter(|color| !color.is_empty()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The frames of a picture; more than one follow each other, each for these seconds.
struct Picture {
    lines: u16,
    frames: Vec<(String, f32)>,
}

impl Picture {
    const fn of(lines: u16) -> Self {
        Self {
            lines,
            frames: Vec::new(),
        }
    }

    fn take(&mut self, terminal: &Terminal, seconds: f32) {
        terminal.settle();
        let lines = self.lines;
        let frame = terminal.with_screen(|screen| drawn(screen, lines));
        self.frames.push((frame, seconds));
    }

    fn svg(&self, about: &str) -> String {
        let width = f32::from(COLUMNS) * CELL.0 + 2.0 * MARGIN;
        let height = f32::from(self.lines) * CELL.1 + 2.0 * MARGIN;
        let whole: f32 = self.frames.iter().map(|(_, seconds)| seconds).sum();
        let mut style = STYLE.to_owned();
        let mut frames = String::new();
        let mut begins = 0.0;
        for (number, (frame, seconds)) in self.frames.iter().enumerate() {
            if self.frames.len() > 1 {
                let (from, to) = (begins / whole * 100.0, (begins + seconds) / whole * 100.0);
                let _ = write!(
                    style,
                    "@keyframes f{number}{{0%{{opacity:0}}{from:.3}%{{opacity:1}}{to:.3}%,100%{{opacity:0}}}}\
                     .f{number}{{opacity:0;animation:f{number} {whole}s step-end infinite}}"
                );
                begins += seconds;
            }
            let _ = writeln!(frames, "<g class=\"f{number}\">\n{frame}</g>");
        }
        if self.frames.len() > 1 {
            // Who asks for less motion sees the answer, marked.
            let still = self.frames.len() / 2;
            let _ = write!(
                style,
                "@media(prefers-reduced-motion){{g{{animation:none!important}}.f{still}{{opacity:1}}}}"
            );
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{about}\">\n<style>{style}</style>\n<rect class=\"page\" x=\"0.5\" y=\"0.5\" \
             width=\"{:.0}\" height=\"{:.0}\" rx=\"8\"/>\n{frames}</svg>\n",
            width - 1.0,
            height - 1.0
        )
    }
}

fn coloured() -> Home {
    Home::new().with("TERM", "xterm").with("LANG", "C.UTF-8")
}

/// A card that is answered, wrongly in part.
fn session() -> Picture {
    let decks = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks/02-runtime.md");
    let decks = fs::read_to_string(decks).expect("a deck");
    let card = decks
        .split("\n## ")
        .find(|card| card.contains("{#sync-then-micro"));
    let home = coloured();
    home.write(
        "data/decks/event-loop.md",
        &format!(
            "# Event loop {{#event-loop}}\n\n## {}\n",
            card.expect("the card")
        ),
    );
    let mut terminal = home.terminal(&["study", "event-loop"], (COLUMNS, 38));
    terminal.see("print its letters");
    let mut picture = Picture::of(38);
    picture.take(&terminal, 2.0);
    for letter in ["a", "d", "f"] {
        terminal.press(letter);
        picture.take(&terminal, 0.5);
        terminal.press("\r");
        picture.take(&terminal, 0.4);
    }
    terminal.press("b\rc\re\r");
    picture.take(&terminal, 0.8);
    terminal.press("\r");
    terminal.see_drawn("it prints", FRAME_END);
    picture.take(&terminal, 7.0);
    picture
}

/// What a command prints for somebody who has studied for months.
fn report(home: &Home, args: &[&str], lines: u16) -> Picture {
    let mut terminal = home.terminal(args, (COLUMNS, 80));
    terminal.wait();
    let shown = terminal.screen().trim_end().lines().count();
    let mut picture = Picture::of(lines.min(u16::try_from(shown).expect("a few lines")));
    picture.take(&terminal, 1.0);
    picture
}

#[test]
fn the_pictures_of_the_readme_can_be_drawn() {
    let home = coloured();
    let life = SimulatedStudy {
        days: 110,
        from: "2026-08-03",
        ..SimulatedStudy::default()
    };
    let lived = simulate(&builtin_library(), &life);
    home.write("data/reviews/made/2026-11.jsonl", &lived.text);
    let mut terminal = home.terminal(&["interview"], (COLUMNS, 24));
    terminal.see("At which level?");
    let mut interview = Picture::of(24);
    interview.take(&terminal, 1.0);
    terminal.press("\x1b");
    let pictures = [
        (
            "session",
            "A question about the event loop, answered and marked",
            session(),
        ),
        (
            "stats",
            "What nodequiz stats shows",
            report(&home, &["stats"], 60),
        ),
        (
            "roadmap",
            "What nodequiz roadmap shows",
            report(&home, &["roadmap"], 60),
        ),
        ("interview", "The beginning of a mock interview", interview),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    let write = std::env::var_os("NODEQUIZ_PICTURES").is_some_and(|value| value == "write");
    for (name, about, picture) in pictures {
        let svg = picture.svg(about);
        assert!(svg.matches("<text").count() > 5, "{name}");
        let file = folder.join(format!("{name}.svg"));
        if write {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&file, svg).expect("a picture");
        } else {
            assert!(
                file.is_file(),
                "{}: NODEQUIZ_PICTURES=write draws it",
                file.display()
            );
        }
    }
}
