package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** What is known of the build that runs. */
class BuildFacts implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script
    private final Shell shell

    BuildFacts(script) {
        this.script = script
        this.shell = new Shell(script)
    }

    /** What the checkout around says, and {@link #complete} of that. */
    Map gather(Object parts, String usualBranch) {
        Map facts = [
            sha: shell.output('git rev-parse HEAD'),
            source: withoutUser(shell.output('git config --get remote.origin.url')),
            describe: shell.output('git describe --tags --always'),
            buildNumber: script.env.BUILD_NUMBER,
            buildUrl: script.env.BUILD_URL,
            startedAt: script.currentBuild.startTimeInMillis,
            created: timeOf(script.currentBuild.startTimeInMillis),
        ]
        return complete(facts, parts, usualBranch)
    }

    /**
     * Adds what conditions and templates of tags need, which stand in `parts`, however deep: of variables and files only those that something
     * there names. A job of one branch does not say which: then it is `usualBranch`.
     */
    Map complete(Map facts, Object parts, String usualBranch) {
        Map needs = needsOf(parts)
        Map complete = facts + ofJob(usualBranch)
        complete.environment = [:]
        for (int at = 0; at < needs.variables.size(); at++) {
            String value = script.env."${needs.variables[at]}"
            if (value != null) complete.environment[needs.variables[at]] = value
        }
        complete.files = [:]
        for (int at = 0; at < needs.files.size(); at++) {
            if (script.fileExists(needs.files[at])) complete.files[needs.files[at]] = script.readFile(needs.files[at])
        }
        complete.changedFiles = needs.changes ? changedFiles(script.currentBuild.changeSets) : []
        complete.parameters = texts(script.params)
        return complete
    }

    private Map ofJob(String usualBranch) {
        def env = script.env
        boolean isRequest = env.CHANGE_ID != null
        return [
            branch: isRequest || env.TAG_NAME != null ? null : env.BRANCH_NAME ?: usualBranch,
            gitTag: env.TAG_NAME,
            changeRequest: isRequest ? [target: env.CHANGE_TARGET, author: env.CHANGE_AUTHOR] : null,
        ]
    }

    @NonCPS
    private static String timeOf(long milliseconds) {
        return new Date(milliseconds).format("yyyy-MM-dd'T'HH:mm:ss'Z'", TimeZone.getTimeZone('UTC'))
    }

    /** The facts as variables of commands. */
    @NonCPS
    static List variables(Map facts) {
        return [
            'TOWLINE_REVISION=' + facts.sha,
            'TOWLINE_SOURCE=' + facts.source,
            'TOWLINE_VERSION=' + facts.describe,
            'TOWLINE_CREATED=' + facts.created,
            'TOWLINE_TIMESTAMP=' + facts.startedAt.intdiv(1000),
        ]
    }

    /** An address of a repository may hold a password. */
    @NonCPS
    private static String withoutUser(String url) {
        return url.replaceFirst('^(https?://)[^/@]*@', '$1')
    }

    @NonCPS
    private static Map texts(Map parameters) {
        Map texts = [:]
        for (entry in parameters.entrySet()) texts[entry.getKey()] = String.valueOf(entry.getValue())
        return texts
    }

    @NonCPS
    private static List changedFiles(List changeSets) {
        List paths = []
        for (changeSet in changeSets) {
            for (commit in changeSet.items) {
                for (file in commit.affectedFiles) paths.add(file.path)
            }
        }
        return paths
    }

    @NonCPS
    private static Map needsOf(Object parts) {
        Map needs = [variables: [], files: [], changes: false]
        look(parts, needs)
        return needs
    }

    @NonCPS
    private static void look(Object part, Map needs) {
        if (part instanceof List) {
            for (each in part) look(each, needs)
        } else if (part instanceof Map) {
            if (part.changed != null) needs.changes = true
            if (part.environment instanceof Map) needs.variables.addAll(part.environment.keySet())
            if (part.template != null) lookAtTemplate(part.template, needs)
            for (each in part.values()) look(each, needs)
        }
    }

    @NonCPS
    private static void lookAtTemplate(String template, Map needs) {
        def matcher = java.util.regex.Pattern.compile('\\{(env|file):([^{}]*)\\}').matcher(template)
        while (matcher.find()) {
            if (matcher.group(1) == 'env') needs.variables.add(matcher.group(2))
            else needs.files.add(matcher.group(2))
        }
    }
}
