//! What is taken out and what stays.

use proptest::prelude::*;
use redact::{Known, PublicWords, Redactor};

fn known(pairs: &[(&str, &str)]) -> Redactor {
    let known: Vec<Known> =
        pairs.iter().map(|(key, value)| Known { key: (*key).into(), value: (*value).into() }).collect();
    Redactor::new(&known, &PublicWords::default())
}

#[track_caller]
fn check(redactor: &Redactor, text: &str, expected: &str) {
    assert_eq!(redactor.redact(text).text, expected);
}

#[test]
fn env_values_go_wherever_they_stand() {
    let redactor = known(&[("JWT_SECRET", "s3cr3t-value"), ("PORT", "8000"), ("DEBUG", "true")]);
    check(
        &redactor,
        "JWT_SECRET=s3cr3t-value PORT=8000 x('s3cr3t-value!') czNjcjN0LXZhbHVl s3cr3t%2Dvalue true",
        "JWT_SECRET=‹redacted:JWT_SECRET› PORT=8000 x('‹redacted:JWT_SECRET›!') ‹redacted:JWT_SECRET› s3cr3t%2Dvalue true",
    );
    assert_eq!(redactor.redact("nothing here").count, 0);
}

#[test]
fn overlapping_values_go_as_one() {
    let redactor = known(&[("A_SECRET", "abcd1234"), ("B_SECRET", "1234efgh")]);
    check(&redactor, "x abcd1234efgh y", "x ‹redacted:A_SECRET› y");
}

#[test]
fn a_marker_never_shows_a_value() {
    let redactor = known(&[("A_SECRET", "B_SECRET"), ("B_SECRET", "redacted")]);
    check(&redactor, "B_SECRET redacted", "‹•••› ‹•••›");
}

#[test]
fn the_usual_keys_and_tokens_go() {
    let samples = [
        ("sk-proj-abcDEF123456abcDEF123456", "openai-key"),
        ("sk-ant-api03-abcdef123456ABCDEF", "anthropic-key"),
        ("AKIAIOSFODNN7EXAMPLE", "aws-key"),
        ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "github-token"),
        ("github_pat_11ABCDEFG0123456789abcdef", "github-token"),
        ("glpat-abcDEF123456abcDEF12", "gitlab-token"),
        ("xoxb-123456789012-abcdefghijkl", "slack-token"),
        ("sk_live_abcdef1234567890", "stripe-key"),
        ("rk_test_abcdef1234567890", "stripe-key"),
        ("whsec_abcdef1234567890", "webhook-secret"),
        ("AIzaSyA1234567890abcdefghijklmnopqrstuv", "google-key"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U", "jwt"),
        ("npm_abcdefghijklmnopqrstuvwxyz0123456789", "registry-token"),
    ];
    for (secret, id) in samples {
        check(&Redactor::default(), &format!("x = f({secret})"), &format!("x = f(‹redacted:{id}›)"));
    }
}

#[test]
fn secrets_told_by_their_place_go() {
    for (text, expected) in [
        ("curl -H 'Authorization: Bearer abc.def-123_456'", "curl -H 'Authorization: Bearer ‹redacted:authorization›'"),
        ("postgres://user:p4ss@db:5432/x", "postgres://user:‹redacted:url-password›@db:5432/x"),
        ("redis://:p4ss@cache", "redis://:‹redacted:url-password›@cache"),
        ("Server=db;Password=hunter2;Pooling=true", "Server=db;Password=‹redacted:connection-secret›;Pooling=true"),
        ("POSTGRES_PASSWORD: postgres", "POSTGRES_PASSWORD: ‹redacted:POSTGRES_PASSWORD›"),
        ("- STRIPE_API_KEY=\"a b c d\"", "- STRIPE_API_KEY=\"‹redacted:STRIPE_API_KEY›\""),
        ("password = \"hunter2hunter2\"", "password = \"‹redacted:password›\""),
        ("const clientSecret: string = 'b0a7f2c9d1';", "const clientSecret: string = '‹redacted:clientSecret›';"),
        ("{\"apiKey\": \"b0a7f2c9d1\"}", "{\"apiKey\": \"‹redacted:apiKey›\"}"),
        (
            "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIB\nx+/=\n-----END RSA PRIVATE KEY-----\nb",
            "a\n‹redacted:private-key›\nb",
        ),
        (
            "k: \"-----BEGIN PRIVATE KEY-----\\nMIIB\\n-----END PRIVATE KEY-----\\n\"",
            "k: \"‹redacted:private-key›\\n\"",
        ),
        ("-----BEGIN PRIVATE KEY-----\nMIIBcut", "‹redacted:private-key›"),
    ] {
        check(&Redactor::default(), text, expected);
    }
}

#[test]
fn code_about_secrets_stays() {
    for text in [
        "JWT_SECRET = os.environ[\"JWT_SECRET\"]",
        "JWT_SECRET: str = Field(...)",
        "secretOrKey: config.get<string>('JWT_SECRET'),",
        "JWT_SECRET: string;",
        "password = get_password(user)",
        "connect(password=settings.password, pwd=pwd)",
        "if token == access_token:",
        "tokenUrl=\"/api/auth/token\"",
        "http://localhost:8000/docs",
        "image: postgres:16@sha256",
        "POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}",
        "oauth2_scheme = OAuth2PasswordBearer(tokenUrl=\"token\")",
        "raise HTTPException(401, \"Could not validate credentials\")",
        "from jose import jwt, JWTError",
        "password_hash = pwd_context.hash(password)",
        "-----BEGIN PUBLIC KEY-----",
    ] {
        check(&Redactor::default(), text, text);
    }
}

#[test]
fn long_lines_and_odd_texts_do_no_harm() {
    let redactor = known(&[("JWT_SECRET", "s3cr3t-value")]);
    let line = "key:secret=token ".repeat(20_000);
    assert_eq!(redactor.redact(&line).count, 0);
    assert_eq!(redactor.redact("").count, 0);
    assert_eq!(redactor.redact("ключ: password=\u{0}\u{feff}‹›").count, 0);
}

proptest! {
    #[test]
    fn no_known_value_is_left(
        values in prop::collection::vec("[a-zA-Z0-9/+=@:%\"\\\\ ._é😀-]{6,24}", 1..6),
        texts in prop::collection::vec("[ -~\n]{0,20}", 1..8),
        order in prop::collection::vec((0_usize..8, 0_usize..6, 0_usize..4), 1..20),
    ) {
        let known: Vec<Known> = values
            .iter()
            .enumerate()
            .map(|(at, value)| Known { key: format!("K{at}_SECRET").into(), value: value.as_str().into() })
            .filter(|known| known.value.trim().len() >= 6 && known.value.chars().any(|c| !c.is_ascii_alphanumeric()))
            .collect();
        let redactor = Redactor::new(&known, &PublicWords::default());
        let mut text = String::new();
        for (gap, value, form) in order {
            text.push_str(&texts[gap % texts.len()]);
            let value = &values[value % values.len()];
            match form {
                0 => text.push_str(value),
                1 => text.push_str(value.trim()),
                2 => text.push_str(&value.replace('\\', "\\\\").replace('"', "\\\"")),
                _ => text.push_str(&value[..value.chars().next().map_or(0, char::len_utf8)]),
            }
        }
        let redacted = redactor.redact(&text);
        for one in &known {
            prop_assert!(!redacted.text.contains(one.value.trim()), "{:?} in {:?}", one.value, redacted.text);
        }
    }
}
