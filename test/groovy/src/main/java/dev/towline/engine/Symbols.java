package dev.towline.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Functions of Jenkins that are no steps: they only describe something, for a step to use. */
final class Symbols {
    /** Under this key a description holds the name of its function. */
    static final String NAME = "$symbol";

    private static final Set<String> NAMES = Set.of(
            // credentials bindings
            "string",
            "usernamePassword",
            "usernameColonPassword",
            "file",
            "zip",
            "sshUserPrivateKey",
            "certificate",
            "aws",
            "dockerCert",
            "gitUsernamePassword",
            // properties of the job
            "buildDiscarder",
            "logRotator",
            "parameters",
            "booleanParam",
            "choice",
            "text",
            "password",
            "pipelineTriggers",
            "cron",
            "pollSCM",
            "githubPush",
            "gitlab",
            "upstream",
            "disableConcurrentBuilds",
            "disableResume",
            "durabilityHint",
            "preserveStashes",
            "rateLimitBuilds",
            "throttleJobProperty",
            "copyArtifactPermission",
            // source control
            "scmGit",
            "branch",
            "cloneOption",
            "checkoutOption",
            "cleanBeforeCheckout",
            "cleanAfterCheckout",
            "submodule",
            "localBranch",
            "pruneStaleBranch",
            "lfs",
            "userIdentity",
            "relativeTargetDirectory",
            // Kubernetes agents
            "containerTemplate",
            "containerEnvVar",
            "envVar",
            "secretEnvVar",
            "emptyDirVolume",
            "hostPathVolume",
            "secretVolume",
            "configMapVolume",
            "persistentVolumeClaim");

    private Symbols() {}

    static boolean has(String name) {
        return NAMES.contains(name);
    }

    /** The description that a call of the function makes. */
    static Map<String, Object> describe(String name, Object arguments) {
        List<?> values = StepCall.listOf(arguments);
        Map<String, Object> description = new LinkedHashMap<>();
        description.put(NAME, name);
        if (values.size() == 1 && values.get(0) instanceof Map<?, ?> named && !named.containsKey(NAME)) {
            named.forEach((key, value) -> description.put(String.valueOf(key), value));
        } else if (values.size() == 1) {
            description.put("value", values.get(0));
        } else if (!values.isEmpty()) {
            throw new IllegalArgumentException("Expected named arguments but got " + values);
        }
        return description;
    }
}
