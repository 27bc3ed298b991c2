import java.util.Arrays;
import java.util.stream.Collectors;

import org.flywaydb.core.Flyway;

/** Prints the migrations of a location in the order in which Flyway would run them, with a database in memory. */
class Ask {
	public static void main(String[] arguments) {
		try {
			var flyway = Flyway.configure().dataSource("jdbc:h2:mem:x", "sa", "").locations("filesystem:" + arguments[0]).load();
			System.out.println(Arrays.stream(flyway.info().all())
				.map(it -> (it.getVersion() == null ? "\"R__" + it.getDescription().replace(' ', '_') : "\"" + it.getVersion()) + "\"")
				.collect(Collectors.joining(", ", "{\"order\": [", "]}")));
		} catch (RuntimeException error) {
			System.out.println("{\"error\": \"" + error.getMessage().lines().findFirst().orElse("").replace("\"", "'") + "\"}");
		}
	}
}
