package dev.towline.engine.declarative;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that Jenkins knows where a pipeline chooses one. */
final class Names {
    /** Steps around all stages, or around one. */
    static final Set<String> WRAPPERS = sorted(
            "timeout",
            "retry",
            "timestamps",
            "ansiColor",
            "lock",
            "withAWS",
            "throttle",
            "catchError",
            "warnError",
            "withChecks",
            "withCredentials",
            "withEnv");

    static final Set<String> STAGE_OPTIONS = union(WRAPPERS, sorted("skipDefaultCheckout"));

    static final Set<String> OPTIONS = union(
            STAGE_OPTIONS,
            sorted(
                    "skipStagesAfterUnstable",
                    "checkoutToSubdirectory",
                    "newContainerPerStage",
                    "parallelsAlwaysFailFast",
                    "preserveStashes",
                    "quietPeriod",
                    "overrideIndexTriggers",
                    "disableRestartFromStage",
                    "buildDiscarder",
                    "disableConcurrentBuilds",
                    "disableResume",
                    "durabilityHint",
                    "rateLimitBuilds",
                    "copyArtifactPermission",
                    "throttleJobProperty"));

    static final Set<String> PARAMETERS =
            sorted("string", "booleanParam", "choice", "text", "password", "credentials", "file", "run");

    static final Set<String> TRIGGERS = sorted("cron", "pollSCM", "upstream", "githubPush", "GenericTrigger");

    /** In the order in which Jenkins runs them. */
    static final List<String> POST_CONDITIONS = List.of(
            "always",
            "changed",
            "fixed",
            "regression",
            "aborted",
            "failure",
            "success",
            "unstable",
            "unsuccessful",
            "notBuilt",
            "cleanup");

    static final Set<String> NESTED_CONDITIONS = sorted("allOf", "anyOf", "not");

    static final Set<String> CONDITIONS = union(
            NESTED_CONDITIONS,
            sorted(
                    "branch",
                    "buildingTag",
                    "changeRequest",
                    "changeset",
                    "environment",
                    "equals",
                    "expression",
                    "tag",
                    "triggeredBy"));

    static final Set<String> AGENTS = sorted("any", "docker", "dockerfile", "kubernetes", "label", "node", "none");

    static final Set<String> INPUT_FIELDS =
            sorted("message", "id", "ok", "parameters", "submitter", "submitterParameter");

    private Names() {}

    private static Set<String> sorted(String... names) {
        return new TreeSet<>(List.of(names));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toCollection(TreeSet::new));
    }
}
