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
     * Builds `image` of the model as `built`, a map with its `local` name, its `platforms`, of which none means that of the agent, and `last`, the
     * image whose layers an inline cache is read from, or null.
     */
    def build(Map image, Map built, Map facts) {
        withSecrets(image.secrets) {
            String arguments = argumentsOf(image, built, facts)
            String name = shell.word(built.local)
            switch (builder.kind) {
                case 'docker':
                    script.docker.build(built.local, arguments)
                    break
                case 'buildx':
                    buildx(image, built, facts)
                    break
                case 'towline':
                    shell.run("jenkins-bridge image build --layout ${name} ${arguments}")
                    break
                default:
                    String kind = built.platforms.size() > 1 ? '--manifest' : '--tag'
                    String isolation = builder.isolation == null ? '' : "--isolation ${builder.isolation} "
                    shell.run("${builder.kind} build ${isolation}${kind} ${name} ${arguments}")
            }
        }
    }

    /** Whether BuildKit must push what it builds, since no daemon could hold it: for several platforms, or with attestations. */
    static boolean isMadeInRegistry(Map builder, List platforms) {
        return builder.kind == 'buildx' && (builder.attestations || platforms.size() > 1)
    }

    /** Builds such an image once more, from what is cached, and pushes it. */
    def pushTogether(Map image, Map built, Map facts, String reference) {
        withSecrets(image.secrets) {
            String arguments = argumentsOf(image, built, facts, [annotation: 'index,manifest:', writesCache: true])
            shell.run("${program(image, built)} ${attestations()} --push --tag ${shell.word(reference)} ${arguments}")
        }
    }

    /** Pushes what later builds may take layers from, where the model wants that; of an image that is pushed, and no sooner. */
    def pushCache(Map image, Map built, Map facts) {
        if (builder.kind != 'buildx' || image.cache.kind != 'registry' || isMadeInRegistry(builder, built.platforms)) return
        withSecrets(image.secrets) {
            String arguments = argumentsOf(image, built, facts, [writesCache: true])
            shell.run("${program(image, built)} ${attestations()} --output type=cacheonly ${arguments}")
        }
    }

    /** How podman is told of an image that was built here. */
    String layout(String local) {
        return builder.kind == 'towline' ? 'oci:' + local : local
    }

    /** Runs commands inside an image. `names` are those of the variables that it gets where podman runs it. */
    def inside(String name, String arguments, String commands, List names) {
        if (builder.kind == 'docker' || builder.kind == 'buildx') {
            script.docker.image(name).inside(arguments ?: '') { shell.run(commands) }
            return
        }
        String image = shell.word(name)
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

    private def buildx(Map image, Map built, Map facts) {
        String name = instance(image, built)
        if (name != null && builder.instance == null) {
            String buildx = instances() + 'docker buildx'
            shell.run("${buildx} inspect ${name} || ${buildx} create --name ${name} --driver docker-container")
        }
        String load = "--provenance=false --sbom=false --load --tag ${shell.word(built.local)}"
        if (!isMadeInRegistry(builder, built.platforms)) {
            shell.run("${program(image, built)} ${load} ${argumentsOf(image, built, facts)}")
            return
        }
        // Of several platforms the daemon can hold one: the others stay in the cache of the builder until they are pushed.
        shell.run("${program(image, built)} ${attestations()} --output type=cacheonly ${argumentsOf(image, built, facts)}")
        shell.run("${program(image, built)} ${load} ${argumentsOf(image, built + [platforms: []], facts)}")
    }

    private String program(Map image, Map built) {
        String name = instance(image, built)
        return name == null ? 'docker buildx build' : instances() + 'docker buildx build --builder ' + shell.word(name)
    }

    /** The instance of BuildKit that builds; null where that of the docker daemon does. */
    private String instance(Map image, Map built) {
        if (builder.instance != null) return builder.instance
        boolean isNeeded = isMadeInRegistry(builder, built.platforms) || image.cache.kind == 'registry' || image.cache.kind == 'folder'
        return isNeeded ? 'towline' : null
    }

    /** Whoever signs in does so in another DOCKER_CONFIG, where buildx would look for its instances, too. */
    private String instances() {
        if (script.isUnix()) return 'BUILDX_CONFIG="${BUILDX_CONFIG:-$HOME/.docker/buildx}" '
        return 'set "BUILDX_CONFIG=%USERPROFILE%\\.docker\\buildx" && '
    }

    private String attestations() {
        return builder.attestations ? '--provenance=true --sbom=true' : '--provenance=false --sbom=false'
    }

    private String argumentsOf(Map image, Map built, Map facts, Map more = [:]) {
        return BuildArguments.of([
            builder: builder.kind, image: image, platforms: built.platforms, last: built.last, facts: facts, isUnix: script.isUnix(),
        ] + more)
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
