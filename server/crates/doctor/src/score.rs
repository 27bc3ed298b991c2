//! The health score.
//!
//! Six areas have weights: env 25, dependencies 25, ports 20, runtime 10, modules 10, files 10. Areas that the workspace
//! has nothing of are left out, and the others are scaled to 100. Within an area each project that has something of it
//! keeps a share: an error halves it, a warning takes 15 % of what is left, an info takes nothing. Findings that belong
//! to no project count for every project. An area gives its weight times the mean of the shares, rounded down, so that
//! only a workspace without errors and warnings has 100. `docs/score.md` says the same.

use std::collections::BTreeMap;

use model::{Finding, Project, ProjectId, Severity, facts::FileFacts};

use crate::{context::Context, rule::Area, rules::RULES};

const WEIGHTS: [(Area, u32); 6] = [
    (Area::Env, 25),
    (Area::Dependencies, 25),
    (Area::Ports, 20),
    (Area::Runtime, 10),
    (Area::Modules, 10),
    (Area::Files, 10),
];
const ERROR_KEEPS: f64 = 0.5;
const WARNING_KEEPS: f64 = 0.85;

/// The health of a workspace in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// 0–100: the sum of the areas' points.
    pub total: u32,
    /// The areas that the workspace has something of.
    pub areas: Vec<AreaScore>,
    /// By path.
    pub projects: Vec<ProjectScore>,
}

/// An area's part of the score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaScore {
    /// Which.
    pub area: Area,
    /// What it gives.
    pub points: u32,
    /// What it could give.
    pub of: u32,
    /// One sentence: what would raise it; `None` when it is full.
    pub raise: Option<String>,
}

/// The same sum for one project alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectScore {
    /// Which.
    pub project: ProjectId,
    /// 0–100.
    pub total: u32,
    /// The areas that the project has something of.
    pub areas: Vec<AreaScore>,
}

/// Counts findings. They need no order.
pub(crate) fn of(cx: &Context<'_>, findings: &[Finding]) -> Score {
    let mut shares: BTreeMap<Area, Vec<f64>> = BTreeMap::new();
    let mut projects = Vec::new();
    for project in &cx.snapshot.projects {
        let own = |area: Area| findings.iter().filter(move |finding| counts(finding, area, Some(&project.id)));
        let present: Vec<Area> = Area::ALL
            .into_iter()
            .filter(|area| has(cx, project, *area) || own(*area).any(|finding| finding.project.is_some()))
            .collect();
        let mut rows = Vec::new();
        for (area, of) in scaled(&present) {
            let share = share(own(area));
            shares.entry(area).or_default().push(share);
            rows.push(row(area, of, share, &own(area).collect::<Vec<_>>()));
        }
        projects.push(ProjectScore {
            project: project.id.clone(),
            total: rows.iter().map(|row| row.points).sum(),
            areas: rows,
        });
    }
    // Findings of no project need an area to count in, even when no project has something of it.
    for area in Area::ALL {
        let loose = findings.iter().filter(|finding| finding.project.is_none() && area_of(finding) == area);
        if !shares.contains_key(&area) && loose.clone().next().is_some() {
            shares.insert(area, vec![share(loose)]);
        }
    }
    let present: Vec<Area> = Area::ALL.into_iter().filter(|area| shares.contains_key(area)).collect();
    let mut areas = Vec::new();
    for (area, of) in scaled(&present) {
        let shares = &shares[&area];
        let mean = shares.iter().sum::<f64>() / f64::from(u32::try_from(shares.len()).unwrap_or(1));
        let own: Vec<&Finding> = findings.iter().filter(|finding| area_of(finding) == area).collect();
        areas.push(row(area, of, mean, &own));
    }
    let total = if areas.is_empty() { 100 } else { areas.iter().map(|row| row.points).sum() };
    Score { total, areas, projects }
}

fn area_of(finding: &Finding) -> Area {
    RULES.iter().find(|rule| rule.id == finding.rule).map_or(Area::Files, |rule| rule.area)
}

fn counts(finding: &Finding, area: Area, project: Option<&ProjectId>) -> bool {
    area_of(finding) == area && (finding.project.is_none() || finding.project.as_ref() == project)
}

fn share<'f>(findings: impl Iterator<Item = &'f Finding>) -> f64 {
    findings.fold(1.0, |share, finding| {
        share
            * match finding.severity {
                Severity::Error => ERROR_KEEPS,
                Severity::Warning => WARNING_KEEPS,
                Severity::Info => 1.0,
            }
    })
}

fn row(area: Area, of: u32, share: f64, findings: &[&Finding]) -> AreaScore {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
    let points = (f64::from(of) * share + 1e-9).floor() as u32;
    // Rounding may hide a small loss, but a share that is not whole must cost a point.
    let points = if share < 1.0 { points.min(of.saturating_sub(1)) } else { points };
    AreaScore { area, points, of, raise: (points < of).then(|| raise(of - points, findings)) }
}

/// What would bring the missing points back.
fn raise(missing: u32, findings: &[&Finding]) -> String {
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let words = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let what = match (errors, warnings) {
        (0, warnings) => words(warnings, "warning"),
        (errors, 0) => words(errors, "error"),
        (errors, warnings) => format!("{} and {}", words(errors, "error"), words(warnings, "warning")),
    };
    let points = words(missing as usize, "point");
    match findings.iter().find(|finding| finding.severity > Severity::Info) {
        Some(worst) if errors + warnings == 1 => format!("Mending this gives {points}: {}", told(worst)),
        Some(worst) => format!("Mending {what} gives {points}; first: {}", told(worst)),
        None => format!("Mending {what} gives {points}"),
    }
}

/// A finding's message, for somebody who does not see where it stands.
fn told(finding: &Finding) -> String {
    let (file, message) = (&finding.place.file, &finding.message);
    if message.contains(file.file_name()) { message.clone() } else { format!("{file}: {message}") }
}

/// Weights of the areas that count, scaled to 100: each rounded down, the rest to those that lost most.
fn scaled(present: &[Area]) -> Vec<(Area, u32)> {
    let weights: Vec<(Area, u32)> = WEIGHTS.into_iter().filter(|(area, _)| present.contains(area)).collect();
    let sum: u32 = weights.iter().map(|(_, weight)| weight).sum();
    if sum == 0 {
        return Vec::new();
    }
    let mut found: Vec<(Area, u32, u32)> =
        weights.iter().map(|(area, weight)| (*area, weight * 100 / sum, weight * 100 % sum)).collect();
    let missing = 100 - found.iter().map(|(_, points, _)| points).sum::<u32>();
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(found[*at].2));
    for at in order.into_iter().take(missing as usize) {
        found[at].1 += 1;
    }
    found.into_iter().map(|(area, points, _)| (area, points)).collect()
}

/// Whether a project has something that the area's rules look at.
fn has(cx: &Context<'_>, project: &Project, area: Area) -> bool {
    match area {
        Area::Env => {
            !project.env.is_empty() || cx.project_facts(project).any(|(_, facts)| matches!(facts, FileFacts::Dotenv(_)))
        }
        Area::Dependencies => !project.dependencies.is_empty(),
        Area::Ports => {
            !project.ports.is_empty()
                || cx.project_facts(project).any(|(_, facts)| matches!(facts, FileFacts::Compose(_)))
        }
        Area::Runtime => !project.version_claims.is_empty(),
        Area::Modules => !project.modules.is_empty(),
        Area::Files => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_scaled_to_a_hundred() {
        let sum = |areas: &[Area]| scaled(areas).iter().map(|(_, points)| points).sum::<u32>();
        assert_eq!(sum(&Area::ALL), 100);
        assert_eq!(sum(&[Area::Env, Area::Ports, Area::Files]), 100);
        assert_eq!(sum(&[Area::Files]), 100);
        assert!(scaled(&[]).is_empty());
    }

    #[test]
    fn a_loss_costs_at_least_a_point() {
        assert_eq!(row(Area::Env, 25, 1.0, &[]).points, 25);
        assert_eq!(row(Area::Env, 25, 0.999, &[]).points, 24);
        assert_eq!(row(Area::Env, 25, 0.5, &[]).points, 12);
        assert_eq!(row(Area::Env, 0, 0.5, &[]).points, 0);
    }
}
