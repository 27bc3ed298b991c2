import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Starts the application that is named by its first argument once for each environment that it is given on its input
 * (lines KEY=VALUE, then an empty one), and answers with a line of JSON: why it failed, what the application's own beans
 * hold, and which settings were asked for.
 */
public class Probe {
	public static void main(String[] arguments) throws Exception {
		Class<?> application = Class.forName(arguments[0]);
		var input = new BufferedReader(new InputStreamReader(System.in));
		var env = new LinkedHashMap<String, Object>();
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			if (!line.isEmpty()) {
				env.put(line.split("=", 2)[0], line.split("=", 2)[1]);
				continue;
			}
			System.out.println(answer(application, new LinkedHashMap<>(env)));
			System.out.flush();
			env.clear();
		}
	}

	static String answer(Class<?> application, Map<String, Object> env) {
		var asked = new TreeSet<String>();
		var got = new TreeMap<String, String>();
		String failed = "";
		var program = new SpringApplication(application);
		program.setEnvironment(environment(env, asked));
		program.setWebApplicationType(WebApplicationType.NONE);
		program.setBannerMode(Banner.Mode.OFF);
		program.setLogStartupInfo(false);
		program.setRegisterShutdownHook(false);
		try (ConfigurableApplicationContext context = program.run()) {
			for (String name : context.getBeanDefinitionNames()) {
				Object bean = context.getBean(name);
				if (isOwn(bean, application)) {
					fields(name.replaceAll(".*[.-]", ""), bean, application, got, 0);
				}
			}
		} catch (Throwable error) {
			for (Throwable cause = error; cause != null; cause = cause.getCause()) {
				failed += cause.getMessage() + "\n";
			}
		}
		return "[" + text(failed) + "," + object(got) + "," + list(asked) + "]";
	}

	/** The variables of the system are those given; what is asked of a source before them is noted. */
	static ConfigurableEnvironment environment(Map<String, Object> env, Collection<String> asked) {
		var environment = new StandardEnvironment();
		environment.getPropertySources().replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", env));
		environment.getPropertySources().addFirst(new PropertySource<>("asked") {
			@Override
			public Object getProperty(String name) {
				asked.add(name);
				return null;
			}
		});
		environment.getPropertySources().addLast(new MapPropertySource("quiet", Map.of("logging.level.root", "off")));
		return environment;
	}

	static boolean isOwn(Object value, Class<?> application) {
		return value != null && value.getClass().getPackageName().startsWith(application.getPackageName());
	}

	static void fields(String path, Object value, Class<?> application, Map<String, String> got, int depth) {
		for (Class<?> type = value.getClass(); type != null && type != Object.class && depth < 6; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (Modifier.isStatic(field.getModifiers()) || field.isSynthetic() || field.getName().contains("$$")) {
					continue;
				}
				try {
					field.setAccessible(true);
					one(path + "." + field.getName(), field.get(value), application, got, depth);
				} catch (ReflectiveOperationException | RuntimeException hidden) {
					continue;
				}
			}
		}
	}

	static void one(String path, Object value, Class<?> application, Map<String, String> got, int depth) {
		if (isOwn(value, application) && !(value instanceof Enum)) {
			fields(path, value, application, got, depth + 1);
		} else if (value instanceof Collection<?> many) {
			got.put(path, many.isEmpty() ? "" : "[" + String.join(" ", many.stream().map(String::valueOf).toList()) + "]");
		} else if (value instanceof Map<?, ?> map) {
			got.put(path, map.isEmpty() ? "" : "map" + map);
		} else {
			got.put(path, value == null || value.equals(0) || value.equals(false) ? "" : String.valueOf(value));
		}
	}

	static String text(String value) {
		var out = new StringBuilder("\"");
		for (char letter : value.toCharArray()) {
			out.append(letter < ' ' || letter == '"' || letter == '\\' ? String.format("\\u%04x", (int) letter) : String.valueOf(letter));
		}
		return out.append('"').toString();
	}

	static String list(Collection<String> values) {
		return "[" + String.join(",", values.stream().map(Probe::text).toList()) + "]";
	}

	static String object(Map<String, String> values) {
		return "{" + String.join(",", values.entrySet().stream().map(it -> text(it.getKey()) + ":" + text(it.getValue())).toList()) + "}";
	}
}
