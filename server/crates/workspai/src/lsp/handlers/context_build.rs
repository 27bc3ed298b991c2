use wire::context::{ContextPacket, ContextParams};

use super::Cx;
use crate::{
    convert,
    lsp::{
        self,
        fault::{Fault, Reply},
    },
};

pub(crate) fn context_build(cx: &Cx, params: ContextParams) -> Reply<ContextPacket> {
    let site = lsp::convert::site(&cx.view, &params)
        .ok_or_else(|| Fault::Gone(format!("{} is no file of this workspace.", params.file)))?;
    let scene = cx.view.scene();
    let view = scene.view();
    let packet = assist::context_packet(&view, &assist::redactor(&view), &site, cx.office.budget_tokens());
    Ok(convert::context_packet(&packet))
}
