//! Which keys does a JSON file have, and how are they nested?
//!
//! Vendors are told apart by their keys alone: `sentences[].speaker_name`. The sketch is made in one pass that
//! builds nothing of the values, survives files that are cut off or broken, and is bounded in everything.

use rustc_hash::{FxHashMap, FxHashSet};

/// So much of a file is sketched; what a format is known by stands before that.
const MOST_BYTES: usize = 16 << 20;
/// Deeper nesting is passed over.
const MOST_DEPTH: usize = 24;
/// More different paths than this belong to data, not to a shape.
const MOST_PATHS: usize = 4_096;
/// Longer strings are words, never keys.
const LONGEST_KEY: usize = 64;
/// No format is known by a longer path.
const LONGEST_MARK: usize = 128;

/// The paths of a JSON file, such as `data.transcript.sentences[].text`; a list at the top begins with `[]`.
#[derive(Debug, Clone, Default)]
pub struct Sketch {
    paths: Vec<String>,
    /// What the paths end with, from every key and list on: every format asks for its own.
    ends: FxHashSet<String>,
}

impl Sketch {
    /// Sketches every value that stands in the text.
    pub fn of(text: &str) -> Sketch {
        let mut walk = Walk::new(text.as_bytes());
        walk.run();
        walk.tree.sketch()
    }

    /// Whether a path is there: `a[].b` anywhere in the nesting, `^a[].b` at the top only.
    pub fn has(&self, wanted: &str) -> bool {
        match wanted.strip_prefix('^') {
            Some(wanted) => self.paths.iter().any(|path| path == wanted),
            None => self.ends.contains(wanted),
        }
    }

    /// The keys at the top, for messages about shapes that nobody knows. Keys are a writer's words, not a speaker's.
    pub fn top(&self) -> impl Iterator<Item = &str> {
        let tops = self.paths.iter().map(|path| path.trim_start_matches("[]."));
        tops.filter(|path| !path.contains('.') && !path.is_empty())
    }
}

/// Every place where something may stand, each with the key that leads there.
struct Tree {
    /// Parent and name; the first one is the top. A list's inside is named `[]`.
    nodes: Vec<(u32, String)>,
    children: FxHashMap<(u32, u64), u32>,
}

impl Tree {
    fn new() -> Tree {
        Tree {
            nodes: vec![(0, String::new())],
            children: FxHashMap::default(),
        }
    }

    fn child(&mut self, parent: u32, name: &[u8]) -> Option<u32> {
        let key = (parent, hash(name));
        if let Some(known) = self.children.get(&key) {
            return Some(*known);
        }
        if self.nodes.len() >= MOST_PATHS {
            return None;
        }
        let number = u32::try_from(self.nodes.len()).ok()?;
        self.nodes
            .push((parent, String::from_utf8_lossy(name).into_owned()));
        self.children.insert(key, number);
        Some(number)
    }

    fn sketch(&self) -> Sketch {
        // By node: its path, and where in it each key and list begins. Above the top there is nothing.
        let mut nodes: Vec<(String, Vec<usize>)> = vec![(String::new(), Vec::new())];
        let mut ends = FxHashSet::default();
        for (parent, name) in self.nodes.iter().skip(1) {
            // A parent stands before its children.
            let (before, mut starts) = nodes.get(*parent as usize).cloned().unwrap_or_default();
            let is_apart = !before.is_empty() && name != LIST;
            let dot = if is_apart { "." } else { "" };
            let path = format!("{before}{dot}{name}");
            starts.push(path.len() - name.len());
            let found = starts.iter().filter_map(|start| path.get(*start..));
            let short = found.filter(|end| end.len() <= LONGEST_MARK);
            ends.extend(short.map(str::to_owned));
            nodes.push((path, starts));
        }
        let paths = nodes.into_iter().map(|(path, _)| path);
        Sketch {
            paths: paths.filter(|path| !path.is_empty()).collect(),
            ends,
        }
    }
}

/// Names the inside of a list.
const LIST: &str = "[]";

fn hash(name: &[u8]) -> u64 {
    name.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// A walk over the brackets and keys of a text.
struct Walk<'t> {
    bytes: &'t [u8],
    at: usize,
    tree: Tree,
    /// Where the walk is: the node of every open bracket, `None` below what is too deep or too much.
    open: Vec<Option<u32>>,
    /// The key read last, waiting for its value.
    key: Option<(usize, usize)>,
}

impl<'t> Walk<'t> {
    fn new(bytes: &'t [u8]) -> Walk<'t> {
        Walk {
            bytes: bytes.get(..MOST_BYTES).unwrap_or(bytes),
            at: 0,
            tree: Tree::new(),
            open: Vec::new(),
            key: None,
        }
    }

    fn run(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => self.string(),
                b'{' => self.enter(false),
                b'[' => self.enter(true),
                b'}' | b']' => {
                    self.open.pop();
                    self.key = None;
                }
                b',' => self.key = None,
                _ => {}
            }
            self.at += 1;
        }
    }

    /// The node of the value that stands here.
    fn here(&mut self) -> Option<u32> {
        let inside = match self.open.last() {
            None => Some(0),
            Some(node) => *node,
        }?;
        match self.key.take() {
            Some((from, to)) => {
                let name = self.bytes.get(from..to)?;
                self.tree.child(inside, name)
            }
            None => Some(inside),
        }
    }

    fn enter(&mut self, is_list: bool) {
        let node = self.here();
        let node = node.filter(|_| self.open.len() < MOST_DEPTH);
        let inside = match node {
            Some(node) if is_list => self.tree.child(node, LIST.as_bytes()),
            other => other,
        };
        self.open.push(inside);
    }

    /// A key is remembered and noted; a value is passed over.
    fn string(&mut self) {
        let from = self.at + 1;
        let to = end_of_string(self.bytes, from);
        self.at = to;
        if self.key.is_some() || to.saturating_sub(from) > LONGEST_KEY {
            return;
        }
        let behind = self.bytes.get(to + 1..).unwrap_or_default();
        let is_key = behind.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
        if is_key {
            self.key = Some((from, to));
            // Noted even where its value is a number or a text.
            let key = self.key;
            self.here();
            self.key = key;
        }
    }
}

/// Where the string that begins at `from` is closed, or the end of the text.
fn end_of_string(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}
