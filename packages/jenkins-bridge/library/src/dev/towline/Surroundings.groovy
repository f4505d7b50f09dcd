package dev.towline

/** Variables around commands. */
class Surroundings implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script

    Surroundings(script) {
        this.script = script
    }

    /** Runs the body with an `environment` of the model: texts, and secrets that Jenkins keeps. */
    def with(Map environment, Closure body) {
        List values = []
        List secrets = []
        List names = environment.keySet().toList()
        for (int at = 0; at < names.size(); at++) {
            Map value = environment[names[at]]
            if (value.kind == 'value') values.add(names[at] + '=' + value.value)
            else secrets.add(script.string(credentialsId: value.credentialsId, variable: names[at]))
        }
        Closure inner = secrets.isEmpty() ? body : { script.withCredentials(secrets) { body() } }
        return values.isEmpty() ? inner() : script.withEnv(values) { inner() }
    }

    /** Runs the body for no longer than this; a duration may be null. */
    def within(String duration, Closure body) {
        if (duration == null) return body()
        return script.timeout(time: Duration.secondsOf(duration), unit: 'SECONDS') { body() }
    }

    /** Holds a lock of lockable-resources; its name may be null. */
    def locked(String resource, Closure body) {
        return resource == null ? body() : script.lock(resource) { body() }
    }
}
