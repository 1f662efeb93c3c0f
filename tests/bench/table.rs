//! How is what was measured shown?

use crate::workbench::Workbench;

/// What a figure is held against.
#[derive(Clone, Copy)]
pub enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

impl Bound {
    fn holds(self, measured: f64) -> bool {
        match self {
            Bound::AtMost(limit) => measured <= limit,
            Bound::AtLeast(limit) => measured >= limit,
        }
    }

    fn shown(self, unit: Unit) -> String {
        match self {
            Bound::AtMost(limit) => format!("≤ {}", unit.shown(limit)),
            Bound::AtLeast(limit) => format!("≥ {}", unit.shown(limit)),
        }
    }
}

/// What a figure counts.
#[derive(Clone, Copy)]
pub enum Unit {
    Ratio,
    Percent,
    Milliseconds,
    Megabytes,
    /// Megabytes a second.
    Speed,
    Count,
}

impl Unit {
    fn shown(self, figure: f64) -> String {
        match self {
            _ if figure.is_nan() => "?".to_owned(),
            Unit::Ratio => format!("{figure:.2}"),
            Unit::Percent => format!("{figure:.1} %"),
            Unit::Milliseconds => format!("{figure:.2} ms"),
            Unit::Megabytes => format!("{figure:.0} MB"),
            Unit::Speed => format!("{figure:.0} MB/s"),
            Unit::Count => format!("{figure:.0}"),
        }
    }
}

/// One line of the table, with what explains it.
pub struct Row {
    pub id: &'static str,
    pub what: &'static str,
    pub measured: f64,
    pub unit: Unit,
    /// Gate and aim; none where nothing was promised.
    pub bounds: Option<(Bound, Bound)>,
    pub note: String,
}

impl Row {
    fn verdict(&self) -> &'static str {
        match self.bounds {
            _ if self.measured.is_nan() => "not measured",
            None => "",
            Some((_, aim)) if aim.holds(self.measured) => "aim",
            Some((gate, _)) if gate.holds(self.measured) => "gate",
            Some(_) => "MISSED",
        }
    }

    fn print(&self) {
        let shown = |bound: Option<Bound>| {
            bound
                .map(|bound| bound.shown(self.unit))
                .unwrap_or_default()
        };
        println!(
            "{:<6}  {:<54}  {:>10}  {:>11}  {:>11}  {}",
            self.id,
            self.what,
            self.unit.shown(self.measured),
            shown(self.bounds.map(|(gate, _)| gate)),
            shown(self.bounds.map(|(_, aim)| aim)),
            self.verdict(),
        );
        if !self.note.is_empty() {
            println!("        {}", self.note);
        }
    }
}

/// All that was measured, in order.
#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
}

impl Table {
    /// Adds a row.
    pub fn add(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Prints what was measured on what, and how it stands.
    pub fn print(&self, bench: &Workbench<'_>) {
        let (corpus, setup) = (&bench.corpus, &bench.setup);
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        println!();
        println!("corpus: {}", corpus.origin);
        println!(
            "        {} calls, {} turns, {:.1} MB of text; {cores} cores; medians of {} rounds",
            corpus.n_calls,
            corpus.n_turns,
            corpus.text_bytes as f64 / 1e6,
            setup.rounds,
        );
        println!(
            "stock en_stem: SimpleTokenizer, RemoveLong(40), LowerCaser and a filter over rust-stemmers, since \
             tantivy's own stemmer is switched off"
        );
        if setup.is_tiny {
            println!(
                "a tiny round, which only shows that everything runs: its figures mean nothing"
            );
        }
        println!();
        let (id, what, measured, gate, aim) = ("row", "what", "measured", "gate", "aim");
        println!("{id:<6}  {what:<54}  {measured:>10}  {gate:>11}  {aim:>11}");
        for row in &self.rows {
            row.print();
        }
    }
}
