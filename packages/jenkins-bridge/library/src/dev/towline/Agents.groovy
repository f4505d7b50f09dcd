package dev.towline

/** Takes agents as a pipeline describes them. */
class Agents implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script

    Agents(script) {
        this.script = script
    }

    /** Runs the body on an agent; on the one around where that is all the same. */
    def on(Map agent, Closure body) {
        switch (agent.kind) {
            case 'label': return onLabel(agent.label, agent.customWorkspace, body)
            case 'docker': return inContainer(agent, body)
            case 'kubernetes': return inPod(agent, body)
            default: return onLabel(null, null, body)
        }
    }

    /** Takes one once more, by the name that it had: what was made there is there. */
    def again(Map agent, String name, Closure body) {
        if (agent.kind == 'docker') return inContainer(agent + [label: name, reuseNode: false], body)
        return onLabel(name, agent.customWorkspace, body)
    }

    /** Whether what is made there is gone when it is given back. */
    static boolean isFleeting(Map agent) {
        return agent.kind == 'kubernetes'
    }

    private def onLabel(String label, String folder, Closure body) {
        if (folder == null) return script.node(label) { body() }
        return script.node(label) {
            script.ws(folder) { body() }
        }
    }

    private def inContainer(Map agent, Closure body) {
        Closure inside = {
            signedIn(agent) {
                script.docker.image(agent.image).inside(agent.args ?: '') { body() }
            }
        }
        if (agent.reuseNode && script.env.NODE_NAME != null) return inside()
        return script.node(agent.label) { inside() }
    }

    private def signedIn(Map agent, Closure body) {
        if (agent.registryUrl == null) return body()
        return script.docker.withRegistry(agent.registryUrl, agent.registryCredentialsId) { body() }
    }

    private def inPod(Map agent, Closure body) {
        Map pod = [yaml: agent.pod.kind == 'file' ? script.readTrusted(agent.pod.path) : agent.pod.yaml]
        if (agent.cloud != null) pod.cloud = agent.cloud
        if (agent.namespace != null) pod.namespace = agent.namespace
        if (agent.inheritFrom != null) pod.inheritFrom = agent.inheritFrom
        if (agent.serviceAccount != null) pod.serviceAccount = agent.serviceAccount
        return script.podTemplate(pod) {
            script.node(script.env.POD_LABEL) {
                if (agent.container == null) return body()
                return script.container(agent.container) { body() }
            }
        }
    }
}
