//! Promises about the terminal, whatever a person does to it. The program in the pseudo-terminal is
//! this test binary itself, running a small session that shows every input it gets.

use std::io::{self, BufRead, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::ColorChoice;
use nodequiz::terminal::{
    Colors, Header, Hint, Input, Key, Line, Page, Screen, TerminalRestore, Viewport, ask_line,
    choose,
};
use rustix::process::Signal;

use crate::pty::{End, Terminal};

/// The variable that selects the scene for the binary to run.
const SCENE: &str = "NODEQUIZ_TEST_SCENE";

#[test]
#[ignore = "played by the tests below, in a pseudo-terminal"]
fn scene() {
    let Ok(scene) = std::env::var(SCENE) else {
        return;
    };
    let restore = TerminalRestore::install();
    let code = match scene.as_str() {
        "session" => session(&restore, None),
        "ticking" => session(&restore, Some(Duration::from_millis(150))),
        "prompt" => prompt(&restore),
        "line" => line(&restore),
        "session and prompt" => match session(&restore, None) {
            0 => prompt(&restore),
            code => code,
        },
        _ => 99,
    };
    std::process::exit(code);
}

/// A session that shows every input; `q` ends it, `p` panics, `e` gives the terminal to another
/// program, `s` sleeps without reading.
fn session(restore: &TerminalRestore, tick: Option<Duration>) -> i32 {
    let colors = Colors::detect(ColorChoice::Auto, &console::Term::stdout());
    let Ok((mut screen, mut inputs)) = Screen::enter(restore, colors) else {
        return 1;
    };
    inputs.tick_every(tick);
    let interrupted = Arc::default();
    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&interrupted))
        .expect("a handler");
    let mut viewport = Viewport::default();
    let mut lines = vec!["ready".to_owned()];
    loop {
        let page = Page {
            header: Header {
                left: Line::from(format!("{} inputs", lines.len() - 1)),
                ..Header::default()
            },
            body: lines
                .iter()
                .rev()
                .take(5)
                .map(|line| Line::from(line.as_str()))
                .collect(),
            cursor: None,
            footer: vec![Hint::new("q", "quit")],
            pinned: 0,
            notice: None,
        };
        let frame = page.compose(screen.size(), &mut viewport);
        if screen.draw(&frame).is_err() {
            return 129;
        }
        match inputs.next() {
            Input::Key(Key::Char('q')) => return 0,
            Input::Key(Key::Char('p')) => panic!("as was asked for"),
            Input::Key(Key::Char('e')) => {
                let line = screen
                    .while_released(|| other_program(&interrupted))
                    .expect("the terminal back");
                lines.push(format!("it said {line}"));
            }
            Input::Key(Key::Char('s')) => std::thread::sleep(Duration::from_millis(500)),
            Input::Key(Key::Ctrl('z')) => {
                screen.suspend().expect("the terminal back");
                lines.push("awake again".to_owned());
            }
            Input::Key(Key::Paste(text)) => lines.push(format!("pasted {} bytes", text.len())),
            Input::Key(key) => lines.push(format!("key {key:?}")),
            Input::Resize => {
                screen.forget();
                let size = screen.size();
                lines.push(format!("size {}x{}", size.width, size.height));
            }
            Input::Signal(signal) => return 128 + signal,
            Input::Tick => lines.push("tick".to_owned()),
        }
    }
}

/// Another program that has the terminal for a while, at least until Ctrl-C.
fn other_program(interrupted: &AtomicBool) -> String {
    let mut out = io::stdout();
    out.write_all(b"the other program runs\n")
        .expect("a terminal");
    while !interrupted.load(Ordering::SeqCst) {
        std::thread::sleep(Duration::from_millis(5));
    }
    out.write_all(b"it asks\n").expect("a terminal");
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).expect("a terminal");
    line.trim().to_owned()
}

/// A menu outside of any session.
fn prompt(restore: &TerminalRestore) -> i32 {
    match choose(restore, "choose", &["first", "second"], Colors::None) {
        Ok(Some(index)) => 10 + i32::try_from(index).expect("two items"),
        Ok(None) => 9,
        Err(_) => restore.signal().map_or(1, |signal| 128 + signal),
    }
}

/// Two lines of text outside of any session.
fn line(restore: &TerminalRestore) -> i32 {
    let ask = |prompt| {
        ask_line(restore, prompt, Colors::None).inspect(|text| {
            let _ = writeln!(io::stdout(), "typed <{text}>");
        })
    };
    match ask("your words").and_then(|_| ask("and more")) {
        Ok(_) => 0,
        Err(_) => restore.signal().map_or(1, |signal| 128 + signal),
    }
}

fn play(scene: &str) -> Terminal {
    play_with(scene, &[])
}

fn play_with(scene: &str, env: &[(&str, &str)]) -> Terminal {
    let program = std::env::current_exe().expect("this test binary");
    let args = [
        "terminal::scene",
        "--exact",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ];
    let mut all = vec![(SCENE, scene)];
    all.extend(env);
    Terminal::run(&program, &args, (60, 16), &all)
}

#[test]
fn a_session_leaves_the_terminal_as_it_found_it() {
    let mut terminal = play("session");
    terminal.see("ready");
    assert!(!terminal.is_cooked() && !terminal.cursor_visible());
    assert!(terminal.marks_pastes() && !terminal.on_main_screen());
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.assert_restored();
    assert!(
        !terminal.screen().contains("ready"),
        "{}",
        terminal.screen()
    );
}

#[test]
fn every_key_arrives_as_itself() {
    let mut terminal = play("session");
    let keys = [
        Key::Char('a'),
        Key::Char('é'),
        Key::Char('事'),
        Key::Char('👩'),
        Key::Char(' '),
        Key::Enter,
        Key::Esc,
        Key::Backspace,
        Key::Delete,
        Key::Up,
        Key::Down,
        Key::Left,
        Key::Right,
        Key::PageUp,
        Key::PageDown,
        Key::Home,
        Key::End,
        Key::Tab,
        Key::BackTab,
        Key::Ctrl('d'),
        Key::Ctrl('s'),
        Key::Unknown,
    ];
    for (count, key) in keys.iter().enumerate() {
        terminal.press_key(key);
        terminal.see(&format!("{} inputs", count + 1));
        terminal.see(&format!("key {key:?}"));
    }
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn a_paste_of_any_size_is_one_input() {
    let mut terminal = play("session");
    terminal.see("ready");
    for (count, size) in [(1, 1), (2, 5_000), (3, 200_000)] {
        terminal.paste(&"q".repeat(size));
        terminal.see(&format!("{count} inputs"));
        terminal.see(&format!("pasted {size} bytes"));
    }
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn keys_typed_ahead_are_neither_lost_nor_echoed() {
    let mut terminal = play("session");
    terminal.see("ready");
    terminal.press("sxyz");
    terminal.see("3 inputs");
    assert!(!terminal.screen().contains("xyz"), "{}", terminal.screen());
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn fifty_new_sizes_while_waiting_for_a_key_are_followed() {
    let mut terminal = play("session");
    terminal.see("ready");
    for step in 0..50 {
        terminal.resize((40 + step, 10 + step % 7));
        std::thread::sleep(Duration::from_millis(5));
    }
    terminal.see("size 89x10");
    terminal.press("a");
    terminal.see("key Char('a')");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.assert_restored();
}

#[test]
fn signals_end_a_session_in_good_order() {
    let cases = [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)];
    for (signal, code) in cases {
        let mut terminal = play("session");
        terminal.see("ready");
        terminal.signal(signal);
        assert_eq!(terminal.wait(), End::Code(code));
        terminal.assert_restored();
    }
}

#[test]
fn ctrl_c_ends_a_session_in_good_order() {
    let mut terminal = play("session");
    terminal.see("ready");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    terminal.assert_restored();
}

#[test]
fn a_closed_window_ends_a_session() {
    let mut terminal = play("session");
    terminal.see("ready");
    terminal.close();
    assert_eq!(terminal.wait(), End::Code(129));
}

#[test]
fn a_panic_is_shown_on_a_terminal_that_works() {
    let mut terminal = play("session");
    terminal.see("ready");
    terminal.press("p");
    terminal.see("as was asked for");
    terminal.wait();
    terminal.assert_restored();
}

#[test]
fn another_program_has_the_terminal_for_itself() {
    let mut terminal = play("session");
    terminal.see("ready");
    terminal.press("e");
    terminal.see("the other program runs");
    terminal.assert_restored();
    // Meant for the other program.
    terminal.signal(Signal::INT);
    terminal.see("it asks");
    terminal.type_ahead(b"quit\n");
    terminal.see("it said quit");
    assert!(!terminal.is_cooked());
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.assert_restored();
}

#[test]
fn a_session_that_was_stopped_goes_on() {
    let mut terminal = play("session");
    terminal.see("ready");
    // No shell could wake it here, so the system does not stop it.
    terminal.press_key(&Key::Ctrl('z'));
    terminal.see("awake again");
    terminal.signal(Signal::STOP);
    terminal.press("a");
    terminal.signal(Signal::CONT);
    terminal.see("key Char('a')");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.assert_restored();
}

#[test]
fn the_clock_ticks_while_nothing_else_happens() {
    let mut terminal = play("ticking");
    terminal.see("3 inputs");
    terminal.see("tick");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

// Elsewhere a program cannot be asked for its time.
#[cfg(target_os = "linux")]
#[test]
fn waiting_costs_next_to_nothing() {
    let terminal = play("session");
    terminal.see("ready");
    terminal.settle();
    let before = processor_time(&terminal);
    std::thread::sleep(Duration::from_secs(2));
    // In hundredths of a second; a program that never waits takes 200 of them.
    let took = processor_time(&terminal) - before;
    assert!(took <= 5, "{took}");
}

/// The processor time of the program in clock ticks.
#[cfg(target_os = "linux")]
fn processor_time(terminal: &Terminal) -> u64 {
    let path = format!("/proc/{}/stat", terminal.pid().as_raw_nonzero());
    let stat = std::fs::read_to_string(path).expect("the program runs");
    let (_, fields) = stat.rsplit_once(") ").expect("a name");
    let times = fields.split(' ').skip(11).take(2);
    times
        .map(|ticks| ticks.parse::<u64>().expect("a number"))
        .sum()
}

#[test]
fn a_prompt_survives_new_sizes_before_and_after_a_session() {
    for scene in ["prompt", "session and prompt"] {
        let mut terminal = play(scene);
        if scene != "prompt" {
            terminal.see("ready");
            terminal.press("q");
        }
        terminal.see("choose");
        for step in 0..20 {
            terminal.resize((40 + step, 10));
            std::thread::sleep(Duration::from_millis(5));
        }
        terminal.press_key(&Key::Down);
        terminal.press_key(&Key::Enter);
        assert_eq!(terminal.wait(), End::Code(11));
        terminal.assert_restored();
    }
}

#[test]
fn ctrl_z_at_a_prompt_gives_the_terminal_back_and_the_prompt_goes_on() {
    let mut terminal = play("prompt");
    terminal.see("first");
    terminal.press_key(&Key::Down);
    // No shell could wake it here, so the system does not stop it: it asks again at once.
    terminal.press_key(&Key::Ctrl('z'));
    terminal.wait_until_shown_twice("choose");
    let given_back = terminal.written();
    let given_back = given_back.rsplit("choose").nth(1).unwrap_or_default();
    assert!(
        given_back.contains("\x1b[?25h"),
        "the cursor: {given_back:?}"
    );
    terminal.press_key(&Key::Enter);
    assert_eq!(
        terminal.wait(),
        End::Code(11),
        "the cursor stayed on its line"
    );
    terminal.assert_restored();
}

#[test]
fn a_line_of_text_is_what_was_typed_and_enter_alone_is_an_empty_one() {
    for (typed, text) in [("the loop é", "the loop é"), ("", "")] {
        let mut terminal = play("line");
        terminal.see("your words");
        terminal.press(typed);
        terminal.press_key(&Key::Enter);
        terminal.see(&format!("typed <{text}>"));
        terminal.see("and more");
        terminal.press_key(&Key::Enter);
        assert_eq!(terminal.wait(), End::Code(0));
        terminal.assert_restored();
    }
}

#[test]
fn of_several_pasted_lines_the_first_answers_and_the_second_is_no_answer_to_what_is_asked_next() {
    let mut terminal = play("line");
    terminal.see("your words");
    terminal.press("first\rsecond\rthird");
    terminal.see("typed <first>");
    terminal.see("and more");
    terminal.press("mine");
    terminal.press_key(&Key::Enter);
    terminal.see("typed <mine>");
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.assert_restored();
}

#[test]
fn signals_at_a_prompt_leave_the_terminal_as_it_was() {
    let cases = [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)];
    for (scene, shown) in [("prompt", "first"), ("line", "your words")] {
        for (signal, code) in cases {
            let mut terminal = play(scene);
            terminal.see(shown);
            terminal.wait_until_it_reads();
            terminal.signal(signal);
            assert_eq!(terminal.wait(), End::Code(code));
            terminal.assert_restored();
        }
        let mut terminal = play(scene);
        terminal.see(shown);
        terminal.press_key(&Key::Ctrl('c'));
        assert_eq!(terminal.wait(), End::Code(130));
        terminal.assert_restored();
    }
}

#[test]
fn a_dumb_terminal_gets_lines_and_no_escape_sequence() {
    let mut terminal = play_with("session", &[("TERM", "dumb")]);
    terminal.see("ready");
    assert!(terminal.on_main_screen() && terminal.cursor_visible() && !terminal.marks_pastes());
    terminal.press("a");
    terminal.see("key Char('a')");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.assert_restored();
}
