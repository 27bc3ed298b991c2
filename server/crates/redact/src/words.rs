//! Words that occur in every repository. A value made of them identifies nothing.

/// Whether `word` is one of them, in any case.
pub(crate) fn is_ordinary(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    WORDS.split_ascii_whitespace().any(|known| known == lower)
}

const WORDS: &str = "
about access account active admin administrator algorithm allow always amazon anonymous apache api apikey app
application apps async auth authorization auto aws azure backend base basic bearer beta bigint billing bool boolean
bucket build cache celery cert certificate change class client cloud cluster code com common compose config
configuration connection console content core cors count create credential credentials cron customer daemon dashboard
data database databases date db debug default delete demo deploy dev developer development device disable disabled
django docker domain dummy east eastus elastic email enable enabled endpoint engine env environment error errors euro
eur europe event events every example express fail false fastapi fatal feature file files flask float folder frontend
full function gateway github gitlab global gmail gofiber gogin google gradle grafana group guest health hello high host
hostname http https image import index info inside instance internal invoice issuer java javascript job jobs json
kafka kafkajs kubernetes language latest ledger level library linux list listen local localhost localdomain logger
logging login logs mail mailhog mailpit main manager maven medium memcached memory message metrics migrate minio mock
mode model module modules mongo mongodb monitor mysql name namespace neon nest nestjs net network never nginx node none
noreply normal north nothing notice null number object off offline online open openai option options oracle order
orders org output page password path payment payments plain platform port postgres postgresql postgresdb prefix preview
prisma private prod product production products profile project prometheus protocol provider proxy public publisher
python queue rabbitmq random react read readonly realm redis region release remote replica report request required
response role root router routes rules saas sandbox schema scheme search secret secrets secure select sender sentry
server service services session settings shared shop silent simple single site smtp smtps socket source south spring
springboot sqlite staging standard standalone start state static status storage store strict string stripe success
support swagger system table target task team temp template tenant test testing tests text time timeout timezone token
tokens trace true type typescript unix unknown update upload uploads user username users utf8 uuid value verbose verify
version virtual volume warn warning webhook webhooks website west worker workers workspace world write yarn yaml
asia america africa australia pacific atlantic berlin london paris tokyo york lax strict none samesite hs256 hs384 hs512
rs256 rs384 rs512 es256 es384 sha256 sha512 bcrypt argon2 pbkdf2 plaintext utf ascii latin1 asyncpg psycopg psycopg2
aiosqlite pymysql uvicorn gunicorn hypercorn nodejs npm pnpm poetry virtualenv debugger inspect console stdout stderr
";

#[cfg(test)]
mod tests {
    #[test]
    fn case_does_not_matter() {
        assert!(super::is_ordinary("Production"));
        assert!(!super::is_ordinary("prod4711"));
    }
}
