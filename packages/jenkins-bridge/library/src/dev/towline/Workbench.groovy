package dev.towline

/** Builds images and runs commands inside them, with one of the builders of the model. */
class Workbench implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script
    private final Shell shell
    private final Map builder

    Workbench(script, Map builder) {
        this.script = script
        this.shell = new Shell(script)
        this.builder = builder
    }

    /** What an image is called on the agent, or where it is kept there: `tag` keeps builds apart that share the agent. */
    String localName(String repository, String tag) {
        switch (builder.kind) {
            case 'buildah':
            case 'podman': return "localhost/${repository}:${tag}"
            case 'towline': return ".towline/${repository}/${tag}"
            default: return "${repository}:${tag}"
        }
    }

    /**
     * Builds `image` of the model as `built`, a map with its `local` name and its `platforms`: none means that of the agent. `tested` tells whether
     * commands run inside the image afterwards.
     */
    def build(Map image, Map built, Map facts, boolean tested) {
        withSecrets(image.secrets) {
            String arguments = argumentsOf(image, built.platforms, facts)
            String name = shell.word(built.local)
            switch (builder.kind) {
                case 'docker':
                    script.docker.build(built.local, arguments)
                    break
                case 'buildx':
                    buildx(image, built, arguments, facts, tested)
                    break
                case 'towline':
                    shell.run("jenkins-bridge image build --output ${name} ${arguments}")
                    break
                default:
                    String kind = built.platforms.size() > 1 ? '--manifest' : '--tag'
                    String isolation = builder.isolation == null ? '' : "--isolation ${builder.isolation} "
                    shell.run("${builder.kind} build ${isolation}${kind} ${name} ${arguments}")
            }
        }
    }

    /** Builds an image for several platforms once more, from what is cached, and pushes it under these references. */
    def pushTogether(Map image, Map built, Map facts, List references) {
        withSecrets(image.secrets) {
            List tags = []
            for (int at = 0; at < references.size(); at++) tags.add('--tag ' + shell.word(references[at]))
            String arguments = argumentsOf(image, built.platforms, facts, 'index,manifest:')
            shell.run("docker buildx build ${instance()} ${attestations()} --push ${tags.join(' ')} ${arguments}")
        }
    }

    /** Runs commands inside an image that was built here. `names` are those of the variables that it gets where podman runs it. */
    def inside(String name, String arguments, String commands, List names) {
        if (builder.kind == 'docker' || builder.kind == 'buildx') {
            script.docker.image(name).inside(arguments ?: '') { shell.run(commands) }
            return
        }
        String image = builder.kind == 'towline' ? 'oci:' + shell.word(name) : shell.word(name)
        String options = arguments == null ? '' : ' ' + arguments
        script.sh("podman run --rm --volume \"\$PWD:\$PWD\" --workdir \"\$PWD\"${variables(names)}${options} --entrypoint sh ${image}" +
            " -ec ${shell.word(commands.trim())}")
    }

    private static String variables(List names) {
        List options = []
        for (int at = 0; at < names.size(); at++) options.add(' --env ' + names[at])
        return options.join('')
    }

    /** Removes an image from the agent, if it can be. */
    def remove(String name) {
        String program = builder.kind == 'buildah' || builder.kind == 'podman' ? builder.kind : 'docker'
        if (builder.kind != 'towline') shell.succeeds("${program} rmi ${shell.word(name)}")
    }

    private def buildx(Map image, Map built, String arguments, Map facts, boolean tested) {
        String load = "--provenance=false --sbom=false --load --tag ${shell.word(built.local)}"
        if (built.platforms.size() < 2) {
            shell.run("docker buildx build ${builder.instance == null ? '' : instance() + ' '}${load} ${arguments}")
            return
        }
        if (builder.instance == null) {
            shell.run('docker buildx inspect towline || docker buildx create --name towline --driver docker-container')
        }
        shell.run("docker buildx build ${instance()} ${attestations()} --output type=cacheonly ${arguments}")
        // An index cannot be loaded: what is tested is the image for the platform of the agent.
        if (tested) shell.run("docker buildx build ${instance()} ${load} ${argumentsOf(image, [], facts)}")
    }

    private String instance() {
        return '--builder ' + shell.word(builder.instance ?: 'towline')
    }

    private String attestations() {
        return builder.attestations ? '--provenance=true --sbom=true' : '--provenance=false --sbom=false'
    }

    private String argumentsOf(Map image, List platforms, Map facts, String annotation = null) {
        return BuildArguments.of([
            builder: builder.kind, image: image, platforms: platforms, facts: facts, annotation: annotation, isUnix: script.isUnix(),
        ])
    }

    private def withSecrets(List secrets, Closure body) {
        if (secrets.isEmpty()) return body()
        List bindings = []
        for (int at = 0; at < secrets.size(); at++) {
            Map binding = [credentialsId: secrets[at].credentialsId, variable: BuildArguments.secretVariable(at)]
            bindings.add(secrets[at].kind == 'text' ? script.string(binding) : script.file(binding))
        }
        return script.withCredentials(bindings) {
            script.withEnv(['DOCKER_BUILDKIT=1']) { body() }
        }
    }
}
