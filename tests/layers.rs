//! The main rule: imports go down.
//!
//! Every `crate::` and `super::` path of the sources is read with `syn`. A folder may use folders
//! of a lower layer and its own files; folders of one layer never use each other; files do not
//! import each other in a circle; `mod.rs` holds only `mod` and `pub use`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// The layers as the table of `docs/architecture.md` gives them: `| 4 | `session/` | … |`.
fn layers() -> BTreeMap<String, u8> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let page = fs::read_to_string(page).expect("the page on the architecture");
    let row = |line: &str| {
        let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
        let layer = cells.next()?.parse().ok()?;
        let name = cells.next()?.trim_matches('`');
        let name = name.trim_end_matches('/').trim_end_matches(".rs");
        Some((name.to_owned(), layer))
    };
    page.lines().filter_map(row).collect()
}

/// Where a path of one file leads: the modules of the crate that it names, outermost first.
struct Paths<'a> {
    /// The module that the file is, outermost first.
    here: &'a [String],
    /// Whether `mod tests` counts: a test may use a neighbour that uses its file.
    leave_tests_out: bool,
    found: BTreeSet<Vec<String>>,
}

/// Whether an attribute is `#[cfg(test)]`.
fn is_for_tests(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute
            .parse_args::<syn::Ident>()
            .is_ok_and(|what| what == "test")
}

impl Paths<'_> {
    /// Notes a path that begins with `crate` or `super`.
    fn note(&mut self, segments: &[String]) {
        let Some(first) = segments.first() else {
            return;
        };
        if first == "crate" {
            self.found.insert(segments[1..].to_vec());
        } else if first == "super" {
            let ups = segments
                .iter()
                .take_while(|segment| *segment == "super")
                .count();
            let base = self.here.len().saturating_sub(ups);
            let path = self.here[..base]
                .iter()
                .chain(&segments[ups..])
                .cloned()
                .collect();
            self.found.insert(path);
        }
    }

    fn walk_use(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| -> Vec<String> {
            before.iter().cloned().chain([name.to_string()]).collect()
        };
        match tree {
            syn::UseTree::Path(path) => self.walk_use(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.note(&with(&name.ident)),
            syn::UseTree::Rename(name) => self.note(&with(&name.ident)),
            syn::UseTree::Glob(_) => self.note(before),
            syn::UseTree::Group(group) => {
                group
                    .items
                    .iter()
                    .for_each(|item| self.walk_use(before, item));
            }
        }
    }
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.walk_use(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        self.note(&segments);
        syn::visit::visit_path(self, path);
    }

    /// Inside `mod tests { … }` a `super` is the file itself.
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if self.leave_tests_out && module.attrs.iter().any(is_for_tests) {
            return;
        }
        let deeper: Vec<String> = self
            .here
            .iter()
            .cloned()
            .chain([module.ident.to_string()])
            .collect();
        let mut inner = Paths {
            here: &deeper,
            leave_tests_out: self.leave_tests_out,
            found: BTreeSet::new(),
        };
        syn::visit::visit_item_mod(&mut inner, module);
        self.found.append(&mut inner.found);
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// What the `mod.rs` files re-export: the name `question::Verdict` is defined in
/// `question::verdict`.
fn reexports(files: &[(Vec<String>, PathBuf)]) -> BTreeMap<Vec<String>, Vec<String>> {
    fn walk(
        module: &[String],
        before: &[String],
        tree: &syn::UseTree,
        found: &mut BTreeMap<Vec<String>, Vec<String>>,
    ) {
        match tree {
            syn::UseTree::Path(path) => {
                let before: Vec<String> = before
                    .iter()
                    .cloned()
                    .chain([path.ident.to_string()])
                    .collect();
                walk(module, &before, &path.tree, found);
            }
            syn::UseTree::Name(syn::UseName { ident })
            | syn::UseTree::Rename(syn::UseRename { rename: ident, .. }) => {
                let name = module.iter().cloned().chain([ident.to_string()]).collect();
                found.insert(name, module.iter().chain(before).cloned().collect());
            }
            syn::UseTree::Group(group) => {
                group
                    .items
                    .iter()
                    .for_each(|item| walk(module, before, item, found));
            }
            syn::UseTree::Glob(_) => panic!("a mod.rs names what it passes on"),
        }
    }
    let mut found = BTreeMap::new();
    for (module, file) in files.iter().filter(|(_, file)| file.ends_with("mod.rs")) {
        let text = fs::read_to_string(file).expect("a source file");
        for item in syn::parse_file(&text).expect("Rust").items {
            if let syn::Item::Use(item) = item {
                walk(module, &[], &item.tree, &mut found);
            }
        }
    }
    found
}

/// The file in which a path ends: the longest module in it, followed through re-exports in
/// `mod.rs`.
fn file_of(
    path: &[String],
    modules: &BTreeSet<Vec<String>>,
    passed_on: &BTreeMap<Vec<String>, Vec<String>>,
) -> Option<Vec<String>> {
    let longest = (1..=path.len())
        .rev()
        .find(|&length| modules.contains(&path[..length]))?;
    let next = path.get(..=longest).and_then(|name| passed_on.get(name));
    Some(next.cloned().unwrap_or_else(|| path[..longest].to_vec()))
}

/// Every module of the crate (`terminal::ask::choice`) with the modules that it imports.
fn imports(leave_tests_out: bool) -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files: Vec<(Vec<String>, PathBuf)> = sources(&root)
        .into_iter()
        .map(|file| {
            let inside = file
                .strip_prefix(&root)
                .expect("below src")
                .with_extension("");
            // The files of one family of systems are the same module.
            let name = |part: &str| part.replace("_unix", "").replace("_windows", "");
            let mut module: Vec<String> = inside
                .iter()
                .map(|part| name(&part.to_string_lossy()))
                .collect();
            if module
                .last()
                .is_some_and(|name| name == "mod" || name == "lib")
            {
                module.pop();
            }
            (module, file)
        })
        .collect();
    let modules: BTreeSet<Vec<String>> = files.iter().map(|(module, _)| module.clone()).collect();
    let passed_on = reexports(&files);
    let mut graph: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for (module, file) in files {
        let text = fs::read_to_string(&file).expect("a source file");
        let syntax = syn::parse_file(&text).expect("Rust");
        let mut paths = Paths {
            here: &module,
            leave_tests_out,
            found: BTreeSet::new(),
        };
        paths.visit_file(&syntax);
        let imported = paths
            .found
            .into_iter()
            .filter_map(|path| file_of(&path, &modules, &passed_on))
            .filter(|imported| *imported != module);
        graph.entry(module.clone()).or_default().extend(imported);
    }
    graph
}

#[test]
fn every_folder_has_a_layer() {
    let layers = layers();
    let modules = imports(false);
    let folders: BTreeSet<&String> = modules.keys().filter_map(|module| module.first()).collect();
    let drawn: BTreeSet<&String> = layers.keys().collect();
    assert_eq!(folders, drawn, "the tree, and the table of the page");
}

#[test]
fn imports_go_down_and_neighbours_never_meet() {
    let layers = layers();
    let layer = |folder: &String| layers.get(folder).copied().expect("a layer");
    let mut climbing = Vec::new();
    for (module, imported) in imports(false) {
        let Some(folder) = module.first() else {
            continue;
        };
        for other in imported {
            if other[0] != *folder && layer(&other[0]) >= layer(folder) {
                climbing.push(format!("{} uses {}", module.join("::"), other.join("::")));
            }
        }
    }
    assert!(climbing.is_empty(), "{climbing:#?}");
}

#[test]
fn files_do_not_import_each_other_in_a_circle() {
    let graph = imports(true);
    let reaches = |from: &Vec<String>, to: &Vec<String>| {
        let mut seen = BTreeSet::new();
        let mut open = vec![from.clone()];
        while let Some(module) = open.pop() {
            for next in graph.get(&module).into_iter().flatten() {
                if next == to {
                    return true;
                }
                if seen.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        false
    };
    let circles: Vec<String> = graph
        .keys()
        .filter(|module| {
            let file = !graph
                .keys()
                .any(|other| other.len() > module.len() && other.starts_with(module));
            file && reaches(module, module)
        })
        .map(|module| module.join("::"))
        .collect();
    assert!(circles.is_empty(), "in a circle: {circles:?}");
}

#[test]
fn a_mod_file_holds_only_modules_and_reexports() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in sources(&root)
        .into_iter()
        .filter(|file| file.ends_with("mod.rs"))
    {
        let text = fs::read_to_string(&file).expect("a source file");
        for item in syn::parse_file(&text).expect("Rust").items {
            let allowed = matches!(&item, syn::Item::Mod(module) if module.content.is_none())
                || matches!(&item, syn::Item::Use(item) if !matches!(item.vis, syn::Visibility::Inherited));
            assert!(allowed, "{} holds something of its own", file.display());
        }
    }
}
