//! `nodequiz remind`: lines that remind you of what is due. It installs nothing.

use std::fmt::Write as _;

use chrono::{NaiveTime, Timelike as _, Weekday, WeekdaySet};
use clap::{Args, ValueEnum};

use crate::store;
use crate::terminal::{Line, Tone};

use crate::app::{Context, Exit, Failure};

/// Print a line that reminds you: for a shell, cron, systemd or launchd.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "Nothing is installed: the lines are printed, and you put them where you want them. Timers remind \
you on the days in the setting study_days. A timer does not see the variables of your shell: if \
you use NODEQUIZ_HOME, add it.

Examples:
  nodequiz remind                          what there is
  nodequiz remind bash >> ~/.bashrc        one line at every start, while something is due
  nodequiz remind cron --at 08:30          paste it into: crontab -e
  nodequiz remind systemd"
)]
pub struct RemindArgs {
    /// What reminds you
    #[arg(value_name = "WHERE")]
    place: Option<Place>,

    /// The time at which timers remind you
    #[arg(long, value_name = "HH:MM", default_value = "09:00", value_parser = time)]
    at: NaiveTime,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
enum Place {
    /// A line for ~/.bashrc
    Bash,
    /// A line for ~/.zshrc
    Zsh,
    /// A line for ~/.config/fish/config.fish
    Fish,
    /// A line for `crontab -e`
    Cron,
    /// Two files for ~/.config/systemd/user
    Systemd,
    /// A file for ~/Library/LaunchAgents
    Launchd,
}

fn time(text: &str) -> Result<NaiveTime, &'static str> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "write a time such as 09:00")
}

impl RemindArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let Some(place) = self.place else {
            return overview(context);
        };
        let program = store::program()
            .map_err(|error| {
                Failure::failed(format!("the path of this program is unknown: {error}"))
            })?
            .to_string_lossy()
            .into_owned();
        let days = context.settings().study_days;
        let text = match place {
            Place::Bash => BASH.to_owned(),
            Place::Zsh => ZSH.to_owned(),
            Place::Fish => FISH.to_owned(),
            Place::Cron => cron(&program, self.at, days),
            Place::Systemd => systemd(&program, self.at, days),
            Place::Launchd => launchd(&program, self.at, days),
        };
        context.output.raw(&text)?;
        Ok(Exit::Done)
    }
}

fn overview(context: &mut Context) -> Result<Exit, Failure> {
    let rows = [
        ("bash, zsh, fish", "a line for the shell's start-up"),
        ("cron", "a line for `crontab -e`, once a day"),
        ("systemd", "a timer for Linux desktops"),
        ("launchd", "a timer for macOS"),
    ];
    context.remark(
        "Nothing is installed; this prints what you can use:",
        Tone::Plain,
    )?;
    let lines = rows.map(|(place, what)| {
        Line::styled(format!("  {place:<17}"), Tone::Accent).with(what, Tone::Plain)
    });
    let width = context.output.width();
    for line in lines {
        let lines = crate::terminal::wrap::wrap(&line, width, 19);
        context.output.lines(&lines)?;
    }
    context.remark("For instance: nodequiz remind bash >> ~/.bashrc", Tone::Dim)?;
    Ok(Exit::Done)
}

const BASH: &str = "# nodequiz: what is due, at the start of an interactive bash
[[ $- == *i* ]] && command -v nodequiz >/dev/null && nodequiz due --short 2>/dev/null | sed 's/^/nodequiz: /'
";

const ZSH: &str = "# nodequiz: what is due, at the start of an interactive zsh
[[ -o interactive ]] && (( $+commands[nodequiz] )) && nodequiz due --short 2>/dev/null | sed 's/^/nodequiz: /'
";

const FISH: &str = "# nodequiz: what is due, at the start of an interactive fish
status is-interactive; and type -q nodequiz; and nodequiz due --short 2>/dev/null | sed 's/^/nodequiz: /'
";

/// A word quoted for a shell.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// The study days from Monday to Sunday; `None` where every day is one.
fn chosen(days: WeekdaySet) -> Option<Vec<Weekday>> {
    (days != WeekdaySet::ALL).then(|| days.iter(Weekday::Mon).collect())
}

/// A line of a crontab. A percent sign would be a line break there.
fn cron(program: &str, at: NaiveTime, days: WeekdaySet) -> String {
    let weekdays = chosen(days).map_or_else(
        || "*".to_owned(),
        |days| {
            let numbers: Vec<String> = days
                .iter()
                .map(|day| day.number_from_sunday() - 1)
                .map(|number| number.to_string())
                .collect();
            numbers.join(",")
        },
    );
    let program = quoted(program).replace('%', "\\%");
    format!(
        "{} {} * * {weekdays} due=$({program} due --short) && [ -n \"$due\" ] && DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$(id -u)/bus notify-send nodequiz \"$due\"\n",
        at.minute(),
        at.hour()
    )
}

/// A service and its timer.
fn systemd(program: &str, at: NaiveTime, days: WeekdaySet) -> String {
    let weekdays = chosen(days).map_or_else(String::new, |days| {
        let names: Vec<String> = days.iter().map(ToString::to_string).collect();
        format!("{} ", names.join(","))
    });
    // In a unit file `%` and `$` are special, and the shell's quotes are inside double quotes.
    let program = quoted(program)
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('%', "%%");
    format!(
        "# ~/.config/systemd/user/nodequiz.service
[Unit]
Description=Say what is due in nodequiz

[Service]
Type=oneshot
ExecStart=/bin/sh -c \"due=$$({program} due --short); [ -z \\\"$$due\\\" ] || notify-send nodequiz \\\"$$due\\\"\"

# ~/.config/systemd/user/nodequiz.timer
[Unit]
Description=Say once a day what is due in nodequiz

[Timer]
OnCalendar={weekdays}*-*-* {}
Persistent=true

[Install]
WantedBy=timers.target

# Then: systemctl --user daemon-reload && systemctl --user enable --now nodequiz.timer
",
        at.format("%H:%M")
    )
}

/// A launch agent. A property list numbers Sunday 0.
fn launchd(program: &str, at: NaiveTime, days: WeekdaySet) -> String {
    let time = format!(
        "<key>Hour</key><integer>{}</integer><key>Minute</key><integer>{}</integer>",
        at.hour(),
        at.minute()
    );
    let mut times = String::new();
    match chosen(days) {
        None => {
            let _ = writeln!(times, "    <dict>{time}</dict>");
        }
        Some(days) => {
            for day in days {
                let number = day.number_from_sunday() - 1;
                let _ = writeln!(
                    times,
                    "    <dict><key>Weekday</key><integer>{number}</integer>{time}</dict>"
                );
            }
        }
    }
    let script = format!(
        "due=$({} due --short); [ -z \"$due\" ] || osascript -e \"display notification \\\"$due\\\" with title \\\"nodequiz\\\"\"",
        quoted(program)
    );
    let script = script
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<!-- ~/Library/LaunchAgents/nodequiz.remind.plist; then: launchctl load ~/Library/LaunchAgents/nodequiz.remind.plist -->
<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">
<plist version=\"1.0\">
<dict>
  <key>Label</key><string>nodequiz.remind</string>
  <key>ProgramArguments</key>
  <array>
    <string>/bin/sh</string><string>-c</string>
    <string>{script}</string>
  </array>
  <key>StartCalendarInterval</key>
  <array>
{times}  </array>
</dict>
</plist>
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const NINE: NaiveTime = NaiveTime::from_hms_opt(9, 5, 0).expect("a time");

    fn workdays() -> WeekdaySet {
        WeekdaySet::ALL.difference(WeekdaySet::from_array([Weekday::Sat, Weekday::Sun]))
    }

    #[test]
    fn timers_keep_to_the_study_days() {
        assert!(cron("nq", NINE, WeekdaySet::ALL).starts_with("5 9 * * * "));
        assert!(cron("nq", NINE, workdays()).starts_with("5 9 * * 1,2,3,4,5 "));
        let unit = systemd("nq", NINE, workdays());
        assert!(
            unit.contains("OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 09:05"),
            "{unit}"
        );
        let agent = launchd("nq", NINE, workdays());
        assert_eq!(agent.matches("<key>Weekday</key>").count(), 5, "{agent}");
        assert!(!launchd("nq", NINE, WeekdaySet::ALL).contains("Weekday"));
    }

    #[test]
    fn a_path_with_a_space_or_a_percent_sign_stays_one_path() {
        assert!(cron("/a b/nq%", NINE, WeekdaySet::ALL).contains("'/a b/nq\\%' due --short"));
        assert!(systemd("/a b/nq%", NINE, WeekdaySet::ALL).contains("'/a b/nq%%' due --short"));
        assert!(launchd("/a&b/nq", NINE, WeekdaySet::ALL).contains("'/a&amp;b/nq' due --short"));
    }

    #[test]
    fn only_times_of_the_clock_are_times() {
        assert_eq!(time("9:05"), Ok(NINE));
        for wrong in ["9", "24:00", "09:60", "-1:00", "+9:00", "nine:00", ""] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }
}
