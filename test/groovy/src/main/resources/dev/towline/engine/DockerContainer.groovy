package dev.towline.engine

/** A container of {@link DockerImage}. */
class DockerContainer implements Serializable {
    private static final long serialVersionUID = 1L

    private final Docker docker
    final String id

    DockerContainer(Docker docker, String id) {
        this.docker = docker
        this.id = id
    }

    def stop() {
        docker.script.withEnv(["JD_ID=${id}"]) {
            docker.shell('docker stop "$JD_ID" && docker rm -f "$JD_ID"')
        }
        return null
    }

    String port(int number) {
        def address = null
        docker.script.withEnv(["JD_ID=${id}", "JD_PORT=${number}"]) {
            address = docker.shellOutput('docker port "$JD_ID" "$JD_PORT"')
        }
        return address
    }
}
