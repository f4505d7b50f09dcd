package dev.towline.engine;

import hudson.model.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** What the interpreter of declarative pipelines needs and what has no steps inside. */
public final class DeclarativeSupport {
    /** Options that are for the interpreter alone; all others that open no block are properties of the job. */
    private static final Set<String> OWN_OPTIONS = Set.of(
            "skipDefaultCheckout",
            "skipStagesAfterUnstable",
            "checkoutToSubdirectory",
            "newContainerPerStage",
            "parallelsAlwaysFailFast",
            "quietPeriod",
            "overrideIndexTriggers",
            "disableRestartFromStage");

    private DeclarativeSupport() {}

    /** Whether an option is set. */
    public static boolean has(List<Map<String, Object>> options, String name) {
        return options != null
                && options.stream().anyMatch(option -> option.get("name").equals(name));
    }

    public static List<Object> jobProperties(List<Map<String, Object>> options, List<Object> values) {
        List<Object> properties = new ArrayList<>();
        for (int i = 0; options != null && i < options.size(); i++) {
            String name = options.get(i).get("name").toString();
            boolean own = OWN_OPTIONS.contains(name)
                    || Boolean.TRUE.equals(options.get(i).get("wrapper"));
            if (!own) properties.add(describe(name, values.get(i)));
        }
        return properties;
    }

    /** The property for parameters; those that the build was not given take their defaults. */
    public static Map<String, Object> parameters(List<Map<String, Object>> calls, List<Object> values) {
        List<Object> descriptions = describeAll(calls, values);
        Map<String, Object> params = Build.current().program().params;
        for (Object description : descriptions) {
            Map<?, ?> parameter = (Map<?, ?>) description;
            Object first = parameter.get("choices") instanceof List<?> choices ? choices.get(0) : null;
            Object byDefault = parameter.get("defaultValue") == null ? first : parameter.get("defaultValue");
            params.putIfAbsent(String.valueOf(parameter.get("name")), byDefault);
        }
        return describe("parameters", descriptions);
    }

    public static Map<String, Object> triggers(List<Map<String, Object>> calls, List<Object> values) {
        return describe("pipelineTriggers", describeAll(calls, values));
    }

    /** The bindings for {@code NAME = credentials(id)}: the whole, and its two parts. */
    public static List<Object> bindings(String name, String id) {
        Map<String, Object> parts = new LinkedHashMap<>(Map.of("credentialsId", id));
        parts.put("usernameVariable", name + "_USR");
        parts.put("passwordVariable", name + "_PSW");
        return List.of(
                Symbols.describe("usernameColonPassword", Map.of("credentialsId", id, "variable", name)),
                Symbols.describe("usernamePassword", parts));
    }

    /** Makes a variable known to those after it. */
    public static void provide(String name, String value) {
        Build.current().program().provided.put(name, value);
    }

    public static void provideNoMore() {
        Build.current().program().provided.clear();
    }

    /** The pairs of a map. */
    public static List<List<String>> entries(Map<?, ?> map) {
        List<List<String>> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(new ArrayList<>(List.of(key.toString(), value.toString()))));
        return entries;
    }

    /** A map as withEnv wants it; nothing of what is no map. */
    public static List<String> overrides(Object facts) {
        List<String> overrides = new ArrayList<>();
        if (facts instanceof Map<?, ?> map) map.forEach((name, value) -> overrides.add(name + "=" + value));
        return overrides;
    }

    /** A stage for each cell of a matrix. */
    public static List<Map<String, Object>> cells(Map<String, Object> matrix) {
        List<Map<String, Object>> stages = new ArrayList<>();
        for (Object cell : (List<?>) matrix.get("cells")) {
            Map<String, Object> stage = new LinkedHashMap<>(matrix);
            List<String> names = new ArrayList<>();
            List<String> axes = new ArrayList<>();
            for (Object item : (List<?>) cell) {
                List<?> pair = (List<?>) item;
                names.add(pair.get(0) + " = '" + pair.get(1) + "'");
                axes.add(pair.get(0) + "=" + pair.get(1));
            }
            stage.put("name", "Matrix - " + String.join(", ", names));
            stage.put("axes", axes);
            stages.add(stage);
        }
        return stages;
    }

    public static void skipped(String stage, String reason) {
        Build.current().log().write("Stage \"" + stage + "\" skipped due to " + reason);
        Build.current().skipStage();
    }

    public static void log(String text) {
        Build.current().log().write(text);
    }

    /** Marks the build at once; but an interruption may be that of a branch beside one that failed, and counts where it ends the build. */
    public static void failed(Throwable problem) {
        if (!(problem instanceof FlowInterruptedException))
            Build.current().program().worsen(Result.FAILURE);
    }

    /** The build has come to its end: now an interruption counts, and what follows sees it. */
    public static void ended(Throwable problem) {
        if (problem instanceof FlowInterruptedException interruption)
            Build.current().program().worsen(interruption.getResult());
        else if (problem != null) failed(problem);
    }

    /** Whether a condition of {@code when} that has no others inside holds. */
    public static boolean condition(String name, Object value) {
        return WhenConditions.isMet(name, value);
    }

    public static boolean anyMet(List<Map<String, Object>> post, Throwable failure) {
        return post != null
                && post.stream()
                        .anyMatch(condition -> isMet(condition.get("name").toString(), failure, false));
    }

    /** Whether a condition of {@code post} holds, for the whole build or for a stage that ended so. */
    public static boolean isMet(String condition, Throwable failure, boolean inStage) {
        return PostConditions.isMet(condition, resultSoFar(failure, inStage));
    }

    private static Result resultSoFar(Throwable failure, boolean inStage) {
        Result build = Build.current().program().result();
        Result own = failure == null ? Result.SUCCESS : resultOf(failure);
        // A stage that went well in a build that has failed elsewhere went well.
        if (build == null || inStage && failure == null && build.isWorseOrEqualTo(Result.FAILURE)) return own;
        return own.isWorseThan(build) ? own : build;
    }

    private static Result resultOf(Throwable problem) {
        return problem instanceof FlowInterruptedException interruption ? interruption.getResult() : Result.FAILURE;
    }

    private static List<Object> describeAll(List<Map<String, Object>> calls, List<Object> values) {
        List<Object> descriptions = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++)
            descriptions.add(describe(calls.get(i).get("name").toString(), values.get(i)));
        return descriptions;
    }

    private static Map<String, Object> describe(String name, Object value) {
        return Symbols.describe(name, value == null ? null : new Object[] {value});
    }
}
