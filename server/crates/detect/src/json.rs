//! JSON with spans. Reading is lenient (comments and trailing commas pass) so that a half-typed file keeps its facts;
//! what npm and others would refuse is a problem of its own.

use std::sync::Arc;

use jsonc_parser::{
    CollectOptions, ParseOptions,
    ast::{ObjectProp, StringLit, Value},
    common::Ranged,
    parse_to_ast,
};
use model::{Range, facts::Problem};

use crate::source::Source;

const LENIENT: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_loose_object_property_names: false,
    allow_trailing_commas: true,
    allow_missing_commas: true,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

const STRICT: ParseOptions =
    ParseOptions { allow_comments: false, allow_trailing_commas: false, allow_missing_commas: false, ..LENIENT };

/// Parses JSON with comments and trailing commas.
pub(crate) fn lenient<'t>(source: &Source<'t>) -> Result<Value<'t>, Problem> {
    parse(source, &LENIENT)
}

/// Parses JSON. What only the lenient reading accepts comes with a problem beside the value.
pub(crate) fn strict<'t>(source: &Source<'t>) -> Result<(Value<'t>, Option<Problem>), Problem> {
    match parse(source, &STRICT) {
        Ok(value) => Ok((value, None)),
        Err(problem) => lenient(source).map(|value| (value, Some(problem))),
    }
}

fn parse<'t>(source: &Source<'t>, options: &ParseOptions) -> Result<Value<'t>, Problem> {
    let parsed = parse_to_ast(source.text, &CollectOptions::default(), options);
    match parsed {
        Ok(parsed) => {
            parsed.value.ok_or_else(|| source.problem(0..0, "the file is empty; a JSON document is expected"))
        }
        Err(error) => {
            let range = error.range();
            Err(source.problem(range.start..range.end, format!("not valid JSON: {}", lower_first(error.kind()))))
        }
    }
}

fn lower_first(kind: &impl std::fmt::Display) -> String {
    let text = kind.to_string();
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// The range of a value; of a string without its quotes.
pub(crate) fn range(source: &Source<'_>, value: &Value<'_>) -> Range {
    match value {
        Value::StringLit(text) => string_range(source, text),
        other => source.range(other.start()..other.end()),
    }
}

/// The range of a string without its quotes.
pub(crate) fn string_range(source: &Source<'_>, text: &StringLit<'_>) -> Range {
    source.range(text.range.start + 1..text.range.end.max(text.range.start + 2) - 1)
}

/// The range of a property's name without its quotes.
pub(crate) fn name_range(source: &Source<'_>, property: &ObjectProp<'_>) -> Range {
    source.range(property.name.start() + 1..property.name.end().max(property.name.start() + 2) - 1)
}

/// A member of an object; `None` for everything that is no object.
pub(crate) fn get<'v, 't>(value: &'v Value<'t>, name: &str) -> Option<&'v Value<'t>> {
    // The last of equal keys counts, as in every reader of package.json.
    properties(value).iter().rev().find(|property| property.name.as_str() == name).map(|property| &property.value)
}

/// The members of an object, in file order; none for everything else.
pub(crate) fn properties<'v, 't>(value: &'v Value<'t>) -> &'v [ObjectProp<'t>] {
    value.as_object().map_or(&[], |object| &object.properties)
}

/// The elements of an array; none for everything else.
pub(crate) fn elements<'v, 't>(value: &'v Value<'t>) -> &'v [Value<'t>] {
    value.as_array().map_or(&[], |array| &array.elements)
}

/// A string.
pub(crate) fn string(value: &Value<'_>) -> Option<Arc<str>> {
    value.as_string_lit().map(|text| Arc::from(&*text.value))
}

/// A string member.
pub(crate) fn string_at(value: &Value<'_>, name: &str) -> Option<Arc<str>> {
    get(value, name).and_then(string)
}

/// A member that is a string or a number, as text: versions are written both ways.
pub(crate) fn text_at(value: &Value<'_>, name: &str) -> Option<Arc<str>> {
    match get(value, name)? {
        Value::NumberLit(number) => Some(Arc::from(number.value)),
        other => string(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_a_problem_and_the_rest_holds() {
        let source = Source::new("{ \"a\": 1, // why\n }");
        let (value, problem) = strict(&source).expect("a value");
        assert_eq!(text_at(&value, "a").as_deref(), Some("1"));
        assert!(problem.expect("a problem").message.starts_with("not valid JSON:"));
    }

    #[test]
    fn deep_nesting_is_an_error_not_a_crash() {
        let text = "[".repeat(100_000);
        assert!(lenient(&Source::new(&text)).is_err());
        assert!(lenient(&Source::new("")).is_err());
        assert!(lenient(&Source::new("{\"a")).is_err());
    }
}
