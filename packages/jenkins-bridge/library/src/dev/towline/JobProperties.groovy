package dev.towline

/** What a pipeline says of its job: parameters, triggers, how many builds are kept and whether they run at once. */
class JobProperties implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script

    JobProperties(script) {
        this.script = script
    }

    /** Sets them, where the pipeline says any; else the job keeps those that it has. */
    def set(Map pipeline) {
        List properties = ofBuilds(pipeline.options)
        List parameters = pipeline.parameters
        if (!parameters.isEmpty()) {
            List described = []
            for (int at = 0; at < parameters.size(); at++) described.add(parameter(parameters[at]))
            properties.add(script.parameters(described))
        }
        List triggers = []
        for (int at = 0; at < pipeline.source.triggers.size(); at++) triggers.add(trigger(pipeline.source.triggers[at]))
        if (!triggers.isEmpty()) properties.add(script.pipelineTriggers(triggers))
        if (!properties.isEmpty()) script.properties(properties)
    }

    private List ofBuilds(Map options) {
        List properties = []
        if (options.concurrentBuilds == 'queue') properties.add(script.disableConcurrentBuilds())
        if (options.concurrentBuilds == 'abort-previous') properties.add(script.disableConcurrentBuilds(abortPrevious: true))
        if (options.keepBuilds != null || options.keepDays != null) {
            Map kept = [:]
            if (options.keepBuilds != null) kept.numToKeepStr = String.valueOf(options.keepBuilds)
            if (options.keepDays != null) kept.daysToKeepStr = String.valueOf(options.keepDays)
            properties.add(script.buildDiscarder(script.logRotator(kept)))
        }
        return properties
    }

    private def parameter(Map parameter) {
        Map described = [name: parameter.name, description: parameter.description ?: '']
        switch (parameter.kind) {
            case 'boolean': return script.booleanParam(described + [defaultValue: parameter['default']])
            case 'choice': return script.choice(described + [choices: parameter.choices])
            case 'text': return script.text(described + [defaultValue: parameter['default']])
            case 'password': return script.password(described + [defaultValue: ''])
            default: return script.string(described + [defaultValue: parameter['default']])
        }
    }

    private def trigger(Map trigger) {
        switch (trigger.kind) {
            case 'poll': return script.pollSCM(trigger.schedule)
            case 'schedule': return script.cron(trigger.schedule)
            case 'upstream': return script.upstream(upstreamProjects: trigger.jobs.join(','), threshold: 'SUCCESS')
            default:
                if (trigger.from == 'github') return script.githubPush()
                if (trigger.from == 'gitlab') return script.gitlab(triggerOnPush: true, triggerOnMergeRequest: true)
                // Who calls /git/notifyCommit wakes jobs that would poll, and this one never does by itself.
                return script.pollSCM('')
        }
    }
}
