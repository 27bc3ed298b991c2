use std::{net::IpAddr, time::Duration};

use url::{Host, Url};

use crate::SendError;

/// The configured endpoint, as the user wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointSettings {
    /// Up to and including the version (`http://localhost:11434/v1`). Empty: none is configured.
    pub base_url: String,
    /// The model's name.
    pub model: String,
    /// Time to connect.
    pub connect_timeout: Duration,
    /// Time from sending to the first token.
    pub first_token_timeout: Duration,
    /// Longest silence between two tokens.
    pub idle_timeout: Duration,
}

impl Default for EndpointSettings {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            model: String::new(),
            connect_timeout: Duration::from_secs(10),
            first_token_timeout: Duration::from_secs(60),
            idle_timeout: Duration::from_secs(30),
        }
    }
}

/// A base URL that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Base {
    /// Without a slash at the end.
    pub(crate) url: String,
    /// Host and port, for receipts and messages.
    pub(crate) destination: String,
    /// Whether it is this machine.
    pub(crate) is_loopback: bool,
    /// What the user should know.
    pub(crate) warning: Option<String>,
}

impl Base {
    pub(crate) fn new(settings: &EndpointSettings) -> Result<Self, SendError> {
        let text = settings.base_url.trim();
        if text.is_empty() {
            return Err(SendError::NoEndpoint);
        }
        if settings.model.trim().is_empty() {
            let why = "it is empty; name the model that the endpoint serves".to_owned();
            return Err(SendError::BadSetting { setting: "workspai.model.name", why });
        }
        let bad = |why: &str| SendError::BadSetting { setting: "workspai.model.baseUrl", why: why.to_owned() };
        let url =
            Url::parse(text).map_err(|error| bad(&format!("{error}; write it like http://localhost:11434/v1")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(bad("it must start with http:// or https://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad("a name and password do not belong in it; set the key instead"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(bad("it must end with the path, without ? and #"));
        }
        let host = url.host().ok_or_else(|| bad("it names no host"))?;
        let destination = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_string(),
        };
        let warning = (url.scheme() == "http" && !is_near(&host)).then(|| {
            format!("{destination} is reached by http: whoever is on the way can read what was sent. Use https.")
        });
        let path = url.path().trim_end_matches('/').trim_end_matches("/chat/completions");
        let authority = destination.clone();
        Ok(Self {
            url: format!("{}://{authority}{path}", url.scheme()),
            is_loopback: is_loopback(&host),
            destination,
            warning,
        })
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match address(host) {
        Some(address) => address.is_loopback(),
        None => matches!(host, Host::Domain(name) if *name == "localhost" || name.ends_with(".localhost")),
    }
}

/// This machine or a private network.
fn is_near(host: &Host<&str>) -> bool {
    is_loopback(host)
        || match address(host) {
            Some(IpAddr::V4(address)) => address.is_private() || address.is_link_local(),
            Some(IpAddr::V6(address)) => address.is_unique_local() || address.is_unicast_link_local(),
            None => matches!(host, Host::Domain(name)
                if !name.contains('.') || [".local", ".internal", ".lan", ".home.arpa"].iter().any(|end| name.ends_with(end))),
        }
}

fn address(host: &Host<&str>) -> Option<IpAddr> {
    match host {
        Host::Ipv4(address) => Some(IpAddr::V4(*address)),
        Host::Ipv6(address) => Some(address.to_ipv4_mapped().map_or(IpAddr::V6(*address), IpAddr::V4)),
        Host::Domain(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(url: &str) -> Result<Base, SendError> {
        Base::new(&EndpointSettings { base_url: url.to_owned(), model: "m".to_owned(), ..EndpointSettings::default() })
    }

    #[test]
    fn knows_where_a_url_goes() {
        for (url, destination, is_local, warns) in [
            ("http://localhost:11434/v1", "localhost:11434", true, false),
            ("http://127.0.0.1:1/v1/", "127.0.0.1:1", true, false),
            ("http://[::1]:8080/v1", "[::1]:8080", true, false),
            ("http://192.168.1.5:8000/v1", "192.168.1.5:8000", false, false),
            ("http://gpu-box:8000/v1", "gpu-box:8000", false, false),
            ("https://api.openai.com/v1", "api.openai.com", false, false),
            ("http://api.example.com/v1", "api.example.com", false, true),
            ("http://localhost.example.com/v1", "localhost.example.com", false, true),
            ("http://8.8.8.8/v1", "8.8.8.8", false, true),
        ] {
            let base = base(url).expect("a base");
            assert_eq!(
                (base.destination.as_str(), base.is_loopback, base.warning.is_some()),
                (destination, is_local, warns),
                "{url}"
            );
        }
    }

    #[test]
    fn the_path_is_taken_as_it_is_meant() {
        for url in ["http://h:1/v1", "http://h:1/v1/", "http://h:1/v1/chat/completions", " http://h:1/v1 "] {
            assert_eq!(base(url).expect("a base").url, "http://h:1/v1");
        }
        assert_eq!(base("https://h").expect("a base").url, "https://h");
    }

    #[test]
    fn what_cannot_be_right_is_refused_with_a_reason() {
        assert_eq!(base("  "), Err(SendError::NoEndpoint));
        for url in
            ["localhost:11434", "ftp://h/v1", "http://user:pass@h/v1", "http://h/v1?key=x", "http://", "nonsense"]
        {
            assert!(matches!(base(url), Err(SendError::BadSetting { setting: "workspai.model.baseUrl", .. })), "{url}");
        }
        let no_model = EndpointSettings { base_url: "http://h/v1".to_owned(), ..EndpointSettings::default() };
        assert!(matches!(Base::new(&no_model), Err(SendError::BadSetting { setting: "workspai.model.name", .. })));
    }
}
