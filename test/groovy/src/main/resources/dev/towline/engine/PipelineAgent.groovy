package dev.towline.engine

/** Runs parts of a {@link Pipeline} on their agents, with the sources checked out. */
class PipelineAgent implements Serializable {
    private static final long serialVersionUID = 1L

    private final PipelineScript script
    /** Whether sources are checked out where an agent is taken. */
    boolean checksOut = true

    PipelineAgent(PipelineScript script) {
        this.script = script
    }

    def within(Map agent, boolean top, List options = null, Closure body) {
        if (agent == null || agent.type == 'none') return body()
        def settings = agent.settings == null ? [:] : agent.settings.call()
        boolean fetches = checksOut && !DeclarativeSupport.has(options, 'skipDefaultCheckout')
        if (agent.type == 'kubernetes') return inPod(settings, top, fetches, body)
        def container = { inContainer(agent.type, settings, body) }
        if (settings.reuseNode && script.env.NODE_NAME != null) return container()
        return onNode(settings.label) {
            inWorkspace(settings.customWorkspace) {
                checkedOut(top, fetches) { container() }
            }
        }
    }

    private def onNode(label, Closure body) {
        return label ? script.node(label, body) : script.node(body)
    }

    private def inWorkspace(String folder, Closure body) {
        if (folder == null) return body()
        script.ws(folder) { body() }
    }

    private def checkedOut(boolean top, boolean fetches, Closure body) {
        if (!fetches) return body()
        def facts = null
        if (top) script.stage('Declarative: Checkout SCM') { facts = script.checkout(script.scm) }
        else facts = script.checkout(script.scm)
        script.withEnv(DeclarativeSupport.overrides(facts)) { body() }
    }

    private def inContainer(String type, Map settings, Closure body) {
        if (!type.startsWith('docker')) return body()
        if (!settings.registryUrl && !settings.registryCredentialsId) return inImage(type, settings, body)
        script.docker.withRegistry(settings.registryUrl ?: '', settings.registryCredentialsId) { inImage(type, settings, body) }
    }

    private def inImage(String type, Map settings, Closure body) {
        def image
        if (type == 'docker') {
            image = script.docker.image(settings.image.toString())
            if (settings.alwaysPull) image.pull()
        } else {
            def folder = settings.dir ?: '.'
            def arguments = (settings.additionalBuildArgs ?: '') + " -f \"${folder}/${settings.filename ?: 'Dockerfile'}\" \"${folder}\""
            image = script.docker.build('declarative-agent', arguments.trim())
        }
        image.inside((settings.args ?: '').toString(), body)
    }

    private def inPod(Map settings, boolean top, boolean fetches, Closure body) {
        script.podTemplate(settings) {
            script.node(settings.label ?: 'pod') {
                checkedOut(top, fetches) {
                    if (settings.defaultContainer) script.container(settings.defaultContainer) { body() }
                    else body()
                }
            }
        }
    }
}
