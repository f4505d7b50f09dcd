package dev.towline.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Blocks that set variables. */
final class EnvironmentSteps {
    /** The arguments of credentials bindings that name variables. */
    private static final List<String> VARIABLES = List.of(
            "variable",
            "usernameVariable",
            "passwordVariable",
            "keyFileVariable",
            "passphraseVariable",
            "accessKeyVariable",
            "secretKeyVariable",
            "gitToolName");

    private EnvironmentSteps() {}

    static void addTo(StepTable table) {
        table.add(
                "withEnv",
                "overrides",
                false,
                (run, fiber, call, answer) -> run.enter(fiber, fiber.context().withEnv(overrides(run, call))));
        table.add(
                "withCredentials",
                "bindings",
                false,
                (run, fiber, call, answer) -> run.enter(fiber, fiber.context().withEnv(credentials(run, call))));
        table.add(
                "withAWS",
                null,
                false,
                (run, fiber, call, answer) -> run.enter(fiber, fiber.context().withEnv(aws(run, call))));
    }

    private static Map<String, String> overrides(Run run, StepCall call) {
        Map<String, String> env = new LinkedHashMap<>();
        for (Object override : StepCall.listOf(call.arguments.get("overrides"))) {
            String[] parts = String.valueOf(override).split("=", 2);
            if (parts.length < 2) throw new IllegalArgumentException("expected NAME=value but got " + override);
            // NAME+ANYTHING=folder puts a folder in front of a path.
            int plus = parts[0].indexOf('+');
            if (plus < 0) {
                env.put(parts[0], parts[1]);
            } else {
                String name = parts[0].substring(0, plus);
                String before = run.build().environment(name);
                env.put(name, before == null ? parts[1] : parts[1] + ":" + before);
            }
        }
        return env;
    }

    private static Map<String, String> credentials(Run run, StepCall call) {
        Map<String, String> env = new LinkedHashMap<>();
        for (Object item : StepCall.listOf(call.arguments.get("bindings"))) {
            Map<?, ?> binding = (Map<?, ?>) item;
            if (binding.get("credentialsId") == null)
                throw new IllegalArgumentException("Missing required parameter: \"credentialsId\"");
            for (String argument : VARIABLES) {
                if (binding.get(argument) != null)
                    env.put(
                            binding.get(argument).toString(),
                            secret(run, binding.get("credentialsId") + ":" + argument));
            }
            if ("aws".equals(binding.get(Symbols.NAME))
                    || String.valueOf(binding.get("$class")).contains("AmazonWebServices")) {
                env.putIfAbsent("AWS_ACCESS_KEY_ID", secret(run, binding.get("credentialsId") + ":access-key"));
                env.putIfAbsent("AWS_SECRET_ACCESS_KEY", secret(run, binding.get("credentialsId") + ":secret-key"));
            }
        }
        return env;
    }

    private static Map<String, String> aws(Run run, StepCall call) {
        Map<String, String> env = new LinkedHashMap<>();
        if (call.text("region") != null) env.put("AWS_DEFAULT_REGION", call.text("region"));
        if (call.text("region") != null) env.put("AWS_REGION", call.text("region"));
        if (call.text("credentials") == null && call.text("role") == null) return env;
        String owner = call.text("role") == null ? call.text("credentials") : call.text("role");
        env.put("AWS_ACCESS_KEY_ID", secret(run, owner + ":access-key"));
        env.put("AWS_SECRET_ACCESS_KEY", secret(run, owner + ":secret-key"));
        return env;
    }

    /** A value that tells where it came from, and that the log masks. */
    private static String secret(Run run, String of) {
        String secret = "secret(" + of + ")";
        run.build().log().hide(secret);
        return secret;
    }
}
