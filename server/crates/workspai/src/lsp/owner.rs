//! The one owner of the state. It takes events in order, lends the desk to one piece of work at a time, and lets
//! requests that read go when the work they must see is done. It computes nothing itself.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use lsp_types::Url;
use model::RelPath;
use tokio::time::Instant;
use wire::session::Settings;

use super::{
    desk::{Desk, Terms, Work},
    event::{Class, DocumentEvent, Event, Inbox, Mailbox, Read},
    folders::Folder,
    log::Log,
    office::Office,
    view::View,
    watch,
};

/// More changed files than this are read as a whole tree: that is quicker.
const MANY_FILES: usize = 1_000;
/// How long the disk must be quiet before the whole tree is read because of it. VS Code tells 500 changes every 200 ms.
const QUIET: Duration = Duration::from_millis(250);
/// The longest wait for quiet.
const PATIENCE: Duration = Duration::from_millis(2_500);

/// The state that only this task touches.
pub(crate) struct Owner {
    mailbox: Mailbox,
    view: Arc<ArcSwap<View>>,
    log: Log,
    office: Option<Arc<Office>>,
    /// The report that incidents were compared with last.
    settled: Option<Arc<doctor::Report>>,
    /// Away while work is under way.
    desk: Option<Box<Desk>>,
    terms: Terms,
    folders: Vec<Folder>,
    is_started: bool,
    quick: Quick,
    rebuild: Rebuild,
    reads: Vec<Waiting>,
}

/// Work that takes milliseconds.
#[derive(Default)]
struct Quick {
    lane: Lane,
    documents: Vec<DocumentEvent>,
    disk: BTreeSet<RelPath>,
    is_recheck: bool,
}

/// Work on the whole tree.
#[derive(Default)]
struct Rebuild {
    lane: Lane,
    folders: Option<Vec<Folder>>,
    /// When the disk first asked for it, and when it may start.
    asked: Option<Instant>,
    due: Option<Instant>,
}

/// Counts what was asked for, is under way, and is done.
#[derive(Default)]
struct Lane {
    posted: u64,
    running: u64,
    done: u64,
}

impl Lane {
    fn is_waiting(&self) -> bool {
        self.running < self.posted
    }

    fn is_running(&self) -> bool {
        self.done < self.running
    }

    fn start(&mut self) {
        self.running = self.posted;
    }

    fn finish(&mut self) {
        self.done = self.running;
    }
}

/// A read and the work it must see.
struct Waiting {
    read: Read,
    quick: u64,
    rebuild: u64,
}

impl Owner {
    pub(crate) fn new(mailbox: Mailbox, view: Arc<ArcSwap<View>>, log: Log, desk: Desk) -> Self {
        // The first index is owed from the beginning: who needs it waits, even for a client that is slow to start.
        let rebuild = Rebuild { lane: Lane { posted: 1, ..Lane::default() }, ..Rebuild::default() };
        Self {
            mailbox,
            view,
            log,
            office: None,
            settled: None,
            desk: Some(Box::new(desk)),
            terms: Terms::default(),
            folders: Vec::new(),
            is_started: false,
            quick: Quick::default(),
            rebuild,
            reads: Vec::new(),
        }
    }

    pub(crate) async fn run(mut self, mut inbox: Inbox) {
        loop {
            let due = self.rebuild.due.filter(|_| self.desk.is_some());
            tokio::select! {
                event = inbox.recv() => match event {
                    Some(event) => self.take(event),
                    None => return,
                },
                () = tokio::time::sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => self.rebuild.due = None,
            }
            self.start_work();
            self.release_reads();
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Introduced(session, office) => {
                self.office = Some(office);
                self.terms.client = session.client;
                self.terms.storage = session.storage;
                Self::trusted(session.is_trusted);
                self.terms.disabled_rules.clone_from(&session.settings.disabled_rules);
                self.log.set_level(session.settings.log_level);
                self.folders = session.folders;
                self.rebuild.folders = Some(self.folders.clone());
            }
            Event::Started => self.is_started = true,
            Event::Document(event) => {
                self.quick.documents.push(event);
                self.quick.lane.posted += 1;
            }
            Event::Watched(uris) => self.watched(&uris),
            Event::Folders { added, removed } => self.other_folders(added, &removed),
            Event::Settings(settings) => self.other_settings(*settings),
            Event::Trusted => Self::trusted(true),
            Event::Read(read) => self.queue(read),
            Event::Done(desk) => {
                self.desk = Some(desk);
                self.quick.lane.finish();
                self.rebuild.lane.finish();
                self.settle_incidents();
            }
        }
    }

    fn queue(&mut self, read: Read) {
        if read.class == Class::Fresh {
            self.rebuild.lane.posted += 1;
        }
        self.reads.push(Waiting {
            quick: self.quick.lane.posted,
            rebuild: if read.class == Class::Prompt { 0 } else { self.rebuild.lane.posted },
            read,
        });
    }

    fn watched(&mut self, uris: &[Url]) {
        let view = self.view.load();
        let mut is_large = false;
        for path in uris.iter().filter_map(|uri| view.mounts.path(uri)) {
            match watch::meaning(&path) {
                watch::Meaning::Nothing => continue,
                watch::Meaning::Tree => is_large = true,
                watch::Meaning::File => {
                    self.quick.disk.insert(path);
                }
            }
        }
        // What comes while a rebuild is due is part of the same upheaval.
        if is_large || self.quick.disk.len() > MANY_FILES || self.rebuild.due.is_some() {
            self.quick.disk.clear();
            self.ask_for_rebuild();
        } else if !self.quick.disk.is_empty() {
            self.quick.lane.posted += 1;
        }
    }

    fn ask_for_rebuild(&mut self) {
        let now = Instant::now();
        let asked = *self.rebuild.asked.get_or_insert(now);
        self.rebuild.due = Some((now + QUIET).min(asked + PATIENCE));
        self.rebuild.lane.posted += 1;
    }

    fn other_folders(&mut self, added: Vec<Folder>, removed: &[Url]) {
        self.folders.retain(|folder| !removed.contains(&folder.uri));
        for folder in added {
            if !self.folders.iter().any(|known| known.uri == folder.uri) {
                self.folders.push(folder);
            }
        }
        self.rebuild.folders = Some(self.folders.clone());
        self.rebuild.lane.posted += 1;
    }

    fn other_settings(&mut self, settings: Settings) {
        self.log.set_level(settings.log_level);
        if self.terms.disabled_rules != settings.disabled_rules {
            self.terms.disabled_rules = settings.disabled_rules;
            self.recheck();
        }
    }

    /// Nothing depends on it yet: this program starts no process and takes no command from the workspace.
    fn trusted(is_trusted: bool) {
        tracing::debug!(is_trusted, "workspace trust");
    }

    fn recheck(&mut self) {
        self.quick.is_recheck = true;
        self.quick.lane.posted += 1;
    }

    /// Edits go first: somebody waits for them.
    fn start_work(&mut self) {
        let is_wanted = self.quick.lane.is_waiting() || self.is_rebuild_due();
        let Some(mut desk) = self.desk.take_if(|_| is_wanted) else { return };
        let work = if self.quick.lane.is_waiting() {
            self.quick.lane.start();
            Work::Quick {
                documents: std::mem::take(&mut self.quick.documents),
                disk: std::mem::take(&mut self.quick.disk),
                is_recheck: std::mem::take(&mut self.quick.is_recheck),
            }
        } else {
            self.rebuild.lane.start();
            (self.rebuild.due, self.rebuild.asked) = (None, None);
            Work::Rebuild { folders: self.rebuild.folders.take() }
        };
        let (terms, mailbox) = (self.terms.clone(), self.mailbox.clone());
        tokio::task::spawn_blocking(move || {
            desk.work(work, &terms);
            mailbox.post(Event::Done(desk));
        });
    }

    fn is_rebuild_due(&self) -> bool {
        self.is_started && self.rebuild.lane.is_waiting() && self.rebuild.due.is_none()
    }

    /// A finding that is gone takes its incident along, with the proof.
    fn settle_incidents(&mut self) {
        let view = self.view.load_full();
        let is_new = self.settled.as_ref().is_none_or(|report| !Arc::ptr_eq(report, &view.report));
        if let Some(office) = self.office.clone().filter(|_| is_new && view.snapshot.revision > 0) {
            self.settled = Some(Arc::clone(&view.report));
            tokio::task::spawn_blocking(move || office.settle(&view));
        }
    }

    /// Lets reads go in the order they came. Nobody waits for a tree that is being read unless he said so.
    fn release_reads(&mut self) {
        let is_rebuilding = self.rebuild.lane.is_running();
        let (quick, rebuild) = (self.quick.lane.done, self.rebuild.lane.done);
        let view = self.view.load_full();
        // Findings about the disk must not become edits of a buffer that nobody has looked at.
        let is_blind = view.snapshot.revision > 0
            && self.quick.documents.iter().any(|event| matches!(event, DocumentEvent::Opened { .. }));
        let is_ready = |waiting: &mut Waiting| {
            let may_be_old = waiting.read.class == Class::Prompt && is_rebuilding && !is_blind;
            (waiting.quick <= quick || may_be_old) && waiting.rebuild <= rebuild
        };
        for waiting in self.reads.extract_if(.., is_ready) {
            (waiting.read.job)(Arc::clone(&view));
        }
    }
}
