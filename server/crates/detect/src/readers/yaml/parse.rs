use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use model::{Position, Range, facts::Problem};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};

use super::{Documents, Kind, Node};

/// Deeper files are refused: nobody writes them.
pub(super) const DEPTH_LIMIT: usize = 100;
/// Nodes of a file, what aliases stand for counted each time.
const NODE_LIMIT: usize = 200_000;

/// Reads every document of a text.
pub(crate) fn parse(text: &str) -> Documents {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = u32::from(body.len() < text.len());
    let (documents, is_in_flow) = parse_as(body, mark, &BTreeMap::new());
    let is_about_indentation =
        documents.error.as_ref().is_some_and(|error| error.message.ends_with("invalid indentation"));
    if !is_about_indentation || !is_in_flow {
        return documents;
    }
    // `]` below `key: [` at the column of `key` is not YAML, but every reader in use takes it.
    let (indented, shifts) = with_closing_brackets_indented(body);
    if shifts.is_empty() { documents } else { parse_as(&indented, mark, &shifts).0 }
}

/// The text with every line that starts with a closing bracket indented deeper than the line before it, and by how much
/// each was moved. Within flow collections and block texts that changes nothing that a reader of ours looks at.
fn with_closing_brackets_indented(text: &str) -> (String, BTreeMap<u32, u32>) {
    let mut out = String::with_capacity(text.len());
    let mut shifts = BTreeMap::new();
    let mut before = 0;
    for (number, line) in (0..).zip(text.split_inclusive('\n')) {
        let trimmed = line.trim_start_matches(' ');
        let indentation = line.len() - trimmed.len();
        if trimmed.starts_with([']', '}']) {
            let shift = before.max(indentation + 1) - indentation;
            out.extend(std::iter::repeat_n(' ', shift));
            shifts.insert(number, u32::try_from(shift).unwrap_or(0));
        }
        if !trimmed.trim().is_empty() {
            before = indentation;
        }
        out.push_str(line);
    }
    (out, shifts)
}

/// The documents, and whether an error came between the brackets of a flow collection.
fn parse_as(body: &str, mark: u32, shifts: &BTreeMap<u32, u32>) -> (Documents, bool) {
    let mut builder = Builder {
        columns: Columns { shifts: shifts.clone(), ..Columns::new(body, mark) },
        documents: Documents::default(),
        open: Vec::new(),
        anchors: BTreeMap::new(),
        nodes: 0,
    };
    for event in Parser::new_from_str(body) {
        let step = match event {
            Ok((event, span)) => builder.accept(event, span),
            Err(error) => Err(Problem {
                range: builder.columns.rest_of_line(*error.marker()),
                message: said_plainly(error.info(), builder.columns.line(error.marker().line())),
            }),
        };
        if let Err(problem) = step {
            builder.documents.error = Some(problem);
            break;
        }
    }
    let is_in_flow = builder.open.last().is_some_and(|open| open.is_flow);
    (builder.documents, is_in_flow)
}

/// The parser's words are for people who write parsers.
fn said_plainly(info: &str, line: &str) -> String {
    let indentation = &line[..line.len() - line.trim_start().len()];
    if indentation.contains('\t') {
        return "this line is indented with a tab; YAML wants blanks".to_owned();
    }
    format!("this is not valid YAML: {info}")
}

struct Builder<'t> {
    columns: Columns<'t>,
    documents: Documents,
    /// Collections whose end has not come yet, outermost first.
    open: Vec<Open>,
    /// Anchors and how many nodes they stand for.
    anchors: BTreeMap<usize, (Arc<Node>, usize)>,
    nodes: usize,
}

struct Open {
    start: Position,
    anchor: usize,
    tag: Option<Box<str>>,
    is_mapping: bool,
    /// Written with brackets.
    is_flow: bool,
    children: Vec<Arc<Node>>,
    keys: BTreeSet<Box<str>>,
    /// Nodes counted before it began.
    nodes_before: usize,
}

impl Builder<'_> {
    fn accept(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
        let range = self.columns.range(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.count(1, range)?;
                let kind = Kind::Scalar { text: text.into(), is_string: style != ScalarStyle::Plain };
                self.finish(Node { range, kind, tag: tag.map(|tag| tag.to_string().into()) }, anchor, 1);
            }
            Event::Alias(anchor) => {
                let (node, size) = self.anchors.get(&anchor).cloned().ok_or_else(|| Problem {
                    range,
                    message: "this alias stands for something that contains it".to_owned(),
                })?;
                self.count(size, range)?;
                self.place(node);
            }
            Event::SequenceStart(anchor, tag) => self.open(range, anchor, tag.map(|tag| tag.to_string()), false)?,
            Event::MappingStart(anchor, tag) => self.open(range, anchor, tag.map(|tag| tag.to_string()), true)?,
            Event::SequenceEnd | Event::MappingEnd => self.close(range),
            Event::DocumentEnd => self.anchors.clear(),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
        Ok(())
    }

    fn count(&mut self, nodes: usize, range: Range) -> Result<(), Problem> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > NODE_LIMIT {
            return Err(Problem { range, message: format!("the file stands for more than {NODE_LIMIT} values") });
        }
        Ok(())
    }

    fn open(&mut self, range: Range, anchor: usize, tag: Option<String>, is_mapping: bool) -> Result<(), Problem> {
        if self.open.len() >= DEPTH_LIMIT {
            return Err(Problem { range, message: format!("values are nested more than {DEPTH_LIMIT} deep") });
        }
        let nodes_before = self.nodes;
        self.count(1, range)?;
        self.open.push(Open {
            start: range.start,
            anchor,
            tag: tag.map(Into::into),
            is_mapping,
            is_flow: range.start < range.end,
            children: Vec::new(),
            keys: BTreeSet::new(),
            nodes_before,
        });
        Ok(())
    }

    fn close(&mut self, range: Range) {
        let Some(open) = self.open.pop() else { return };
        let size = self.nodes - open.nodes_before;
        let kind = if open.is_mapping {
            let mut pairs = Vec::with_capacity(open.children.len() / 2);
            let mut children = open.children.into_iter();
            while let (Some(key), Some(value)) = (children.next(), children.next()) {
                pairs.push((key, value));
            }
            Kind::Mapping(pairs)
        } else {
            Kind::Sequence(open.children)
        };
        // A block collection's end event stands at the next token, which may be lines below.
        let last = match &kind {
            Kind::Mapping(pairs) => pairs.last().map(|(_, value)| value.range.end),
            Kind::Sequence(items) => items.last().map(|item| item.range.end),
            Kind::Scalar { .. } => None,
        };
        let is_flow = range.start < range.end;
        let end = if is_flow { range.end } else { last.unwrap_or(range.end).max(open.start) };
        self.finish(Node { range: Range { start: open.start, end }, kind, tag: open.tag }, open.anchor, size);
    }

    fn finish(&mut self, node: Node, anchor: usize, size: usize) {
        let node = Arc::new(node);
        if anchor > 0 {
            self.anchors.insert(anchor, (Arc::clone(&node), size));
        }
        self.place(node);
    }

    /// Puts a complete node into what is open, or makes it a document.
    fn place(&mut self, node: Arc<Node>) {
        let Some(open) = self.open.last_mut() else {
            self.documents.roots.push(node);
            return;
        };
        let is_key = open.is_mapping && open.children.len() % 2 == 0;
        if let (true, Some(text)) = (is_key, node.text())
            && !open.keys.insert(text.into())
            && text != "<<"
        {
            let message = format!("`{text}` is set twice in the same mapping; remove one of them");
            self.documents.duplicates.push(Problem { range: node.range, message });
        }
        open.children.push(node);
    }
}

/// From the parser's characters to UTF-16 columns.
struct Columns<'t> {
    text: &'t str,
    /// UTF-16 units before each character, and before the end; empty for ASCII.
    units: Vec<u32>,
    /// Units that a byte-order mark takes on the first line.
    mark: u32,
    /// By how much lines stand too far right.
    shifts: BTreeMap<u32, u32>,
}

impl<'t> Columns<'t> {
    fn new(text: &'t str, mark: u32) -> Self {
        let mut units = Vec::new();
        if !text.is_ascii() {
            let mut sum = 0;
            units.push(0);
            for character in text.chars() {
                sum += if character.len_utf16() == 2 { 2 } else { 1 };
                units.push(sum);
            }
        }
        Self { text, units, mark, shifts: BTreeMap::new() }
    }

    fn position(&self, marker: Marker) -> Position {
        let line = u32::try_from(marker.line().saturating_sub(1)).unwrap_or(u32::MAX);
        let line_start = marker.index().saturating_sub(marker.col());
        let column = match (self.units.get(line_start), self.units.get(marker.index())) {
            (Some(start), Some(at)) => at - start,
            _ => u32::try_from(marker.col()).unwrap_or(u32::MAX),
        };
        let shift = self.shifts.get(&line).copied().unwrap_or(0);
        Position { line, column: column.saturating_sub(shift) + if line == 0 { self.mark } else { 0 } }
    }

    fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// A line, counted from 1; the last one when there is no such line.
    fn line(&self, number: usize) -> &'t str {
        let lines = || self.text.lines();
        lines().nth(number.saturating_sub(1)).or_else(|| lines().last()).unwrap_or("")
    }

    /// From a position to the end of its line: the parser says where it stopped, not how much is wrong.
    fn rest_of_line(&self, marker: Marker) -> Range {
        let start = self.position(marker);
        let length: u32 = self.line(marker.line()).chars().map(|c| if c.len_utf16() == 2 { 2 } else { 1 }).sum();
        let length = length.saturating_sub(self.shifts.get(&start.line).copied().unwrap_or(0));
        let end = length + if start.line == 0 { self.mark } else { 0 };
        if end > start.column {
            Range::on_line(start.line, start.column, end)
        } else {
            Range::on_line(start.line, 0, end.max(start.column))
        }
    }
}
