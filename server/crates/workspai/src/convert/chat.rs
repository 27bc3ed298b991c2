use assist::{Action, FollowUp, Part, Verb};
use egress::Receipt;
use wire::chat::{ChatAction, ChatCommand, ChatPart};

use super::receipt_item;

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

/// What was sent to a model.
pub(crate) fn receipt(receipt: &Receipt) -> wire::chat::Receipt {
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

/// A question to ask next.
pub(crate) fn follow_up(follow_up: &FollowUp) -> wire::chat::FollowUp {
    let command = match follow_up.verb {
        Verb::Ask => ChatCommand::Ask,
        Verb::Debug => ChatCommand::Debug,
        Verb::Doctor => ChatCommand::Doctor,
        Verb::Explain => ChatCommand::Explain,
    };
    wire::chat::FollowUp { command, prompt: follow_up.prompt.clone() }
}
