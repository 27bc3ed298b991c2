//! Which languages a library is used in: what rows of its tables ask.

use syntax::Language;

pub(crate) fn is_python(language: Language) -> bool {
    language == Language::Python
}

pub(crate) fn is_ecma(language: Language) -> bool {
    matches!(language, Language::Ecma(_))
}

pub(crate) fn is_jvm(language: Language) -> bool {
    matches!(language, Language::Java | Language::Kotlin)
}

pub(crate) fn is_go(language: Language) -> bool {
    language == Language::Go
}
