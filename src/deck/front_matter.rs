//! What other programs keep at the top of a file between two lines of `---`: YAML or TOML, of which the title, the
//! name of the deck and the tags are read.

/// The front matter of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    pub title: Option<String>,
    pub deck: Option<String>,
    /// As they are written, without a `#` before them.
    pub tags: Vec<String>,
    /// Where the text below it begins.
    pub end: usize,
}

/// Longer front matter is none.
const LONGEST: usize = 500;

impl FrontMatter {
    /// The front matter that begins at an offset: its first line is a key, and another line of `---` ends it.
    pub fn read(text: &str, start: usize) -> Option<Self> {
        let mut lines = text.get(start..)?.split_inclusive('\n');
        let opening = lines.next()?;
        if opening.trim_end() != "---" {
            return None;
        }
        let mut front = Self {
            end: start + opening.len(),
            ..Self::default()
        };
        let mut list = None;
        let mut first = true;
        for line in lines.take(LONGEST) {
            front.end += line.len();
            let line = line.trim_end();
            if (line == "---" || line == "...") && !first {
                front.tags.retain(|tag| !tag.is_empty());
                return Some(front);
            }
            match key(line) {
                Some((key, value)) => {
                    list = value.is_empty().then_some(key);
                    front.take(key, value);
                }
                None if first && !line.is_empty() => return None,
                None => {
                    if let (Some(key), Some(item)) = (list, line.trim_start().strip_prefix("- ")) {
                        front.take(key, item);
                    }
                }
            }
            first &= line.is_empty();
        }
        None
    }

    fn take(&mut self, key: &str, value: &str) {
        match key.to_lowercase().as_str() {
            "title" => self.title = Some(unquoted(value)).filter(|title| !title.is_empty()),
            "deck" | "name" => self.deck = Some(unquoted(value)).filter(|name| !name.is_empty()),
            "tag" | "tags" => {
                let tags = value.trim_start_matches('[').trim_end_matches(']');
                self.tags.extend(tags.split(',').map(|tag| {
                    let tag = unquoted(tag);
                    tag.trim_start_matches('#').trim().to_owned()
                }));
            }
            _ => {}
        }
    }
}

/// A line `key: value` or `key = value`.
fn key(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once([':', '='])?;
    let key = key.trim_end();
    let word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    (!key.is_empty() && key.chars().all(word)).then_some((key, value.trim()))
}

fn unquoted(value: &str) -> String {
    value.trim().trim_matches(['"', '\'']).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_deck_and_tags_are_read_in_the_forms_that_people_write() {
        let read = |text| FrontMatter::read(text, 0);
        let front =
            read("---\ntitle: \"Node: notes\"\ntags: [node, '#async']\nother:\n  x: 1\n---\n# T\n")
                .expect("one");
        assert_eq!(front.title.as_deref(), Some("Node: notes"));
        assert_eq!(front.tags, ["node", "async"]);
        let front =
            read("---\r\nname = \"Node\"\r\ntags:\r\n  - a b\r\n  - c\r\n...\r\n").expect("one");
        assert_eq!((front.deck.as_deref(), front.end), (Some("Node"), 48));
        assert_eq!(front.tags, ["a b", "c"]);
        for none in [
            "---\n\nProse.\n\n---\n",
            "---\ntitle: x\n",
            "# T\n---\na: b\n---\n",
            "---\n---\n",
        ] {
            assert_eq!(read(none), None, "{none:?}");
        }
    }
}
