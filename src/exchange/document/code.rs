//! Code in text that was copied from a page and has lost its fences.

/// Ways that commands begin.
const SHELL: [&str; 11] = [
    "npm ",
    "npx ",
    "node ",
    "docker ",
    "kubectl ",
    "curl ",
    "git ",
    "yarn ",
    "pnpm ",
    "corepack ",
    "$ ",
];

/// Ways that lines of JavaScript begin.
const SCRIPT: [&str; 10] = [
    "import ",
    "const ",
    "let ",
    "var ",
    "function ",
    "async ",
    "await ",
    "class ",
    "export ",
    "if (",
];

/// Other ways that lines of code begin.
const BEGINNINGS: [&str; 25] = [
    "//", "/*", "*/", "#!", "# ", "return ", "for (", "while (", "try {", "} ", "});", "})", "}",
    "{", "]", ")", "<", "@", "FROM ", "RUN ", "COPY ", "WORKDIR ", "CMD ", "switch (", "new ",
];

/// Ways that they end.
const ENDS: [&str; 9] = [";", "{", "}", "(", "[", "=>", "),", "}),", "\","];

fn like_code(line: &str) -> bool {
    let text = line.trim();
    let words = text.split_whitespace().count();
    let path = words == 1 && (text.ends_with('/') || text.contains('.') && !text.ends_with('.'));
    let key = text.starts_with('"') && text.contains("\":");
    let member = text.starts_with('.') && text.contains('(');
    if words >= 4
        && text.ends_with(['.', '!', '?'])
        && text.starts_with(|c: char| c.is_alphabetic())
    {
        // A sentence about a command begins like the command.
        return false;
    }
    let mut beginnings = BEGINNINGS.iter().chain(&SHELL).chain(&SCRIPT);
    beginnings.any(|start| text.starts_with(start))
        || ENDS.iter().any(|end| text.ends_with(end))
        || path
        || key
        || member
}

fn like_prose(line: &str) -> bool {
    let text = line.trim();
    let begins = text
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || !c.is_ascii() || c.is_ascii_digit() || c == '-');
    let ends = text.ends_with(['.', '!', '?', ':', '”', '"', ')', '。', '！', '？', '：']);
    let words = text.split_whitespace().count();
    !like_code(line) && ends && (begins && words >= 4 || words >= 6)
}

/// Paragraphs, one a line, with a fence around the code that ends them.
pub(super) fn fenced(body: &[String]) -> String {
    let body: Vec<&str> = body.iter().map(|line| line.trim_end()).collect();
    let end = body.len()
        - body
            .iter()
            .rev()
            .take_while(|line| line.trim().is_empty())
            .count();
    let body = &body[..end];
    let tail = body
        .iter()
        .rev()
        .take_while(|line| !like_prose(line))
        .count();
    let from = body.len() - tail;
    let code = body[from..].iter().position(|line| like_code(line));
    let code = code.map_or(body.len(), |at| from + at);
    let prose = body[..code].iter().map(|line| line.trim());
    let prose: Vec<&str> = prose.filter(|line| !line.is_empty()).collect();
    let mut text = prose.join("\n\n");
    if code < body.len() {
        let lines = &body[code..];
        let fence = if lines.iter().any(|line| line.contains("```")) {
            "````"
        } else {
            "```"
        };
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&format!(
            "{fence}{}\n{}\n{fence}",
            language(lines),
            lines.join("\n")
        ));
    }
    text
}

/// The language of some code, as a fence names it.
fn language(lines: &[&str]) -> &'static str {
    let text = lines.iter().map(|line| line.trim());
    let first = text
        .clone()
        .find(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("//"))
        .unwrap_or_default();
    if first.starts_with("FROM ") {
        "dockerfile"
    } else if SHELL.iter().any(|word| first.starts_with(word)) || first.contains("=production ") {
        "sh"
    } else if first.starts_with('{') && lines.iter().any(|line| line.trim().starts_with('"')) {
        "json"
    } else if SCRIPT.iter().any(|word| first.starts_with(word))
        || text.clone().any(|line| line.ends_with(';'))
    {
        "js"
    } else {
        "text"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_that_ends_an_answer_gets_its_fence() {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let cases = [
            (
                "A stream is a flow of data.\nIt has an end.\n// reads it\nimport fs from 'node:fs';\nfs.read(\n1\n);",
                "A stream is a flow of data.\n\nIt has an end.\n\n```js\n// reads it\nimport fs from 'node:fs';\nfs.read(\n1\n);\n```",
            ),
            (
                "npm installs what is listed.\nnpm ci",
                "npm installs what is listed.\n\n```sh\nnpm ci\n```",
            ),
            (
                "A file says what is needed.\n{\n\"a\": 1\n}",
                "A file says what is needed.\n\n```json\n{\n\"a\": 1\n}\n```",
            ),
            ("Prose only, as it is.", "Prose only, as it is."),
            ("", ""),
        ];
        for (text, written) in cases {
            assert_eq!(fenced(&lines(text)), written);
        }
    }
}
