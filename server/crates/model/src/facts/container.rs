use std::sync::Arc;

use crate::Range;

/// A Dockerfile.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dockerfile {
    /// In file order.
    pub stages: Vec<DockerStage>,
    /// `ENV` and `ARG` with a default, of all stages.
    pub env: Vec<DockerArgument>,
    /// `EXPOSE`.
    pub exposed: Vec<(u16, Range)>,
    /// `CMD` or `ENTRYPOINT` of the last stage, as written.
    pub command: Option<(Arc<str>, Range)>,
    /// Whether anything of the build's folder comes into it: without, it holds no code of the folder.
    pub takes_context: bool,
}

/// One `FROM`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DockerStage {
    /// The image without tag and digest, `ARG` defaults filled in; or an earlier stage's name.
    pub image: Arc<str>,
    /// The tag, `ARG` defaults filled in.
    pub tag: Option<Arc<str>>,
    /// `AS name`.
    pub name: Option<Arc<str>>,
    /// The image reference.
    pub range: Range,
    /// The number of the earlier stage that it goes on from.
    pub base: Option<usize>,
}

impl Dockerfile {
    /// The numbers of the stages that an image of a target (a name or a number) is made of; `None` when there is no such stage.
    #[must_use]
    pub fn stages_of(&self, target: &str) -> Option<Vec<usize>> {
        let is_it = |stage: &DockerStage| stage.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(target));
        let number = || target.parse().ok().filter(|at| *at < self.stages.len());
        let first = self.stages.iter().rposition(is_it).or_else(number)?;
        Some(std::iter::successors(Some(first), |at| self.stages[*at].base).collect())
    }

    /// What is set when the images of these targets run. Without targets, that is what can run by itself.
    pub fn env_of<'d>(&'d self, targets: Option<&'d [usize]>) -> impl Iterator<Item = &'d DockerArgument> {
        self.env.iter().filter(move |it| match targets {
            None => !it.is_build_time,
            Some(stages) => !it.is_argument && it.stage.is_some_and(|stage| stages.contains(&stage)),
        })
    }
}

/// One `ENV` or `ARG`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DockerArgument {
    /// The key.
    pub key: Arc<str>,
    /// As written, unquoted.
    pub value: Option<Arc<str>>,
    /// Whether it is known at build time only: an `ARG`, or in a stage that others copy from.
    pub is_build_time: bool,
    /// Whether it is an `ARG`.
    pub is_argument: bool,
    /// The number of its stage; `None` before the first.
    pub stage: Option<usize>,
    /// The key's range.
    pub range: Range,
}
