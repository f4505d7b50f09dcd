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

    /** The arguments that all builders have, and the context. `annotation` is what a key of an annotation begins with. */
    private String argumentsOf(Map image, List platforms, Map facts, String annotation = null) {
        List arguments = []
        if (image.dockerfile != null) arguments.add('--file ' + shell.word(relative(image.dockerfile)))
        if (image.target != null) arguments.add('--target ' + shell.word(image.target))
        boolean isNative = builder.kind == 'docker'
        if (!platforms.isEmpty() && !isNative) arguments.add('--platform ' + shell.word(platforms.join(',')))
        addAll(arguments, '--build-arg ', image.buildArgs)
        addSecrets(arguments, image.secrets)
        addAll(arguments, '--label ', Labels.of(image, facts))
        String key = annotation ?: (builder.kind == 'docker' || builder.kind == 'buildx' ? null : '')
        if (key != null) addAll(arguments, '--annotation ' + key, Labels.ofBuild(facts))
        if (image.pull && builder.kind != 'towline') arguments.add('--pull')
        arguments.addAll(cacheArguments(image.cache))
        for (int at = 0; at < image.arguments.size(); at++) arguments.add(shell.word(image.arguments[at]))
        arguments.add(shell.word(relative(image.context)))
        return arguments.join(' ')
    }

    /** A path that no program takes for an option. */
    private static String relative(String path) {
        return path.startsWith('-') ? './' + path : path
    }

    private def addAll(List arguments, String flag, Map values) {
        List names = values.keySet().toList()
        for (int at = 0; at < names.size(); at++) arguments.add(flag + shell.word(names[at] + '=' + values[names[at]]))
    }

    private List cacheArguments(Map cache) {
        boolean isDaemonless = builder.kind == 'buildah' || builder.kind == 'podman'
        switch (cache.kind) {
            case 'none': return ['--no-cache']
            case 'inline': return builder.kind == 'docker' ? ['--build-arg BUILDKIT_INLINE_CACHE=1'] : ['--cache-to type=inline']
            case 'registry':
                if (isDaemonless) return ['--layers', '--cache-from ' + shell.word(cache.reference), '--cache-to ' + shell.word(cache.reference)]
                return ['--cache-from ' + shell.word('type=registry,ref=' + cache.reference),
                        '--cache-to ' + shell.word('type=registry,mode=max,ref=' + cache.reference)]
            case 'folder':
                return ['--cache-from ' + shell.word('type=local,src=' + cache.path), '--cache-to ' + shell.word('type=local,mode=max,dest=' + cache.path)]
            default: return isDaemonless ? ['--layers'] : []
        }
    }

    private def addSecrets(List arguments, List secrets) {
        boolean isUnix = script.isUnix()
        for (int at = 0; at < secrets.size(); at++) {
            Map secret = secrets[at]
            String variable = variableOf(at)
            String file = isUnix ? "\"\$${variable}\"" : "\"%${variable}%\""
            arguments.add('--secret ' + (secret.kind == 'text'
                ? shell.word("id=${secret.id},env=${variable}")
                : shell.word("id=${secret.id},src=") + file))
        }
    }

    private def withSecrets(List secrets, Closure body) {
        if (secrets.isEmpty()) return body()
        List bindings = []
        for (int at = 0; at < secrets.size(); at++) {
            Map binding = [credentialsId: secrets[at].credentialsId, variable: variableOf(at)]
            bindings.add(secrets[at].kind == 'text' ? script.string(binding) : script.file(binding))
        }
        return script.withCredentials(bindings) {
            script.withEnv(['DOCKER_BUILDKIT=1']) { body() }
        }
    }

    private static String variableOf(int at) {
        return 'TOWLINE_SECRET_' + at
    }
}
