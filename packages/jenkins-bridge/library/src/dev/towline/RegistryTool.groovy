package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** How a builder speaks to a registry. References are words of a POSIX shell; what a method gives back is a command. */
class RegistryTool implements Serializable {
    private static final long serialVersionUID = 1L

    private final String kind
    private final Map registry
    private final Map target

    /**
     * `place` is `[builder, registry, target, severalPlatforms]`: the kind of the builder, `registry` of the model, the one to which copies go, where
     * that is another, and whether images for several platforms are handled.
     */
    RegistryTool(Map place) {
        this.kind = place.builder == 'docker' && place.severalPlatforms ? 'buildx' : place.builder
        this.registry = place.registry
        this.target = place.target ?: place.registry
    }

    /** Signs in as a user, with the password on standard input. */
    @NonCPS
    String login(String user) {
        String host = RegistryAddress.host(registry)
        if (kind == 'towline') {
            // Without `set +x` the log would show what is encoded, which Jenkins does not know for a secret.
            return "{ set +x; auth=\$({ printf '%s:' ${user}; cat; } | base64 | tr -d '\\n'); " +
                "printf '\"%s\":{\"auth\":\"%s\"}\\n' ${host} \"\$auth\" >> \"\$DOCKER_CONFIG/auths\"; " +
                "printf '{\"auths\":{%s}}' \"\$(paste -s -d , \"\$DOCKER_CONFIG/auths\")\" > \"\$DOCKER_CONFIG/config.json\"; }"
        }
        return "${kind == 'buildx' ? 'docker' : kind} login${tls()} --username ${user} --password-stdin ${host}"
    }

    /** Puts what is called so on the agent into the registry. */
    @NonCPS
    String push(String local, String reference) {
        if (kind == 'towline') return "jenkins-bridge image copy${plainHosts([registry])} oci:${local} ${reference}"
        if (isDaemonless()) return told("${kind} push${tls()}", local, reference)
        return "docker tag ${local} ${reference} && docker push ${reference}"
    }

    /** The same for an image that is there for several platforms. */
    @NonCPS
    String pushAll(String local, String reference) {
        return isDaemonless() ? told("${kind} manifest push${tls()} --all", local, reference) : push(local, reference)
    }

    /** Succeeds where the registry has the reference. */
    @NonCPS
    String exists(String reference) {
        if (kind == 'towline') return "jenkins-bridge image inspect${plainHosts([registry])} ${reference}"
        if (isDaemonless()) return "skopeo inspect${tls()} --raw ${transport(reference)}"
        return kind == 'buildx' ? "docker buildx imagetools inspect ${reference}" : "docker manifest inspect${insecure()} ${reference}"
    }

    /** Succeeds where the registry has under the reference what is called so on the agent. */
    @NonCPS
    String isSame(String local, String reference) {
        if (kind == 'towline') {
            return "built=\$(jenkins-bridge image inspect --raw oci:${local}) && " +
                "[ \"\$built\" = \"\$(jenkins-bridge image inspect --raw${plainHosts([registry])} ${reference})\" ]"
        }
        if (isDaemonless()) {
            String id = kind == 'podman' ? "podman image inspect --format '{{.Id}}'" : "buildah inspect --type image --format '{{.FromImageID}}'"
            return "id=\$(${id} ${local}) && skopeo inspect${tls()} --raw ${transport(reference)} | grep -q \"\$id\""
        }
        // The id of an image is the digest of its config, or that of its manifest where containerd keeps it.
        return "id=\$(docker image inspect --format '{{.Id}}' ${local}) && docker manifest inspect --verbose${insecure()} ${reference} | grep -q \"\$id\""
    }

    /** Puts a reference of the target on the image that another one has, for all its platforms. */
    @NonCPS
    String copy(String from, String to) {
        if (kind == 'towline') return "jenkins-bridge image copy${plainHosts([registry, target])} ${from} ${to}"
        if (isDaemonless()) {
            String ends = (isPlain(registry) ? ' --src-tls-verify=false' : '') + (isPlain(target) ? ' --dest-tls-verify=false' : '')
            return told("skopeo copy --quiet${ends} --all", transport(from), to)
        }
        // Without --prefer-index=false, a tag of an image for one platform would come to be on an index of it.
        if (kind == 'buildx') return "docker buildx imagetools create --prefer-index=false --tag ${to} ${from}"
        return "docker pull ${from} && docker tag ${from} ${to} && docker push ${to}"
    }

    /** Makes an index of several references. */
    @NonCPS
    String index(String to, List parts) {
        if (kind == 'towline') return "jenkins-bridge image index${plainHosts([registry])} ${to} ${parts.join(' ')}"
        if (!isDaemonless()) return "docker buildx imagetools create --tag ${to} ${parts.join(' ')}"
        List commands = ["list=\$(${kind} manifest create \"localhost/towline-index:\$BUILD_NUMBER-\$\$\")"]
        for (int at = 0; at < parts.size(); at++) commands.add("${kind} manifest add${tls()} \"\$list\" ${transport(parts[at])}")
        commands.add(told("${kind} manifest push${tls()} --all", '"$list"', to))
        commands.add("${kind} manifest rm \"\$list\"")
        return commands.join(' && ')
    }

    /** Whether a registry speaks HTTP without TLS. Only programs without a daemon are told so: dockerd and BuildKit have it in their configuration. */
    @NonCPS
    static boolean isPlain(Map registry) {
        return registry.kind == 'oci' && registry.url.startsWith('http:')
    }

    @NonCPS
    private boolean isDaemonless() {
        return kind == 'buildah' || kind == 'podman'
    }

    @NonCPS
    private String tls() {
        return isDaemonless() && isPlain(registry) ? ' --tls-verify=false' : ''
    }

    @NonCPS
    private String insecure() {
        return isPlain(registry) ? ' --insecure' : ''
    }

    @NonCPS
    private static String plainHosts(List registries) {
        List options = []
        for (Map registry : registries) {
            String option = isPlain(registry) ? ' --plain-http ' + RegistryAddress.host(registry) : ''
            if (!options.contains(option)) options.add(option)
        }
        return options.join('')
    }

    /** A command that brings `from` to a reference, and then says of what digest that is: these programs do not say it by themselves. */
    @NonCPS
    private static String told(String command, String from, String to) {
        return "digest=\$(${command} --digestfile /dev/stdout ${from} ${transport(to)}) && echo pushed ${to}@\"\$digest\""
    }

    /** `docker://` before a reference, inside its quotes. */
    @NonCPS
    private static String transport(String reference) {
        return reference.startsWith('"') ? '"docker://' + reference.substring(1) : 'docker://' + reference
    }
}
