use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::SendError;

/// The endpoint's key. Wiped from memory when dropped; never printed.
#[derive(Clone)]
pub(crate) struct ApiKey(SecretString);

impl ApiKey {
    pub(crate) fn new(text: String) -> Self {
        Self(SecretString::from(text))
    }

    pub(crate) fn secret(&self) -> &SecretString {
        &self.0
    }

    /// The value of the `Authorization` header.
    ///
    /// # Errors
    /// When the key has characters that no header can carry: mostly a line break from copying.
    pub(crate) fn header(&self) -> Result<HeaderValue, SendError> {
        let key = self.0.expose_secret();
        let is_sound = key.bytes().all(|byte| byte.is_ascii_graphic());
        let value = HeaderValue::from_str(&format!("Bearer {key}")).ok().filter(|_| is_sound);
        let mut value = value.ok_or_else(|| SendError::BadSetting {
            setting: "The endpoint's key",
            why: "it holds blanks, line breaks or other characters that no key has; enter it again".to_owned(),
        })?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// `text` without the key: servers like to repeat it in their errors.
    pub(crate) fn taken_out(&self, text: &str) -> String {
        let key = self.0.expose_secret();
        if key.len() < 4 { text.to_owned() } else { text.replace(key, "‹redacted:key›") }
    }
}

impl std::fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ApiKey")
    }
}
