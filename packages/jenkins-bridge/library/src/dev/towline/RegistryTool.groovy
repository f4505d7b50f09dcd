package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** How a builder speaks to a registry. References are words of a POSIX shell; what a method gives back is a command. */
class RegistryTool implements Serializable {
    private static final long serialVersionUID = 1L

    private final String kind

    /** `severalPlatforms`: whether it has to handle images for several platforms. */
    RegistryTool(String builder, boolean severalPlatforms) {
        this.kind = builder == 'docker' && severalPlatforms ? 'buildx' : builder
    }

    /** Signs in as a user, with the password on standard input. */
    @NonCPS
    String login(String user, String host) {
        if (kind == 'towline') {
            return "{ printf '%s:' ${user}; cat; } | base64 | tr -d '\\n' | { read -r auth || :; " +
                "printf '{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}' ${host} \"\$auth\"; } > \"\$DOCKER_CONFIG/config.json\""
        }
        return "${kind == 'buildx' ? 'docker' : kind} login --username ${user} --password-stdin ${host}"
    }

    /** Puts what is called so on the agent into the registry. */
    @NonCPS
    String push(String local, String reference) {
        if (kind == 'towline') return "jenkins-bridge image push ${local} ${reference}"
        if (isDaemonless()) return "${kind} push ${local} ${transport(reference)}"
        return "docker tag ${local} ${reference} && docker push ${reference}"
    }

    /** Succeeds where the registry has the reference. */
    @NonCPS
    String exists(String reference) {
        if (kind == 'towline') return "jenkins-bridge image inspect ${reference}"
        if (isDaemonless()) return "skopeo inspect --raw ${transport(reference)}"
        return kind == 'buildx' ? "docker buildx imagetools inspect ${reference}" : "docker manifest inspect ${reference}"
    }

    /** Puts a reference on the image that another one has, for all its platforms. */
    @NonCPS
    String copy(String from, String to) {
        if (kind == 'towline') return "jenkins-bridge image copy ${from} ${to}"
        if (isDaemonless()) return "skopeo copy --all ${transport(from)} ${transport(to)}"
        // Without --prefer-index=false, a tag of an image for one platform would come to be on an index of it.
        if (kind == 'buildx') return "docker buildx imagetools create --prefer-index=false --tag ${to} ${from}"
        return "docker pull ${from} && docker tag ${from} ${to} && docker push ${to}"
    }

    /** Makes an index of several references. */
    @NonCPS
    String index(String to, List parts) {
        if (kind == 'towline') return "jenkins-bridge image index ${to} ${parts.join(' ')}"
        if (!isDaemonless()) return "docker buildx imagetools create --tag ${to} ${parts.join(' ')}"
        List commands = ["list=\$(${kind} manifest create \"localhost/towline-index:\$BUILD_NUMBER-\$\$\")"]
        for (int at = 0; at < parts.size(); at++) commands.add("${kind} manifest add \"\$list\" ${transport(parts[at])}")
        commands.add("${kind} manifest push --all \"\$list\" ${transport(to)}")
        commands.add("${kind} manifest rm \"\$list\"")
        return commands.join(' && ')
    }

    @NonCPS
    private boolean isDaemonless() {
        return kind == 'buildah' || kind == 'podman'
    }

    /** `docker://` before a reference, inside its quotes. */
    @NonCPS
    private static String transport(String reference) {
        return reference.startsWith('"') ? '"docker://' + reference.substring(1) : 'docker://' + reference
    }
}
