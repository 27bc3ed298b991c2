//! Processes of others.

/// Whether a process of this id runs. One that we may not signal runs; one that nobody waited for still counts.
#[cfg(unix)]
#[must_use]
pub fn is_process_alive(process: u32) -> bool {
    use rustix::{io::Errno, process::Pid};
    let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) else { return false };
    rustix::process::test_kill_process(pid) != Err(Errno::SRCH)
}

/// Whether a process of this id runs.
#[cfg(not(unix))]
#[must_use]
pub fn is_process_alive(process: u32) -> bool {
    let pid = sysinfo::Pid::from_u32(process);
    // What cannot be found out must not end us: the end of stdin tells as well.
    let Ok(mut system) = sysinfo::System::new() else { return true };
    system.refresh_processes(sysinfo::ProcessesToUpdate::Some(&[pid]), true);
    system.process(pid).is_some()
}

#[cfg(test)]
mod tests {
    use super::is_process_alive;

    #[test]
    fn tells_the_living_from_the_dead() {
        assert!(is_process_alive(std::process::id()));
        assert!(!is_process_alive(0x3fff_fff0), "no system has so many processes");
        assert!(!is_process_alive(0));
    }

    #[cfg(unix)]
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test starts a process to see it end")]
    fn a_process_that_was_waited_for_is_dead() {
        let mut child = std::process::Command::new("true").spawn().expect("true runs");
        let id = child.id();
        child.wait().expect("it ends");
        assert!(!is_process_alive(id));
    }
}
