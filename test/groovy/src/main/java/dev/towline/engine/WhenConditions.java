package dev.towline.engine;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The conditions of {@code when} that have no others inside. */
final class WhenConditions {
    /** The attributes of a change request, and the variables that hold them. */
    private static final Map<String, String> CHANGE = Map.of(
            "id",
            "CHANGE_ID",
            "target",
            "CHANGE_TARGET",
            "branch",
            "CHANGE_BRANCH",
            "fork",
            "CHANGE_FORK",
            "url",
            "CHANGE_URL",
            "title",
            "CHANGE_TITLE",
            "author",
            "CHANGE_AUTHOR",
            "authorDisplayName",
            "CHANGE_AUTHOR_DISPLAY_NAME",
            "authorEmail",
            "CHANGE_AUTHOR_EMAIL");

    private WhenConditions() {}

    static boolean isMet(String name, Object value) {
        return switch (name) {
            case "branch" -> matches(value, variable("BRANCH_NAME"));
            case "tag" -> matches(value, variable("TAG_NAME"));
            case "buildingTag" -> variable("TAG_NAME") != null;
            case "changeRequest" -> variable("CHANGE_ID") != null && changeMatches(value);
            case "environment" -> environment((Map<?, ?>) value);
            case "equals" -> Objects.equals(
                    Plain.of(((Map<?, ?>) value).get("expected")), Plain.of(((Map<?, ?>) value).get("actual")));
            case "triggeredBy" -> Objects.equals(
                    Build.current().request().trigger(), value instanceof Map<?, ?> map ? map.get("cause") : value);
            case "changeset" -> Build.current().request().changedFiles().stream()
                    .anyMatch(file -> matches(value, file.toString()));
            default -> throw new IllegalArgumentException("there is no condition " + name);
        };
    }

    private static String variable(String name) {
        return Build.current().environment(name);
    }

    private static boolean changeMatches(Object value) {
        if (!(value instanceof Map<?, ?> wanted)) return true;
        String comparator = Objects.toString(wanted.get("comparator"), "EQUALS");
        return wanted.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("comparator"))
                .allMatch(entry ->
                        compare(comparator, entry.getValue().toString(), variable(CHANGE.get(entry.getKey()))));
    }

    private static boolean environment(Map<?, ?> wanted) {
        String actual = variable(wanted.get("name").toString());
        String expected = wanted.get("value").toString();
        return Boolean.TRUE.equals(wanted.get("ignoreCase"))
                ? expected.equalsIgnoreCase(actual)
                : expected.equals(actual);
    }

    /** A pattern alone, or with how to compare. */
    private static boolean matches(Object wanted, String actual) {
        if (!(wanted instanceof Map<?, ?> map)) return compare("GLOB", wanted.toString(), actual);
        return compare(
                Objects.toString(map.get("comparator"), "GLOB"),
                map.get("pattern").toString(),
                actual);
    }

    private static boolean compare(String comparator, String pattern, String actual) {
        if (actual == null) return false;
        return switch (comparator) {
            case "EQUALS" -> actual.equals(pattern);
            case "REGEXP" -> Pattern.matches(pattern, actual);
            default -> AntPattern.matches(pattern, actual);
        };
    }
}
