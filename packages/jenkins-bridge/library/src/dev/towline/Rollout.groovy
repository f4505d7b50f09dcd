package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** The way of a commit to an Application. */
class Rollout implements Serializable {
    private static final long serialVersionUID = 1L
    private static final int PAUSE_SECONDS = 10

    private final def script
    private final Updater updater
    private final String application

    Rollout(script, Updater updater, String application) {
        this.script = script
        this.updater = updater
        this.application = application
    }

    /** Ends when the Application is healthy, or held, which makes the build unstable; fails when it failed, or when the time is over. */
    def await(String commit, int seconds) {
        String last = 'The updater knows nothing of it'
        for (int waited = 0; waited <= seconds; waited += PAUSE_SECONDS) {
            Map delivery = decisive(updater.deliveries(commit), application)
            if (delivery != null) {
                last = "It is ${delivery.state}" + (delivery.reason == null ? '' : ": ${delivery.reason}")
                switch (delivery.state) {
                    case 'healthy':
                        script.echo("${application} runs ${commit}.")
                        return
                    case 'held':
                        script.unstable("${application} does not get ${commit}: ${delivery.reason ?: 'it is held'}")
                        return
                    case 'failed':
                        script.error("${application} failed with ${commit}: ${delivery.reason ?: 'the updater gives no reason'}")
                }
            }
            script.sleep(PAUSE_SECONDS)
        }
        script.error("${application} does not run ${commit} after ${seconds} seconds. ${last}.")
    }

    /** Of several images the one that decides: a failed one, one that is held, else the one that is least far. */
    @NonCPS
    private static Map decisive(List deliveries, String application) {
        List order = ['failed', 'held', 'published', 'planned', 'committed', 'synced', 'healthy']
        List own = deliveries.findAll { it.application == application || it.application.endsWith('/' + application) }
        return own.isEmpty() ? null : own.min { order.indexOf(it.state) }
    }
}
