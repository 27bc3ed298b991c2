use std::sync::Arc;

use model::{
    Position, Range,
    facts::{ComposePort, Problem},
};

use super::{
    super::yaml::{Kind, Node},
    interpolation::{sole_variable, with_defaults},
};

/// Longer ranges are cut: nobody publishes so many, and each would be an entry.
const RANGE_LIMIT: u16 = 256;
/// Ports of one service, for the same reason.
const PORTS_LIMIT: usize = 1024;

/// Reads one entry of `ports`: one port, or several when it is a range.
pub(super) fn read(node: &Node, ports: &mut Vec<ComposePort>, problems: &mut Vec<Problem>) {
    if ports.len() > PORTS_LIMIT {
        return;
    }
    let read = match node.text() {
        Some(text) => short(node, text),
        None if node.is_mapping() => long(node),
        None => Err("a port is `HOST:CONTAINER` or a mapping with `target`".to_owned()),
    };
    match read {
        Ok(found) => ports.extend(found),
        Err(message) => problems.push(Problem { range: node.range, message }),
    }
}

/// `[[IP:]HOST:]CONTAINER[/PROTOCOL]`.
fn short(node: &Node, text: &str) -> Result<Vec<ComposePort>, String> {
    let (whole, protocol) = match text.rsplit_once('/') {
        Some((whole, protocol)) if !protocol.contains('}') => (whole, protocol),
        _ => (text, "tcp"),
    };
    let parts = split(whole);
    let (host_ip, host, container) = match parts.as_slice() {
        [container] => (None, None, *container),
        [host, container] => (None, Some(*host), *container),
        [ip @ .., host, container] => (Some(ip), Some(*host), *container),
        [] => return Err("the port is empty".to_owned()),
    };
    let host_ip = host_ip.map(|_| whole[..whole.len() - host.unwrap_or("").len() - container.len() - 2].to_owned());
    let host_ip = host_ip.map(|ip| Arc::from(ip.trim_matches(['[', ']'])));
    let host = host.filter(|host| !host.is_empty());
    let entry = ComposePort {
        host_ip,
        published: None,
        published_from: host.and_then(sole_variable).map(Arc::from),
        target: None,
        is_udp: is_udp(protocol, text)?,
        range: node.range,
        published_range: None,
    };
    let place = host.and_then(|host| within(node, text, host));
    expand(entry, host.map(with_defaults), with_defaults(container), place, text)
}

/// `{target, published, host_ip, protocol}`.
fn long(node: &Node) -> Result<Vec<ComposePort>, String> {
    let target = node.get("target").ok_or("a port in long form needs `target`")?;
    let published = node.get("published").filter(|published| !published.is_null());
    let text = target.text().ok_or("`target` is a port number")?;
    let host =
        published.map(|published| published.text().ok_or("`published` is a port number or a range")).transpose()?;
    let entry = ComposePort {
        host_ip: node.get("host_ip").and_then(Node::text).and_then(with_defaults).map(Arc::from),
        published: None,
        published_from: host.and_then(sole_variable).map(Arc::from),
        target: None,
        is_udp: is_udp(node.get("protocol").and_then(Node::text).unwrap_or("tcp"), text)?,
        range: published.map_or(node.range, |published| published.range),
        published_range: None,
    };
    let place = published.zip(host).and_then(|(published, host)| within(published, host, host));
    expand(entry, host.map(with_defaults), with_defaults(text), place, host.unwrap_or(text))
}

fn is_udp(protocol: &str, text: &str) -> Result<bool, String> {
    match protocol {
        "tcp" | "sctp" => Ok(false),
        "udp" => Ok(true),
        _ if protocol.contains('$') => Ok(false),
        _ => Err(format!("`{text}` has no protocol that compose knows (tcp, udp, sctp)")),
    }
}

/// `host` is `None` when nothing is published, `Some(None)` when it is not known before compose fills it in.
fn expand(
    entry: ComposePort,
    host: Option<Option<String>>,
    container: Option<String>,
    place: Option<Range>,
    text: &str,
) -> Result<Vec<ComposePort>, String> {
    let bad = |part: &str| format!("`{part}` in `{text}` is no port: ports are 1 to 65535");
    let parse = |part: &Option<String>| -> Result<Option<(u16, u16)>, String> {
        part.as_deref().map(|part| range(part).ok_or_else(|| bad(part))).transpose()
    };
    let targets = parse(&container)?;
    let published = parse(&host.clone().flatten())?;
    let (Some((first, last)), Some((from, to))) = (targets, published) else {
        // Container ports without a host, or a side that is not known: one entry each, nothing to compare.
        let target = targets.map(|(first, _)| first);
        let published = published.filter(|(from, to)| from == to).map(|(from, _)| from);
        return Ok(vec![ComposePort { target, published, published_range: place, ..entry }]);
    };
    if first == last && from < to {
        // Any free port of the range is taken.
        return Ok(vec![ComposePort { target: Some(first), ..entry }]);
    }
    if last - first != to - from {
        return Err(format!("the two ranges in `{text}` have different lengths"));
    }
    let is_single = first == last;
    Ok((0..=(last - first).min(RANGE_LIMIT))
        .map(|step| ComposePort {
            target: Some(first + step),
            published: Some(from + step),
            published_range: place.filter(|_| is_single),
            ..entry.clone()
        })
        .collect())
}

fn range(text: &str) -> Option<(u16, u16)> {
    let port = |text: &str| text.trim().parse::<u16>().ok().filter(|port| *port > 0);
    match text.split_once('-') {
        Some((first, last)) => port(first).zip(port(last)).filter(|(first, last)| first <= last),
        None => port(text).map(|port| (port, port)),
    }
}

/// Splits at colons that stand neither in `${…}` nor in `[…]`.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_u32, 0);
    for (at, character) in text.char_indices() {
        match character {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// The range of `part` of a scalar's text when it is all digits and the scalar is written on one line as it reads.
fn within(node: &Node, text: &str, part: &str) -> Option<Range> {
    let Kind::Scalar { is_string, .. } = &node.kind else { return None };
    let quote = u32::from(*is_string);
    let length = u32::try_from(text.len()).ok()?;
    let is_plain = node.range.start.line == node.range.end.line
        && node.range.end.column - node.range.start.column == length + 2 * quote;
    if !is_plain || !text.is_ascii() || part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let offset = u32::try_from(part.as_ptr() as usize - text.as_ptr() as usize).ok()?;
    let start = Position { column: node.range.start.column + quote + offset, ..node.range.start };
    let end = Position { column: start.column + u32::try_from(part.len()).ok()?, ..start };
    Some(Range { start, end })
}
