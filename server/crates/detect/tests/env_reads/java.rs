use expect_test::{Expect, expect};

use crate::project::listed;

#[track_caller]
fn check(text: &str, expect: Expect) {
    expect.assert_eq(&listed(text));
}

#[test]
fn the_standard_library_and_placeholders() {
    check(
        r##"//- /src/main/java/shop/App.java
package shop;

import org.springframework.beans.factory.annotation.Value;

public class App {
  private static final String KEY = "CONSTANT";
  @Value("${DATABASE_URL}")
  private String url;
  @Value("${app.jwt-secret:changeit}")
  private String secret;
  @Value("#{'${app.hosts}'.split(',')}")
  private List<String> hosts;

  App(@Value("${PORT:8080}") int port, Environment environment) {
    String a = System.getenv("PLAIN");
    String b = System.getenv().getOrDefault("DEFAULTED", "x");
    if (System.getenv(KEY) != null && !System.getenv("NEGATED").isEmpty()) {}
    environment.getProperty("mail.from", "nobody");
    environment.getRequiredProperty("mail.host");
    // System.getenv("COMMENT")
    String c = "System.getenv(\"STRING\")";
    other.getProperty("not.asked");
  }
}
//- /src/test/java/shop/AppTest.java
class AppTest { String a = System.getenv("TEST"); }
//- /src/main/resources/application.yml
app:
  hosts: a,b
spring:
  datasource:
    url: ${JDBC_URL:jdbc:h2:mem}   # ${COMMENT}
    password: ${DB_PASSWORD}
    name: ${app.hosts}
  # ${OFF}
//- /src/main/resources/application.properties
server.port=${SERVER_PORT:${PORT:9090}}
# a=${NOTHING}
"##,
        expect![[r#"
            APP_HOSTS? src/main/java/shop/App.java:11
            APP_JWTSECRET=changeit src/main/java/shop/App.java:9
            CONSTANT src/main/java/shop/App.java:17
            DATABASE_URL! src/main/java/shop/App.java:7
            DB_PASSWORD! src/main/resources/application.yml:6
            DEFAULTED=x src/main/java/shop/App.java:16
            JDBC_URL=jdbc:h2:mem src/main/resources/application.yml:5
            MAIL_FROM=nobody src/main/java/shop/App.java:18
            MAIL_HOST! src/main/java/shop/App.java:19
            NEGATED src/main/java/shop/App.java:17
            PLAIN src/main/java/shop/App.java:15
            PORT=8080 src/main/java/shop/App.java:14
            PORT=9090 src/main/resources/application.properties:1
            SERVER_PORT? src/main/resources/application.properties:1
        "#]],
    );
}

#[test]
fn configuration_properties() {
    check(
        r#"//- /src/main/java/shop/ShopProperties.java
package shop;

@Data
@ConfigurationProperties(prefix = "shop.mail")
public class ShopProperties {
  private static final int LIMIT = 3;
  @NotBlank
  private String fromAddress;
  private int retries = 3;
  private final Smtp smtp = new Smtp();

  @Data
  public static class Smtp {
    private String host;
  }
}
//- /src/main/java/shop/Keys.java
package shop;

@ConfigurationProperties("keys")
public record Keys(String publicKey, Integer size) {}
//- /src/main/resources/application.properties
shop.mail.from-address=a@b.example
"#,
        expect![[r#"
            KEYS_PUBLICKEY:String src/main/java/shop/Keys.java:3
            KEYS_SIZE:Integer src/main/java/shop/Keys.java:3
            SHOP_MAIL_FROMADDRESS:String? src/main/java/shop/ShopProperties.java:8
            SHOP_MAIL_RETRIES=3 src/main/java/shop/ShopProperties.java:9
            SHOP_MAIL_SMTP_HOST:String src/main/java/shop/ShopProperties.java:14
        "#]],
    );
}

#[test]
fn kotlin_reads_as_java_does() {
    check(
        r#"//- /src/main/kotlin/shop/App.kt
package shop

import org.springframework.beans.factory.annotation.Value
import org.springframework.boot.context.properties.ConfigurationProperties
import org.springframework.core.env.Environment

const val KEY = "CONSTANT"

@ConfigurationProperties("shop.mail")
data class MailProperties(val fromAddress: String, val retries: Int = 3, val smtp: Smtp = Smtp()) {
    data class Smtp(val host: String = "localhost")
}

@ConfigurationProperties(prefix = "keys")
class Keys {
    lateinit var publicKey: String
}

class App(@Value("\${PORT:8080}") port: Int, @Value("\${DATABASE_URL}") private val url: String, env: Environment) {
    @field:Value("\${app.jwt-secret:changeit}")
    lateinit var secret: String

    val plain = System.getenv("PLAIN")
    val chosen = System.getenv("CHOSEN") ?: "x"
    val entry = System.getenv()["ENTRY"]
    val constant = System.getenv(KEY) ?: error("needed")
    val from = env["mail.from"]
    val host = env.getRequiredProperty("mail.host")
    val name = env.getProperty("mail.name") ?: "nobody"
    val size = env.getProperty("mail.size", Int::class.java, 5)
    // System.getenv("COMMENT")
    val text = """System.getenv("STRING") ${'$'}{NOTHING}"""
    val other = settings["not.asked"]
}
//- /src/test/kotlin/shop/AppTest.kt
class AppTest { val a = System.getenv("TEST") }
"#,
        expect![[r#"
            APP_JWTSECRET=changeit src/main/kotlin/shop/App.kt:20
            CHOSEN=x src/main/kotlin/shop/App.kt:24
            CONSTANT? src/main/kotlin/shop/App.kt:26
            DATABASE_URL! src/main/kotlin/shop/App.kt:19
            ENTRY src/main/kotlin/shop/App.kt:25
            KEYS_PUBLICKEY:String src/main/kotlin/shop/App.kt:16
            MAIL_FROM src/main/kotlin/shop/App.kt:27
            MAIL_HOST! src/main/kotlin/shop/App.kt:28
            MAIL_NAME=nobody src/main/kotlin/shop/App.kt:29
            MAIL_SIZE=5 src/main/kotlin/shop/App.kt:30
            PLAIN src/main/kotlin/shop/App.kt:23
            PORT=8080 src/main/kotlin/shop/App.kt:19
            SHOP_MAIL_FROMADDRESS:String! src/main/kotlin/shop/App.kt:10
            SHOP_MAIL_RETRIES:Int=3 src/main/kotlin/shop/App.kt:10
            SHOP_MAIL_SMTP_HOST:String=localhost src/main/kotlin/shop/App.kt:11
        "#]],
    );
}
