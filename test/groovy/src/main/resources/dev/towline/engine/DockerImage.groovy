package dev.towline.engine

/** An image of {@link Docker}. */
class DockerImage implements Serializable {
    private static final long serialVersionUID = 1L

    private final Docker docker
    final String id
    private final String defaultTag

    DockerImage(Docker docker, String id) {
        DockerName.check(id)
        this.docker = docker
        this.id = id
        this.defaultTag = DockerName.tag(id)
    }

    String imageName() {
        return qualified(id)
    }

    def pull() {
        docker.onNode {
            docker.script.withEnv(["JD_TO_PULL=${imageName()}"]) {
                docker.shell('docker pull "$JD_TO_PULL"')
            }
        }
        return null
    }

    def inside(String args = '', Closure body) {
        docker.onNode {
            def name = imageName()
            docker.script.withEnv(["JD_ID=${id}", "JD_TO_RUN=${name}"]) {
                if (name != id && docker.shellStatus('docker inspect -f . "$JD_ID"') == 0) {
                    name = id
                } else if (docker.shellStatus('docker inspect -f . "$JD_TO_RUN"') != 0) {
                    pull()
                }
            }
            docker.script.withDockerContainer(image: name, args: args) { body() }
        }
    }

    DockerContainer run(String args = '', String command = '') {
        def container = null
        docker.onNode {
            def line = 'docker run -d ' + (args == '' ? '' : ' ' + args) + ' ' + id + (command == '' ? '' : ' ' + command)
            container = new DockerContainer(docker, docker.shellOutput(line))
        }
        return container
    }

    def withRun(String args = '', String command = '', Closure body) {
        docker.onNode {
            def container = run(args, command)
            try {
                return body(container)
            } finally {
                container.stop()
            }
        }
    }

    /** Gives back the name with the registry, though the plugin declares no value: under CPS there is one all the same. */
    def tag(String tagName = defaultTag, boolean force = true) {
        def name = qualified(DockerName.repository(id) + ':' + tagName)
        docker.onNode {
            docker.script.withEnv(["JD_ID=${id}", "JD_TAGGED_IMAGE_NAME=${name}"]) {
                docker.shell('docker tag "$JD_ID" "$JD_TAGGED_IMAGE_NAME"')
            }
        }
        return name
    }

    def push(String tagName = defaultTag, boolean force = true) {
        docker.onNode {
            def name = tag(tagName, force)
            docker.script.withEnv(["JD_TAGGED_IMAGE_NAME=${name}"]) {
                docker.shell('docker push "$JD_TAGGED_IMAGE_NAME"')
            }
        }
        return null
    }

    private String qualified(String name) {
        return DockerName.qualified(docker.script.env.DOCKER_REGISTRY_URL, name)
    }
}
