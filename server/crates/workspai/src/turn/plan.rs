//! What a turn will do: computed at one go, where blocking is allowed.

use std::sync::Arc;

use assist::{Action, Answer, Citable, Completeness, FollowUp, Part, Question, Subject, Verb};
use egress::{Outgoing, Provider};
use model::RelPath;

use super::{Means, Scene, Turn, incidents};

/// The program's part, and what is to be sent.
pub(super) struct Plan {
    pub(super) parts: Vec<Part>,
    pub(super) follow_ups: Vec<FollowUp>,
    pub(super) incident: Option<String>,
    pub(super) request: Option<Box<Request>>,
}

/// What is to be sent, and what its answer is checked against.
pub(super) struct Request {
    pub(super) outgoing: Outgoing,
    pub(super) citable: Citable,
    pub(super) omitted: Vec<String>,
    /// Whether the program has shown something above.
    pub(super) has_answer: bool,
}

/// A model that takes few tokens gets a smaller context; this much stays for instructions, question and answer.
const RESERVED_TOKENS: u32 = 1_500;
const SMALLEST_BUDGET: u32 = 300;

pub(super) fn plan(scene: &Scene, means: &Means, turn: Turn) -> Plan {
    let view = scene.view();
    let Turn { id, question, provider, budget_tokens } = turn;
    let redactor = Arc::new(assist::redactor(&view));
    let answer = assist::program_answer(&view, &redactor, &question);
    let incident = subject(&question, &answer)
        .and_then(|subject| incidents::open_with(scene, means, &redactor, &subject))
        .map(|incident| incident.id);
    let is_sent = provider.is_some() && has_room_for_a_model(&question, &answer);
    let request = provider.as_ref().filter(|_| is_sent).map(|provider| {
        let budget = budget(provider, budget_tokens);
        let prompt = assist::prompt(&view, &redactor, &question, &answer, budget);
        let about: &[RelPath] = if prompt.is_whole_workspace { &[] } else { &prompt.files };
        let local_only = memory::local_only(&scene.snapshot, about);
        let outgoing = Outgoing {
            turn: id,
            surface: question.verb.name().to_owned(),
            messages: prompt.messages,
            pieces: prompt.pieces,
            redactor: Arc::clone(&redactor),
            local_only,
        };
        let citable = Citable::new(&view, &prompt.files);
        Box::new(Request { outgoing, citable, omitted: prompt.omitted, has_answer: !answer.parts.is_empty() })
    });
    let mut parts = answer.parts;
    if let Some(id) = &incident {
        parts.push(Part::Button { title: "Show incident".to_owned(), action: Action::ShowIncident(id.clone()) });
    }
    if provider.is_none() && answer.completeness == Completeness::Nothing {
        parts.push(Part::Button { title: "Set up a model".to_owned(), action: Action::ConfigureModel });
    }
    Plan { parts, follow_ups: answer.follow_ups, incident, request }
}

/// Everything a program can know is answered by the program; a model is for what is left.
fn has_room_for_a_model(question: &Question, answer: &Answer) -> bool {
    match question.verb {
        // The doctor's list is whole; words ask for more.
        Verb::Doctor => !question.prompt.trim().is_empty() && question.prompt.split_whitespace().count() > 3,
        Verb::Ask => answer.completeness < Completeness::Whole,
        Verb::Debug | Verb::Explain => answer.site.is_some() || !question.prompt.trim().is_empty(),
    }
}

/// What an incident is opened for: what was pointed at, and every `/debug` that names an error or says what is wrong.
fn subject(question: &Question, answer: &Answer) -> Option<Subject> {
    match (question.verb, &question.subject, &answer.site) {
        (Verb::Debug | Verb::Explain, Some(subject), _) => Some(subject.clone()),
        (Verb::Debug, None, Some(site)) if site.message.is_some() || question.prompt.split_whitespace().count() > 3 => {
            Some(Subject::Question(question.prompt.clone(), Some(site.clone())))
        }
        _ => None,
    }
}

fn budget(provider: &Provider, wanted: u32) -> u32 {
    let most = match provider {
        Provider::Editor { max_input_tokens: Some(most), .. } => most.saturating_sub(RESERVED_TOKENS),
        _ => u32::MAX,
    };
    wanted.min(most).max(SMALLEST_BUDGET)
}
