//! What a Markdown text is made of.

use pulldown_cmark::Alignment;

use super::super::line::Line;

/// A block of a text. Inline content is styled lines; there are several where the author broke them.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    /// Running text.
    Paragraph(Vec<Line>),
    /// A heading, with its depth from 1.
    Heading(u8, Vec<Line>),
    /// Code; its language is the first word after the fence.
    Code { language: String, text: String },
    /// A line across.
    Rule,
    /// A quotation.
    Quote(Vec<Block>),
    /// A list; numbered from `first` if it is numbered.
    List {
        first: Option<u64>,
        items: Vec<Item>,
    },
    /// A table.
    Table(Table),
    /// HTML, as it is written; comments are left out.
    Html(String),
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Item {
    /// Whether it is ticked, in a list of tasks.
    pub(super) task: Option<bool>,
    /// Whether its blocks stand apart.
    pub(super) loose: bool,
    /// What it says.
    pub(super) blocks: Vec<Block>,
}

/// A table: a header and rows of cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Table {
    /// How the columns are aligned.
    pub(super) alignments: Vec<Alignment>,
    /// The cells of the first row.
    pub(super) header: Vec<Line>,
    /// The cells of the others.
    pub(super) rows: Vec<Vec<Line>>,
}
