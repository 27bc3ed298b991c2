use wire::{chat::ModelCheckResult, session::NoParams};

use super::Cx;
use crate::lsp::fault::Reply;

pub(crate) async fn model_check(cx: Cx, _: NoParams) -> Reply<ModelCheckResult> {
    let check = cx.office.means.gate.check(&cx.cancel).await;
    Ok(ModelCheckResult { is_ok: check.is_ok, message: check.message, first_token_ms: check.first_token_ms })
}
