use assist::{Action, FollowUp, Part, Verb};
use egress::{Provider, Receipt};
use wire::chat::{ChatAction, ChatCommand, ChatOutcome, ChatPart, ModelChoice};

use super::receipt_item;
use crate::turn::TurnEnd;

/// Who may be asked; `None`: the program answers alone.
pub(crate) fn provider(choice: &ModelChoice) -> Option<Provider> {
    match choice {
        ModelChoice::None => None,
        ModelChoice::Endpoint => Some(Provider::Endpoint),
        ModelChoice::Editor { id, name, max_input_tokens } => {
            Some(Provider::Editor { id: id.clone(), name: name.clone(), max_input_tokens: *max_input_tokens })
        }
    }
}

/// A piece of an answer.
pub(crate) fn chat_part(part: Part) -> ChatPart {
    match part {
        Part::Progress(text) => ChatPart::Progress { text },
        Part::Markdown(text) => ChatPart::Markdown { text },
        Part::Anchor { file, line, title } => ChatPart::Anchor { file: file.to_string(), line, title },
        Part::Reference { file, lines } => {
            ChatPart::Reference { file: file.to_string(), lines: lines.map(|(first, last)| [first, last]) }
        }
        Part::Button { title, action } => ChatPart::Button { title, action: chat_action(action) },
    }
}

fn chat_action(action: Action) -> ChatAction {
    match action {
        Action::PreviewFix { finding, fix } => {
            ChatAction::PreviewFix { finding: finding.0.to_string(), fix: fix.to_string() }
        }
        Action::Open { file, line } => ChatAction::Open { file: file.to_string(), line },
        Action::ShowIncident(id) => ChatAction::ShowIncident { id },
        Action::ShowHealth => ChatAction::ShowHealth,
        Action::ConfigureModel => ChatAction::ConfigureModel,
    }
}

/// The end of an answer.
pub(crate) fn chat_outcome(end: TurnEnd) -> ChatOutcome {
    let outcome = match end.outcome {
        store::Outcome::Program => wire::chat::Outcome::Program,
        store::Outcome::Success => wire::chat::Outcome::Success,
        store::Outcome::Error => wire::chat::Outcome::Error,
        store::Outcome::Cancel => wire::chat::Outcome::Cancel,
    };
    ChatOutcome {
        outcome,
        error: end.error,
        receipt: end.receipt.as_ref().map(receipt),
        incident: end.incident,
        follow_ups: end.follow_ups.iter().map(follow_up).collect(),
    }
}

fn receipt(receipt: &Receipt) -> wire::chat::Receipt {
    wire::chat::Receipt {
        request: receipt.request.clone(),
        provider: receipt.provider.to_owned(),
        model: receipt.model.clone(),
        destination: receipt.destination.clone(),
        items: receipt.pieces.iter().map(receipt_item).collect(),
        prompt_tokens: receipt.prompt_tokens,
        completion_tokens: receipt.completion_tokens,
        is_exact: receipt.is_exact,
        redactions: receipt.redactions,
        latency_ms: receipt.latency_ms,
    }
}

fn follow_up(follow_up: &FollowUp) -> wire::chat::FollowUp {
    let command = match follow_up.verb {
        Verb::Ask => ChatCommand::Ask,
        Verb::Debug => ChatCommand::Debug,
        Verb::Doctor => ChatCommand::Doctor,
        Verb::Explain => ChatCommand::Explain,
    };
    wire::chat::FollowUp { command, prompt: follow_up.prompt.clone() }
}
