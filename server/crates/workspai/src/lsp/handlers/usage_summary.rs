use wire::dashboard::{UsageParams, UsageSummary};

use super::Cx;
use crate::lsp::fault::Reply;

pub(crate) fn usage_summary(cx: &Cx, params: UsageParams) -> Reply<UsageSummary> {
    Ok(since(cx, params.since_ms))
}

pub(super) fn since(cx: &Cx, since_ms: u64) -> UsageSummary {
    let usage = cx.office.means.store.usage(since_ms);
    UsageSummary {
        answers: usage.answers,
        without_model: usage.without_model,
        errors: usage.errors,
        cancels: usage.cancels,
        prompt_tokens: usage.prompt_tokens,
        completion_tokens: usage.completion_tokens,
        median_latency_ms: usage.median_latency_ms,
    }
}
