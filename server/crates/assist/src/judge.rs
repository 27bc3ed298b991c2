//! What the program can say about a place: what the message means, and what this workspace knows that bears on it.

mod import;
mod key;
mod name;
mod near;

use std::sync::Arc;

use disk::incident::Confidence;
use model::{Evidence, FindingId, Place};

use crate::{
    Site, View,
    explain::{self, About, Explained},
};

/// One statement with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Insight {
    /// One or two sentences, as Markdown.
    pub(crate) text: String,
    /// How sure the program is.
    pub(crate) confidence: Confidence,
    /// What supports it.
    pub(crate) evidence: Vec<Evidence>,
}

/// A step to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Advice {
    /// Imperative, as Markdown.
    pub(crate) title: String,
    /// The finding and its fix that carry it out.
    pub(crate) fix: Option<(FindingId, Arc<str>)>,
}

impl Advice {
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), fix: None }
    }
}

/// All of it, the surest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) insights: Vec<Insight>,
    pub(crate) advice: Vec<Advice>,
}

impl Judgement {
    fn add(&mut self, confidence: Confidence, text: impl Into<String>, evidence: Vec<Evidence>) {
        self.insights.push(Insight { text: text.into(), confidence, evidence });
    }

    fn advise(&mut self, title: impl Into<String>) {
        let advice = Advice::new(title);
        if !self.advice.iter().any(|known| known.title == advice.title) {
            self.advice.push(advice);
        }
    }
}

/// Judges a place by its message and by what the workspace knows.
pub(crate) fn judge(view: &View<'_>, site: &Site) -> Judgement {
    let mut judgement = Judgement::default();
    let explained = explain::explain(site);
    if let Some(Explained { about: Some((about, name)), .. }) = &explained {
        match about {
            About::Import => import::judge(view, site, name, &mut judgement),
            About::Name => name::judge(view, site, name, &mut judgement),
            About::Key => key::judge(view, site, name, &mut judgement),
            About::Nothing => {}
        }
    }
    if let Some(explained) = explained {
        let text = format!("{} (what {} means by this message)", explained.means, explained.family);
        judgement.add(Confidence::Likely, text, vec![at(view, site)]);
        judgement.advise(explained.next);
    }
    near::judge(view, site, &mut judgement);
    judgement.insights.sort_by_key(|insight| std::cmp::Reverse(insight.confidence));
    judgement
}

/// The line of the site, masked by the snapshot's own rules where it keeps the text.
pub(crate) fn at(view: &View<'_>, site: &Site) -> Evidence {
    let place = Place::new(site.file.clone(), model::Range::line_start(site.line.saturating_sub(1)));
    proof(view, &place)
}

/// A line as evidence.
pub(crate) fn proof(view: &View<'_>, place: &Place) -> Evidence {
    match view.snapshot.evidence(place) {
        Evidence::Source { text, .. } if text.is_empty() => {
            Evidence::Source { place: place.clone(), text: view.line(place) }
        }
        evidence => evidence,
    }
}
