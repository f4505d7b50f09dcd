package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Looks for what is odd about a pipeline that is not wrong. */
class ModelWarnings {
    private static final String SECRET = '(?i)(?:.*_)?(?:PASSWORD|PASSWD|PWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIALS?)'
    // A reference to a variable, a file or a path is no secret itself.
    private static final String REFERENCE = '(?s)(?:\\$|/|file:|https?:).*'

    private final Map pipeline
    private final Map placeholders
    private final List findings = []

    /** `pipeline` is complete. */
    ModelWarnings(Map pipeline, Map placeholders) {
        this.pipeline = pipeline
        this.placeholders = placeholders
    }

    /** All of them, each `[path, message, expected]`. */
    @NonCPS
    List all() {
        lookAtTags()
        lookAtEnvironment(['environment'], pipeline.environment)
        for (int at = 0; at < pipeline.tests.size(); at++) lookAtEnvironment(['tests', at, 'environment'], pipeline.tests[at].environment)
        for (int at = 0; at < pipeline.after.size(); at++) {
            if (pipeline.after[at].kind == 'command') lookAtEnvironment(['after', at, 'environment'], pipeline.after[at].environment)
        }
        for (int at = 0; at < pipeline.images.size(); at++) lookAtBuildArguments(['images', at, 'buildArgs'], pipeline.images[at].buildArgs)
        if (pipeline.tests.isEmpty()) add(['tests'], 'Nothing is tested before the images are pushed', 'one test')
        return findings
    }

    @NonCPS
    private void lookAtTags() {
        List tags = pipeline.publication.tags
        for (int at = 0; at < tags.size(); at++) {
            List parts = TagTemplate.parse(tags[at].template, placeholders).parts
            if (TagTemplate.isFixed(parts, placeholders)) continue
            lookAtMovingTag(['publication', 'tags', at, 'template'], tags[at].template, parts)
        }
    }

    @NonCPS
    private void lookAtMovingTag(List path, String template, List parts) {
        Map mutability = pipeline.publication.mutability
        boolean isLiteral = parts.every { it.name == null }
        boolean mayMove = isLiteral ? TagMutability.canMove(mutability, template) : mutability.kind == 'mutable' || !mutability.except.isEmpty()
        if (!mayMove) {
            String expected = mutability.kind == 'immutable' ? 'it among publication.mutability.except' : null
            add(path, 'The repository does not let it move, so it is not pushed', expected)
        }
        Integer depth = pipeline.source.depth
        if (depth != null) add(path, "It stays where it is, since only ${depth} commits are fetched".toString(), 'no source.depth')
    }

    @NonCPS
    private void lookAtEnvironment(List path, Map environment) {
        for (entry in environment.entrySet()) {
            Map value = entry.getValue()
            if (value.kind != 'value' || value.value == '' || value.value.matches(REFERENCE) || !entry.getKey().matches(SECRET)) continue
            add(path + [entry.getKey()], 'It seems to be a secret, and stands in the file', '{kind: credential, credentialsId: …}')
        }
    }

    @NonCPS
    private void lookAtBuildArguments(List path, Map values) {
        for (entry in values.entrySet()) {
            if (entry.getValue() == '' || !entry.getKey().matches(SECRET)) continue
            add(path + [entry.getKey()], 'It seems to be a secret, and anybody can read build arguments from the image',
                "it among images[${path[1]}].secrets".toString())
        }
    }

    @NonCPS
    private void add(List path, String message, String expected) {
        findings.add([path: path, message: message, expected: expected])
    }
}
