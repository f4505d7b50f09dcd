package dev.towline

/** Carries images from one agent to another, where the first is gone when it is given back: a pod. */
class KeptImage implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script
    private final Shell shell
    private final String kind

    KeptImage(script, Map builder) {
        this.script = script
        this.shell = new Shell(script)
        this.kind = builder.kind
    }

    /** Gives an image to Jenkins for safekeeping, under a name that says which it is. */
    def keep(String local, String name) {
        String image = shell.word(local)
        switch (kind) {
            case 'towline':
                script.stash(name: name, includes: '.towline/**', useDefaultExcludes: false)
                return
            case 'buildah':
                shell.run("buildah push ${image} docker-archive:${name}.tar:${image}")
                break
            case 'podman':
                shell.run("podman save --output ${name}.tar ${image}")
                break
            default:
                shell.run("docker save --output ${name}.tar ${image}")
        }
        script.stash(name: name, includes: name + '.tar')
    }

    /** Has it on the agent around. */
    def restore(String name) {
        script.unstash(name)
        if (kind == 'buildah') shell.run("buildah pull docker-archive:${name}.tar")
        else if (kind != 'towline') shell.run("${kind == 'podman' ? 'podman' : 'docker'} load --input ${name}.tar")
    }
}
