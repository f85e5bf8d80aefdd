//! How a card with everything in it looks, at every width. Read the snapshots after a change.

use nodequiz::terminal::highlight::{colored, plain};
use nodequiz::terminal::{Colors, markdown, paint};

/// A card that nobody should write.
const TORTURE: &str = "\
### Everything, in `one` card

A paragraph with *emphasis*, **strength**, ~~regret~~, `inline code that is not broken`, a
[link](https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick), an address
<https://nodejs.org>, ![a picture](loop.png) and a hard break\\
right here. \x1b[31mRed\x1b[0m, \x1b]0;title\x07 and user\u{202e}nimda are cleaned. <!-- gone --> <kbd>q</kbd>

事件循环分为若干个阶段，
定时器先运行，然后是 poll 阶段：`setImmediate` 的回调在 check 阶段执行。

- one
  - two, which is long enough to go on in the next line on a narrow screen
    - three
      1. first
      2. second

         with a paragraph of its own
- 👩\u{200d}💻 writes 🇨🇳 flags and ❤\u{fe0f}
- [x] done
- [ ] to do

> A quotation
>
> > of a quotation, with `code`

| phase | 中文 | what runs in it |
|:------|:----:|----------------:|
| timers | 定时器 | callbacks of `setTimeout` and `setInterval` that are due by now |
| poll | 轮询 | almost everything else: sockets, files, `dns.lookup` |

```js
const answer = await Promise.all([first(), second(), third()].map(async (one) => ({ ...one, at: Date.now(), why: `because ${one.name} is the one that was asked for, at ${one.at}, by nobody in particular` })));
if (answer) return 42; // 事件
```

    indented code

```console
npm ci --omit=dev && node --test
```

---

<details>html</details>

The end.
";

fn rendered(width: usize) -> String {
    let lines = markdown::render(TORTURE, width, plain);
    let lines: Vec<String> = lines.iter().map(nodequiz::terminal::Line::plain).collect();
    lines.join("\n")
}

#[test]
fn a_card_with_everything_in_40_columns() {
    insta::assert_snapshot!(rendered(40));
}

#[test]
fn a_card_with_everything_in_80_columns() {
    insta::assert_snapshot!(rendered(80));
}

#[test]
fn a_card_with_everything_in_200_columns() {
    insta::assert_snapshot!(rendered(200));
}

#[test]
fn a_card_with_everything_in_sixteen_colours() {
    let lines = markdown::render(TORTURE, 80, colored);
    let painted: Vec<String> = lines
        .iter()
        .map(|line| paint(line, Colors::Sixteen, false).replace('\x1b', "␛"))
        .collect();
    insta::assert_snapshot!(painted.join("\n"));
}
