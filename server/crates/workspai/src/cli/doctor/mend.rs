use std::{
    collections::{BTreeMap, BTreeSet},
    process::ExitCode,
    sync::Arc,
};

use ::doctor::{Doctor as Checker, Report, apply};
use host::{Host, ReadError};
use index::{Change, Index};
use model::{Edit, Finding, Fix, FixAction, RelPath};
use similar::TextDiff;

use super::{Refusal, Wanted, code, print};

/// What mending works with.
pub(super) struct Bench<'b> {
    pub(super) host: &'b dyn Host,
    pub(super) index: &'b mut Index,
    pub(super) checker: &'b mut Checker,
    pub(super) wanted: &'b Wanted,
}

/// Files are read up to this size, as the doctor does.
const LIMIT_BYTES: u64 = 32 << 20;

/// Applies fixes one after the other, each to a fresh report, in memory; then writes the files that changed.
pub(super) fn mend(mut bench: Bench<'_>, id: Option<&str>, is_dry: bool) -> Result<ExitCode, Refusal> {
    let mut files = Files::default();
    let titles = match id {
        Some(id) => vec![mend_one(&mut bench, id, &mut files)?],
        None => mend_all(&mut bench, &mut files)?,
    };
    if is_dry {
        print(&files.diff())?;
        return Ok(ExitCode::SUCCESS);
    }
    files.write(bench.host)?;
    let mut text: String = titles.iter().map(|title| format!("fixed  {title}\n")).collect();
    let left = bench.report();
    if titles.is_empty() {
        text += "nothing can be mended by safe edits\n";
    }
    if !left.findings.is_empty() {
        text += &format!(
            "{} left\n",
            if left.findings.len() == 1 {
                "1 finding is".to_owned()
            } else {
                format!("{} findings are", left.findings.len())
            }
        );
    }
    print(&text)?;
    Ok(code(&left.findings))
}

impl Bench<'_> {
    fn report(&mut self) -> Report {
        self.wanted.of(self.checker.check(&self.index.snapshot()))
    }

    /// Puts a fix's edits into the buffers, all or none.
    fn apply(&mut self, edits: &[Edit], files: &mut Files) -> Result<(), Refusal> {
        let mut by_file: BTreeMap<&RelPath, Vec<&Edit>> = BTreeMap::new();
        for edit in edits {
            by_file.entry(&edit.file).or_default().push(edit);
        }
        let mut changed = Vec::new();
        for (path, edits) in by_file {
            let text = files.text(self.host, path)?;
            let new = apply(&text, &edits).map_err(|error| Refusal(format!("cannot mend {path}: {error}")))?;
            changed.push((path.clone(), Arc::<str>::from(new)));
        }
        for (path, text) in changed {
            files.put(&path, &text);
            self.index.apply(self.host, [Change::Buffer(path, text)]);
        }
        Ok(())
    }
}

/// Every safe edit, until no finding offers one that was not tried.
fn mend_all(bench: &mut Bench<'_>, files: &mut Files) -> Result<Vec<String>, Refusal> {
    let mut tried: BTreeSet<(Arc<str>, Arc<str>)> = BTreeSet::new();
    let mut titles = Vec::new();
    loop {
        let report = bench.report();
        let next = report.findings.iter().find_map(|finding| {
            let fix = finding.fixes.iter().find(|fix| fix.is_safe && edits(fix).is_some())?;
            let key = (Arc::clone(&finding.id.0), Arc::clone(&fix.id));
            (!tried.contains(&key)).then_some((key, fix))
        });
        let Some((key, fix)) = next else { return Ok(titles) };
        bench.apply(edits(fix).unwrap_or_default(), files)?;
        titles.push(fix.title.clone());
        tried.insert(key);
    }
}

/// The fix of one finding: `ID`, or `ID#FIX` for another than the best.
fn mend_one(bench: &mut Bench<'_>, id: &str, files: &mut Files) -> Result<String, Refusal> {
    let report = bench.report();
    let (finding, fix) = chosen(&report.findings, id)?;
    match &fix.action {
        FixAction::Edits(edits) => bench.apply(edits, files)?,
        FixAction::Command { line, folder } => {
            let why = "it reaches the network or changes more than can be shown";
            return Err(Refusal(format!("{} is for you to run ({why}), in {folder}: {line}", finding.id.0)));
        }
    }
    Ok(fix.title.clone())
}

fn chosen<'f>(findings: &'f [Finding], id: &str) -> Result<(&'f Finding, &'f Fix), Refusal> {
    let (name, fix) = match id.rsplit_once('#') {
        Some((name, fix)) if findings.iter().any(|finding| *finding.id.0 == *name) => (name, Some(fix)),
        _ => (id, None),
    };
    let finding = findings.iter().find(|finding| *finding.id.0 == *name).ok_or_else(|| {
        Refusal(format!(
            "there is no finding {id}; `workspai doctor --json` lists the ids (a folder stands before --fix)"
        ))
    })?;
    let best = || finding.fixes.iter().find(|fix| edits(fix).is_some()).or(finding.fixes.first());
    let found = fix.map_or_else(best, |fix| finding.fixes.iter().find(|known| *known.id == *fix));
    let fix = found.ok_or_else(|| Refusal(format!("nothing mends {id} mechanically: {}", finding.message)))?;
    Ok((finding, fix))
}

fn edits(fix: &Fix) -> Option<&[Edit]> {
    match &fix.action {
        FixAction::Edits(edits) => Some(edits),
        FixAction::Command { .. } => None,
    }
}

/// Texts before and after. A file that was not there has no text before.
#[derive(Default)]
struct Files(BTreeMap<RelPath, (Option<String>, String)>);

impl Files {
    /// The present text of a file; empty for one that is not there.
    fn text(&mut self, host: &dyn Host, path: &RelPath) -> Result<String, Refusal> {
        if let Some((_, now)) = self.0.get(path) {
            return Ok(now.clone());
        }
        let before = read(host, path)?;
        let now = before.clone().unwrap_or_default();
        self.0.insert(path.clone(), (before, now.clone()));
        Ok(now)
    }

    fn put(&mut self, path: &RelPath, text: &str) {
        if let Some((_, now)) = self.0.get_mut(path) {
            text.clone_into(now);
        }
    }

    /// Writes what changed, each file all or nothing, unless somebody else has changed it since.
    fn write(&self, host: &dyn Host) -> Result<(), Refusal> {
        let changed = || self.0.iter().filter(|(_, (before, now))| before.as_ref() != Some(now));
        for (path, (before, _)) in changed() {
            if read(host, path)? != *before {
                return Err(Refusal(format!("{path} was changed meanwhile; nothing was written")));
            }
        }
        for (path, (_, now)) in changed() {
            host.write(path, now.as_bytes()).map_err(Refusal)?;
        }
        Ok(())
    }

    /// A unified diff. Values of secrets are hidden, so it is for reading, not for `patch`.
    fn diff(&self) -> String {
        let line = |line: &str| {
            let text = line.trim_end_matches(['\n', '\r']);
            index::mask(text) + &line[text.len()..]
        };
        let hidden = |text: &str| text.split_inclusive('\n').map(line).collect::<String>();
        let mut out = String::new();
        for (path, (before, now)) in &self.0 {
            let (old, new) = (hidden(before.as_deref().unwrap_or("")), hidden(now));
            let from = if before.is_none() { "/dev/null".to_owned() } else { format!("a/{path}") };
            let diff = TextDiff::from_lines(&old, &new);
            out += &diff.unified_diff().context_radius(3).header(&from, &format!("b/{path}")).to_string();
        }
        out
    }
}

fn read(host: &dyn Host, path: &RelPath) -> Result<Option<String>, Refusal> {
    match host.read(path, LIMIT_BYTES) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(Refusal(format!("cannot mend {path}: it is not UTF-8"))),
        },
        Err(ReadError::Absent) => Ok(None),
        Err(error) => Err(Refusal(format!("cannot read {path}: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use host::MemHost;

    use super::*;

    fn bench(host: &MemHost, id: Option<&str>, is_dry: bool) -> Result<Files, Refusal> {
        let (mut index, mut checker) = (Index::new(host), Checker::new(host));
        let wanted = Wanted { project: None, rule: None };
        let mut bench = Bench { host, index: &mut index, checker: &mut checker, wanted: &wanted };
        let mut files = Files::default();
        match id {
            Some(id) => drop(mend_one(&mut bench, id, &mut files)?),
            None => drop(mend_all(&mut bench, &mut files)?),
        }
        if !is_dry {
            files.write(host)?;
        }
        Ok(files)
    }

    fn text(host: &MemHost, path: &str) -> String {
        let path = RelPath::new(path).expect("a path");
        String::from_utf8(host.read(&path, 1 << 20).expect("a file")).expect("UTF-8")
    }

    #[test]
    fn mends_byte_by_byte_and_leaves_the_rest() {
        let host = MemHost::default();
        host.put("web/package.json", r#"{ "name": "web", "dependencies": { "express": "4" } }"#);
        host.put("web/.env", "\u{feff}# x\r\nPORT=1\r\nKEPT=é😀\r\nA = 1\r\nPORT=2");
        host.put("web/.env.example", "PORT=1\nNEW=abc\nMORE=x y\n");
        bench(&host, None, false).map_err(|refusal| refusal.0).expect("mended");
        assert_eq!(text(&host, "web/.env"), "\u{feff}# x\r\nKEPT=é😀\r\nA=1\r\nPORT=2\r\nNEW=abc\r\nMORE=x y\r\n");
    }

    #[test]
    fn a_named_finding_may_need_a_look() {
        let host = MemHost::default();
        host.put("web/package.json", r#"{ "name": "web", "dependencies": { "express": "4" } }"#);
        host.put("web/.env", "JWT_SECRET=changeme\n");
        assert!(bench(&host, None, false).is_ok_and(|files| files.0.is_empty()), "not without being asked");
        bench(&host, Some("env-placeholder-secret:web/.env:JWT_SECRET"), false)
            .map_err(|refusal| refusal.0)
            .expect("mended");
        assert!(text(&host, "web/.env").starts_with("JWT_SECRET=") && !text(&host, "web/.env").contains("changeme"));
    }

    #[test]
    fn a_dry_run_writes_nothing_and_shows_no_secret() {
        let host = MemHost::default();
        host.put("web/package.json", r#"{ "name": "web", "dependencies": { "express": "4" } }"#);
        host.put("web/.env", "JWT_SECRET=q8Zr2LmNoPqRsTuV\nPORT=1\nPORT=2\n");
        let diff = bench(&host, None, true).map_err(|refusal| refusal.0).expect("mended").diff();
        assert_eq!(diff, "--- a/web/.env\n+++ b/web/.env\n@@ -1,3 +1,2 @@\n JWT_SECRET=•••\n-PORT=1\n PORT=2\n");
        assert!(text(&host, "web/.env").contains("PORT=1"));
    }

    #[test]
    fn refuses_what_it_cannot_do() {
        let host = MemHost::default();
        host.put("web/package.json", r#"{ "name": "web", "dependencies": { "express": "4" } }"#);
        let refusal = |id: &str| bench(&host, Some(id), false).err().map(|refusal| refusal.0).unwrap_or_default();
        assert!(refusal("nonsense").starts_with("there is no finding nonsense"));
        assert!(
            refusal("lockfile-missing:web/package.json:package-lock.json").contains("npm install --package-lock-only")
        );
        let mut files = Files::default();
        host.put("web/.env", "A=1\n");
        let path = RelPath::new("web/.env").expect("a path");
        assert_eq!(files.text(&host, &path).map_err(|refusal| refusal.0).expect("read"), "A=1\n");
        files.put(&path, "A=2\n");
        host.put("web/.env", "A=3\n");
        assert!(files.write(&host).is_err_and(|refusal| refusal.0.contains("changed meanwhile")));
        assert_eq!(text(&host, "web/.env"), "A=3\n");
    }
}
