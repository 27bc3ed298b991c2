use index::Snapshot;
use model::{LocalOnly, Place, RelPath};

use crate::read;

/// Whether nothing of these files may leave this machine. Every memory file above one of them is asked, not the nearest
/// alone: a nearer file that says nothing must not open what a farther one closed. Without files the whole workspace is
/// meant, and every memory file is asked.
#[must_use]
pub fn local_only(snapshot: &Snapshot, files: &[RelPath]) -> Option<LocalOnly> {
    read(snapshot)
        .into_iter()
        .filter(|memory| files.is_empty() || files.iter().any(|file| file.is_within(&memory.scope())))
        .find_map(|memory| {
            let (range, setting) = memory.facts.local_only.as_ref()?;
            Some(LocalOnly { place: Place::new(memory.file.clone(), *range), setting: setting.clone() })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_for_everything_below() {
        let snapshot = index::build(&fixture::mem_host(
            r#"
//- /pay/.rapidkit/workspace-memory.json
{ "sensitivity": "sensitive" }
//- /pay/api/.rapidkit/workspace-memory.json
{ "context": "x" }
"#,
        ));
        let ask = |files: &[&str]| {
            let files: Vec<RelPath> = files.iter().map(|file| RelPath::new(file).expect("a path")).collect();
            local_only(&snapshot, &files).map(|found| found.setting.to_string())
        };
        let closed = Some("sensitivity: \"sensitive\"".to_owned());
        assert_eq!(ask(&["pay/api/main.py"]), closed);
        assert_eq!(ask(&["web/x.ts", "pay/y.py"]), closed);
        assert_eq!(ask(&[]), closed);
        assert_eq!(ask(&["web/x.ts"]), None);
    }
}
