//! Collecting what is wrong with one file while it is read.

use std::ops::Range;
use std::sync::Arc;

use super::diagnostic::Code;
use super::{Diagnostic, Source};

/// The faults found so far in one file.
pub(super) struct Report<'s> {
    source: &'s Arc<Source>,
    found: Vec<Diagnostic>,
}

/// A fault with one place and what to do about it.
pub(super) struct Fault<'m> {
    /// What it is about.
    pub(super) code: Code,
    /// Where it is.
    pub(super) span: Range<usize>,
    /// What is wrong.
    pub(super) message: &'m str,
    /// What is to be said at the place.
    pub(super) label: &'m str,
    /// What to do next.
    pub(super) help: &'m str,
}

impl<'s> Report<'s> {
    pub(super) fn new(source: &'s Arc<Source>) -> Self {
        Self {
            source,
            found: Vec::new(),
        }
    }

    /// The file that is read.
    pub(super) fn source(&self) -> &'s Arc<Source> {
        self.source
    }

    /// Notes a fault that keeps the deck from being used.
    pub(super) fn error(&mut self, fault: Fault<'_>) {
        let diagnostic = Diagnostic::error(fault.code, fault.message)
            .at(self.source, fault.span, fault.label)
            .help(fault.help);
        self.found.push(diagnostic);
    }

    /// Notes a fault that the deck can be used with.
    pub(super) fn warning(&mut self, fault: Fault<'_>) {
        let diagnostic = Diagnostic::warning(fault.code, fault.message)
            .at(self.source, fault.span, fault.label)
            .help(fault.help);
        self.found.push(diagnostic);
    }

    /// Notes a fault that needs more than one place.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    pub(super) fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }
}
