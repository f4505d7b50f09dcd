package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** The arguments that all builders have, and the context. */
class BuildArguments {
    /**
     * `what` is `[builder, image, platforms, last, facts, annotation, writesCache, isUnix]`: `last` is the image whose layers an inline cache is read
     * from, `annotation` what a key of an annotation begins with, null for none but the usual, `writesCache` whether a cache in a registry is pushed.
     */
    @NonCPS
    static String of(Map what) {
        Map image = what.image
        boolean isBuildKit = what.builder == 'docker' || what.builder == 'buildx'
        List arguments = []
        if (image.dockerfile != null) arguments.add('--file ' + word(what, relative(image.dockerfile)))
        if (image.target != null) arguments.add('--target ' + word(what, image.target))
        // On an agent that fits, docker needs not be told.
        if (!what.platforms.isEmpty() && what.builder != 'docker') arguments.add('--platform ' + word(what, what.platforms.join(',')))
        addPairs(arguments, what, '--build-arg ', image.buildArgs)
        addSecrets(arguments, what)
        addPairs(arguments, what, '--label ', Labels.of(image, what.facts))
        if (what.annotation != null || !isBuildKit) addPairs(arguments, what, '--annotation ' + (what.annotation ?: ''), Labels.ofBuild(what.facts))
        if (image.pull && what.builder != 'towline') arguments.add('--pull')
        addCache(arguments, what, isBuildKit)
        for (each in image.arguments) arguments.add(word(what, each))
        arguments.add(word(what, relative(image.context)))
        return arguments.join(' ')
    }

    /** The variable that holds a secret of the build, or the path of its file. */
    @NonCPS
    static String secretVariable(int number) {
        return 'TOWLINE_SECRET_' + number
    }

    @NonCPS
    private static String word(Map what, Object value) {
        return what.isUnix ? Text.sh(value) : Text.bat(value)
    }

    /** A path that no program takes for an option. */
    @NonCPS
    private static String relative(String path) {
        return path.startsWith('-') ? './' + path : path
    }

    @NonCPS
    private static void addPairs(List arguments, Map what, String flag, Map values) {
        for (entry in values.entrySet()) arguments.add(flag + word(what, entry.getKey() + '=' + entry.getValue()))
    }

    @NonCPS
    private static void addSecrets(List arguments, Map what) {
        List secrets = what.image.secrets
        for (int at = 0; at < secrets.size(); at++) {
            String variable = secretVariable(at)
            String file = what.isUnix ? '"$' + variable + '"' : '"%' + variable + '%"'
            arguments.add('--secret ' + (secrets[at].kind == 'text'
                ? word(what, 'id=' + secrets[at].id + ',env=' + variable)
                : word(what, 'id=' + secrets[at].id + ',src=') + file))
        }
    }

    @NonCPS
    private static void addCache(List arguments, Map what, boolean isBuildKit) {
        Map cache = what.image.cache
        switch (cache.kind) {
            case 'none':
                arguments.add('--no-cache')
                break
            case 'inline':
                if (what.last != null) arguments.add('--cache-from ' + word(what, what.last))
                arguments.add(what.builder == 'docker' ? '--build-arg BUILDKIT_INLINE_CACHE=1' : '--cache-to type=inline')
                break
            case 'registry':
                if (!isBuildKit) arguments.add('--layers')
                arguments.add('--cache-from ' + word(what, (isBuildKit ? 'type=registry,ref=' : '') + cache.reference))
                if (what.writesCache) arguments.add('--cache-to ' + word(what, 'type=registry,ref=' + cache.reference + ',mode=max'))
                break
            case 'folder':
                arguments.add('--cache-from ' + word(what, 'type=local,src=' + cache.path))
                arguments.add('--cache-to ' + word(what, 'type=local,dest=' + cache.path + ',mode=max'))
        }
    }
}
