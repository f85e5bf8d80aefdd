//! Commands of the shell: what may be written differently and still does the same.
//!
//! Only the programs that are listed here have aliases, short and long options, and options in
//! another order. Of others the words are compared; quotes and spaces between them don't count.

/// What is known of a program.
struct Program {
    /// Its names; the first is the one it is compared by. So it is with what follows.
    names: &'static str,
    subcommands: &'static [&'static str],
    /// Spellings of options; `=` behind the first says that a value follows.
    options: &'static [&'static str],
    /// The words before its own operands, such as `run` in `docker run IMAGE`.
    before_operands: usize,
    /// Whether what follows the first operand belongs to what it runs.
    options_first: bool,
    /// Whether its operands are packages: then `./x` is not `x`, and `x@1` is a version of it.
    packages: bool,
    /// Whether `-it` is `-i -t`, `-f=x` is `-f x`, and `--flag=true` is `--flag`.
    letters: bool,
    /// Options with their values that mean the same.
    same: &'static [&'static str],
    /// Whether it runs a script, whose `.js` may be left out, and takes `_` for `-` in the names of options.
    scripts: bool,
}

/// What the others are like where they say nothing else.
const PLAIN: Program = Program {
    names: "",
    subcommands: &[],
    options: &[],
    before_operands: 0,
    options_first: false,
    packages: false,
    letters: false,
    same: &[],
    scripts: false,
};

const PROGRAMS: [Program; 5] = [
    Program {
        names: "node nodejs",
        options: &[
            "--conditions= -C",
            "--print= -p",
            "--eval= -e",
            "--require= -r",
            "--import=",
            "--env-file=",
            "--env-file-if-exists=",
        ],
        options_first: true,
        scripts: true,
        ..PLAIN
    },
    Program {
        names: "npm",
        subcommands: &[
            "install i add in ins inst insta instal",
            "ci clean-install ic install-clean",
            "ls list la ll",
            "explain why",
            "run run-script",
            "test t tst",
            "uninstall un unlink remove rm r",
            "update up upgrade",
            "exec x",
            "view info show v",
        ],
        options: &[
            "--save-dev -D",
            "--save-exact -E",
            "--save-optional -O",
            "--global -g",
            "--workspace= -w",
            "--omit=",
            "--only=",
            "--include=",
        ],
        before_operands: 1,
        packages: true,
        letters: true,
        same: &["--omit=dev --production --only=prod --only=production"],
        ..PLAIN
    },
    Program {
        names: "docker",
        options: &[
            "--publish= -p",
            "--detach -d",
            "--interactive -i",
            "--tty -t",
            "--env= -e",
            "--volume= -v",
            "--name=",
        ],
        before_operands: 1,
        options_first: true,
        letters: true,
        ..PLAIN
    },
    Program {
        names: "kubectl",
        options: &["--filename= -f", "--kustomize= -k", "--namespace= -n"],
        before_operands: 1,
        letters: true,
        ..PLAIN
    },
    Program {
        names: "ulimit",
        letters: true,
        ..PLAIN
    },
];

/// Whether a text runs one of the programs that are known here.
pub(super) fn is_command(text: &str) -> bool {
    let words = words(text);
    let own = words.iter().skip_while(|word| is_assignment(word));
    let mut own = own.map(String::as_str);
    own.next().and_then(program).is_some() && own.next().is_some()
}

/// A given command and the wanted one, each as one of those that do the same. A given version of a
/// package counts only where one is wanted.
pub(super) fn normal(given: &str, wanted: &str) -> (String, String) {
    let (given, wanted) = (words(given), words(wanted));
    let versions = wanted.iter().any(|word| without_version(word) != word);
    (canonical(given, versions), canonical(wanted, versions))
}

/// The words of a command, without what only says who runs it where.
fn words(text: &str) -> Vec<String> {
    let text = text.trim().trim_end_matches(';');
    // A quote that is not closed: the words are compared as they are.
    let words = shell_words::split(text)
        .unwrap_or_else(|_| text.split_whitespace().map(str::to_owned).collect());
    let outer = |word: &String| matches!(word.as_str(), "$" | "sudo" | "env");
    let words: Vec<String> = words.into_iter().skip_while(outer).collect();
    match words.split_first() {
        Some((first, rest)) if first == "export" => exported(rest),
        _ => words,
    }
}

/// `export A=1; node a.js` and `export A=1 && node a.js` as `A=1 node a.js`.
fn exported(words: &[String]) -> Vec<String> {
    let set = words.iter().take_while(|word| is_assignment(word)).count();
    let (assignments, rest) = words.split_at(set);
    let rest = rest
        .strip_prefix(&["&&".to_owned()])
        .or_else(|| rest.strip_prefix(&[";".to_owned()]))
        .unwrap_or(rest);
    let assignments = assignments.iter().map(|word| word.trim_end_matches(';'));
    assignments
        .chain(rest.iter().map(String::as_str))
        .map(str::to_owned)
        .collect()
}

fn program(name: &str) -> Option<&'static Program> {
    let is_named = |program: &&Program| program.names.split(' ').any(|one| one == name);
    PROGRAMS.iter().find(is_named)
}

/// Whether a word sets a variable for the command behind it.
fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
    })
}

/// The name of a package, which may begin with the `@` of a scope.
fn without_version(word: &str) -> &str {
    match word.rfind('@') {
        Some(at) if at > 0 => &word[..at],
        _ => word,
    }
}

/// The first spelling, of those in one row, for any of them; whether a value follows.
fn first_spelling<'w>(rows: &[&'static str], word: &'w str) -> (&'w str, bool) {
    for row in rows {
        let mut spellings = row.split(' ');
        let first = spellings.next().unwrap_or_default();
        let name = first.trim_end_matches('=');
        if name == word || spellings.any(|one| one == word) {
            return (name, name != first);
        }
    }
    (word, false)
}

fn canonical(words: Vec<String>, versions: bool) -> String {
    let mut words = words.into_iter().peekable();
    let mut out: Vec<String> =
        std::iter::from_fn(|| words.next_if(|word| is_assignment(word))).collect();
    out.sort();
    let Some(known) = words.peek().and_then(|name| program(name)) else {
        out.extend(words);
        return shell_words::join(out);
    };
    words.next();
    out.extend(known.names.split(' ').next().map(str::to_owned));
    let mut options = Vec::new();
    let mut operands: Vec<String> = Vec::new();
    while let Some(word) = words.next() {
        let ended = known.options_first && operands.len() > known.before_operands;
        if ended || word == "--" {
            operands.push(word);
            operands.extend(words.by_ref());
        } else if word.starts_with('-') && word.len() > 1 {
            for (option, attached) in parted(known, &word) {
                let (name, valued) = first_spelling(known.options, &option);
                let value = attached.or_else(|| if valued { words.next() } else { None });
                let option = match value {
                    Some(value) if value == "true" && known.letters && !valued => name.to_owned(),
                    Some(value) => format!("{name}={}", known.operand(&value, true)),
                    None => name.to_owned(),
                };
                options.push(first_spelling(known.same, &option).0.to_owned());
            }
        } else if operands.is_empty() && known.before_operands > 0 {
            operands.push(first_spelling(known.subcommands, &word).0.to_owned());
        } else {
            let mut operand = known.operand(&word, versions);
            if known.scripts && operands.is_empty() && !operand.contains('.') {
                operand.push_str(".js");
            }
            operands.push(operand);
        }
    }
    options.sort();
    out.extend(options);
    out.extend(operands);
    shell_words::join(out)
}

/// The options in one word, each with the value that is written with it.
fn parted(program: &Program, word: &str) -> Vec<(String, Option<String>)> {
    if !program.letters || word.starts_with("--") {
        // Node takes `--o=value`, but not `-o=value`.
        let attached = word.split_once('=').filter(|_| word.starts_with("--"));
        let (name, value) = attached.map_or((word, None), |(name, value)| (name, Some(value)));
        let name = if program.scripts {
            name.replace('_', "-")
        } else {
            name.to_owned()
        };
        return vec![(name, value.map(str::to_owned))];
    }
    let mut parts = Vec::new();
    for (at, letter) in word.char_indices().skip(1) {
        let option = format!("-{letter}");
        let rest = &word[at + letter.len_utf8()..];
        if rest.starts_with('=') || (first_spelling(program.options, &option).1 && !rest.is_empty())
        {
            let value = rest.strip_prefix('=').unwrap_or(rest);
            parts.push((option, Some(value.to_owned())));
            break;
        }
        parts.push((option, None));
    }
    parts
}

impl Program {
    /// An operand or a value without what does not count.
    fn operand(&self, word: &str, versions: bool) -> String {
        let word = if self.packages && !versions {
            without_version(word)
        } else if self.packages {
            word
        } else {
            word.strip_prefix("./")
                .filter(|rest| !rest.is_empty())
                .unwrap_or(word)
        };
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(wanted: &str, given: &str) -> bool {
        let (given, wanted) = normal(given, wanted);
        given == wanted
    }

    #[test]
    fn a_command_may_be_written_in_every_way_that_does_the_same() {
        let cases = [
            (
                "node --env-file=.env server.js",
                "node --env-file .env ./server.js",
            ),
            (
                "node --env-file=.env server.js",
                "nodejs --env-file='./.env' \"server.js\"",
            ),
            (
                "node -p process.versions",
                "node --print 'process.versions'",
            ),
            (
                "node -C staging server.mjs",
                "node --conditions=staging server.mjs",
            ),
            (
                "node --watch --cpu-prof app.js",
                "node --cpu-prof --watch app.js",
            ),
            (
                "NODE_DEBUG=http node a.js",
                "$ env NODE_DEBUG='http' node a.js",
            ),
            ("A=1 B=2 node a.js", "B=2 A=1 node a.js"),
            ("A=1 node a.js", "export A=1; node a.js"),
            ("A=1 node a.js", "export A=1 && node a"),
            ("node --trace-gc a.js", "node --trace_gc ./a"),
            ("npm ci --omit=dev", "npm ci --production"),
            ("npm audit --omit=dev", "npm audit --only=prod"),
            ("npm install -D c8", "npm i c8@latest --save-dev"),
            ("npm install -D @types/node", "npm add -D @types/node@24"),
            ("npm install c8@10", "npm i c8@10"),
            ("npm ci --omit=dev", "npm --omit dev clean-install"),
            ("npm ci --ignore-scripts", "npm ci --ignore-scripts=true"),
            (
                "npm run build -- --watch",
                "npm run-script build -- --watch",
            ),
            (
                "docker run --rm -p 8080:3000 a:7",
                "sudo docker run -p8080:3000 --rm a:7",
            ),
            ("docker run -it a", "docker run --tty -i a"),
            ("kubectl apply -f a.yaml", "kubectl -f=./a.yaml apply"),
            ("ulimit -S -n", "ulimit -Sn"),
            ("git  commit -m 'a b'", "git commit -m \"a b\";"),
        ];
        for (wanted, given) in cases {
            assert!(
                same(wanted, given),
                "{wanted:?} and {given:?}: {:?}",
                normal(given, wanted)
            );
        }
    }

    #[test]
    fn a_command_that_does_something_else_is_another_one() {
        let cases = [
            ("node --watch app.js", "node app.js --watch"),
            ("node -C staging server.mjs", "node -C=staging server.mjs"),
            ("node -C staging server.mjs", "node -c staging server.mjs"),
            ("node a.js b.js", "node b.js a.js"),
            ("node --env-file=.env a.js", "node --env-file=env a.js"),
            ("A=1 node a.js", "node a.js A=1"),
            ("A=1 node a.js", "export A=2; node a.js"),
            ("node a.mjs", "node a"),
            ("node --env-file=a_b c.js", "node --env-file=a-b c.js"),
            ("npm ci --omit=dev", "npm ci --only=dev"),
            ("npm install -D c8", "npm install -d c8"),
            ("npm install -D c8", "npm install -g c8"),
            ("npm install c8@10", "npm install c8"),
            ("npm install c8@10", "npm install c8@11"),
            ("npm install c8", "npm install ./c8"),
            ("npm ci --ignore-scripts", "npm ci --ignore-scripts=false"),
            ("npm ci --omit=dev", "npm ci --omit"),
            ("npm run build -- --watch", "npm run build --watch"),
            (
                "docker run --rm -p 8080:3000 a:7",
                "docker run a:7 --rm -p 8080:3000",
            ),
            (
                "docker run --rm -p 8080:3000 a:7",
                "docker run --rm -p 3000:8080 a:7",
            ),
            ("docker run -e A -v B a", "docker run -e B -v A a"),
            ("kubectl apply -f a.yaml", "kubectl apply -k a.yaml"),
            ("kubectl delete pod a", "kubectl delete a pod"),
            ("ulimit -n", "ulimit -Hn"),
            ("git commit -m 'a b'", "git commit -m a b"),
            ("git push origin a", "git push a origin"),
        ];
        for (wanted, given) in cases {
            assert!(!same(wanted, given), "{wanted:?} and {given:?}");
        }
    }
}
