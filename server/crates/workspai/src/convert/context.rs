use assist::{CodeBlock, HealthLine, Packet, Site};
use memory::Entry;
use model::{Piece, Runtime};
use wire::context::{ContextCode, ContextError, ContextPacket, MemoryLine, ReceiptItem, SCHEMA};

use super::finding::severity;

/// What an AI action would receive.
pub(crate) fn context_packet(packet: &Packet) -> ContextPacket {
    let project = packet.project.as_ref();
    let version = |runtime: Runtime| {
        let own = project.filter(|project| project.runtime == runtime)?;
        own.runtime_version.as_deref().map(str::to_owned)
    };
    ContextPacket {
        schema: SCHEMA.to_owned(),
        project: project.map(|project| project.name.to_string()),
        project_path: project.map(|project| project.path.to_string()),
        project_type: project.map(|project| project.kind.clone()),
        runtime: project.map(|project| project.runtime.name().to_owned()),
        python_version: version(Runtime::Python),
        node_version: version(Runtime::Node),
        go_version: version(Runtime::Go),
        java_version: version(Runtime::Java),
        installed_modules: project.map(|project| project.modules.clone()).unwrap_or_default(),
        error: context_error(&packet.site),
        code: packet.code.as_ref().map(context_code),
        related: packet.related.iter().map(context_code).collect(),
        workspace_health: packet.health.iter().map(health_line).collect(),
        env_names: packet.env_names.iter().map(ToString::to_string).collect(),
        memory: packet.memory.iter().map(memory_line).collect(),
        receipt: packet.pieces.iter().map(receipt_item).collect(),
        tokens: packet.tokens(),
        omitted: packet.omitted.clone(),
    }
}

/// One piece of what is sent.
pub(crate) fn receipt_item(piece: &Piece) -> ReceiptItem {
    ReceiptItem {
        source: piece.source.name().to_owned(),
        file: piece.file.as_ref().map(ToString::to_string),
        lines: piece.lines.map(|(first, last)| [first, last]),
        tokens: piece.tokens,
        why: piece.why.clone(),
    }
}

fn context_error(site: &Site) -> ContextError {
    ContextError {
        message: site.message.clone(),
        file: site.file.to_string(),
        line: site.line,
        code: site.code.clone(),
        source: site.source.clone(),
    }
}

fn context_code(block: &CodeBlock) -> ContextCode {
    ContextCode {
        file: block.file.to_string(),
        first_line: block.first_line,
        last_line: block.last_line,
        symbol: block.symbol.clone(),
        text: block.text.clone(),
    }
}

fn health_line(line: &HealthLine) -> wire::context::HealthLine {
    wire::context::HealthLine {
        id: line.id.0.to_string(),
        rule: line.rule.to_owned(),
        severity: severity(line.severity),
        file: line.place.file.to_string(),
        line: line.place.line_number(),
        message: line.message.clone(),
    }
}

fn memory_line(entry: &Entry) -> MemoryLine {
    MemoryLine {
        kind: entry.kind.name().to_owned(),
        text: entry.text.to_string(),
        file: entry.place.file.to_string(),
        line: entry.place.line_number(),
    }
}
