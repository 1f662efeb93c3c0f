//! Which known name did somebody probably mean who wrote an unknown one?

/// Unknown names longer than this are not compared with the known ones.
const LONGEST_GUESS: usize = 20;

/// The known name nearest to a written one, if it is near; of equally near ones the first.
pub(crate) fn nearest<'k>(
    written: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<&'k str> {
    let written: Vec<char> = written
        .chars()
        .take(LONGEST_GUESS + 1)
        .flat_map(char::to_lowercase)
        .collect();
    if written.len() > LONGEST_GUESS {
        return None;
    }
    let far = if written.len() <= 3 { 1 } else { 2 };
    known
        .into_iter()
        .map(|name| (edit_distance(&written, name), name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= far)
        .map(|(_, name)| name)
}

/// How many letters must be added, dropped or changed to make one word of the other (Levenshtein).
fn edit_distance(written: &[char], known: &str) -> usize {
    let known: Vec<char> = known.chars().collect();
    let mut row: Vec<usize> = (0..=known.len()).collect();
    for (i, a) in written.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in known.iter().enumerate() {
            let changed = row[j] + usize::from(a != b);
            next.push(changed.min(row[j + 1] + 1).min(next[j] + 1));
        }
        row = next;
    }
    row[known.len()]
}

#[cfg(test)]
mod tests {
    use super::edit_distance;

    #[test]
    fn distances_count_letters() {
        for (written, known, distance) in [
            ("", "tag", 3),
            ("tag", "tag", 0),
            ("tags", "tag", 1),
            ("pesrona", "persona", 2),
        ] {
            let written: Vec<char> = written.chars().collect();
            assert_eq!(edit_distance(&written, known), distance, "{known}");
        }
    }
}
