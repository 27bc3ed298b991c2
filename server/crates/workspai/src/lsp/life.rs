//! When the process ends: with `exit`, with the end of stdin or stdout, and with the client's process.

use std::time::Duration;

use tokio::sync::mpsc;

/// How often the client's process is looked for. The end of stdin tells at once in nearly every case.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Reports the end; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Life(mpsc::UnboundedSender<&'static str>);

/// Yields why the process must end.
pub(crate) type Death = mpsc::UnboundedReceiver<&'static str>;

impl Life {
    pub(crate) fn new() -> (Self, Death) {
        let (sender, death) = mpsc::unbounded_channel();
        (Self(sender), death)
    }

    /// Ends the process for a reason that is logged.
    pub(crate) fn end(&self, why: &'static str) {
        // A second reason changes nothing.
        let _ = self.0.send(why);
    }

    /// Ends with another process: the editor may die without closing our stdin, when a child of its own has it too.
    pub(crate) fn follow(&self, process: u32) {
        let life = self.clone();
        tokio::spawn(async move {
            let mut interval = tokio::time::interval(LOOK_EVERY);
            while host::is_process_alive(process) {
                interval.tick().await;
            }
            life.end("the client's process is gone");
        });
    }
}
