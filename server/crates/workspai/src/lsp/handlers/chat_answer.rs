use wire::{
    chat::{ChatOutcome, ChatParams, ChatPartParams},
    method::ChatPart,
};

use super::Cx;
use crate::{
    convert,
    lsp::{self, fault::Reply},
    turn::{self, Turn},
};

/// Parts are pushed as they come, all of them before the result.
pub(crate) async fn chat_answer(cx: Cx, params: ChatParams) -> Reply<ChatOutcome> {
    let office = &cx.office;
    let turn = Turn {
        id: params.id.clone(),
        question: lsp::convert::question(&cx.view, &params),
        provider: convert::provider(&params.model),
        budget_tokens: office.budget_tokens(),
    };
    let mut sink = |part| {
        let part = ChatPartParams { id: params.id.clone(), part: convert::chat_part(part) };
        office.outbox.push::<ChatPart>(&part);
    };
    let end = turn::answer(&cx.view.scene(), &office.means, turn, &cx.cancel, &mut sink).await;
    if let Some(id) = &end.incident {
        office.incident_changed(id);
    }
    Ok(convert::chat_outcome(end))
}
