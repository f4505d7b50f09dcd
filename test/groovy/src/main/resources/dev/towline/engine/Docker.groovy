package dev.towline.engine

/** Stands for the global variable of docker-workflow: runs the commands that it runs, in the blocks that it opens. */
class Docker implements Serializable {
    private static final long serialVersionUID = 1L

    final PipelineScript script

    Docker(PipelineScript script) {
        this.script = script
    }

    def withRegistry(String url, String credentialsId = null, Closure body) {
        onNode {
            script.withEnv(["DOCKER_REGISTRY_URL=${url}"]) {
                script.withDockerRegistry(url: url, credentialsId: credentialsId) { body() }
            }
        }
    }

    def withServer(String uri, String credentialsId = null, Closure body) {
        onNode {
            script.withDockerServer(uri: uri, credentialsId: credentialsId) { body() }
        }
    }

    def withTool(String name, Closure body) {
        onNode {
            def home = script.tool(name: name, type: 'org.jenkinsci.plugins.docker.commons.tools.DockerTool')
            script.withEnv(["PATH+DOCKER=${home}/bin", "DOCKER_TOOL_NAME=${name}"]) { body() }
        }
    }

    DockerImage image(String id) {
        return new DockerImage(this, id)
    }

    DockerImage build(String name, String args = '.') {
        DockerName.check(name)
        onNode {
            script.withEnv(["JD_IMAGE=${name}"]) {
                shell('docker build -t "$JD_IMAGE" ' + args)
            }
        }
        return image(name)
    }

    /** Takes a node where there is none around. */
    def onNode(Closure body) {
        if (script.env.NODE_NAME != null) return body()
        script.node { body() }
    }

    def shell(String command) {
        return script.isUnix() ? script.sh(command) : script.bat(command)
    }

    def shellStatus(String command) {
        def arguments = [script: command, returnStatus: true]
        return script.isUnix() ? script.sh(arguments) : script.bat(arguments)
    }

    def shellOutput(String command) {
        def arguments = [script: command, returnStdout: true]
        return (script.isUnix() ? script.sh(arguments) : script.bat(arguments)).trim()
    }
}
