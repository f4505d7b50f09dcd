package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Where a `registry` of the model is. */
class RegistryAddress {
    /** The host, with its port. */
    @NonCPS
    static String host(Map registry) {
        switch (registry.kind) {
            case 'ecr':
                return "${registry.account}.dkr.ecr.${registry.region}.${domain(registry.region)}"
            case 'ecr-public': return 'public.ecr.aws'
            case 'docker-hub': return 'docker.io'
            default: return registry.url.replaceFirst('^https?://', '').replaceFirst('/\\z', '')
        }
    }

    /** Regions of AWS that are on their own have a domain of their own. */
    @NonCPS
    private static String domain(String region) {
        if (region.startsWith('cn-')) return 'amazonaws.com.cn'
        if (region.startsWith('eusc-')) return 'amazonaws.eu'
        if (region.startsWith('us-iso-')) return 'c2s.ic.gov'
        return region.startsWith('us-isob-') ? 'sc2s.sgov.gov' : 'amazonaws.com'
    }

    /** The address as `docker.withRegistry` wants it. */
    @NonCPS
    static String url(Map registry) {
        if (registry.kind == 'docker-hub') return 'https://index.docker.io/v1/'
        return (registry.url?.startsWith('http:') ? 'http://' : 'https://') + host(registry)
    }

    /** The path of a repository in the registry, without the host. */
    @NonCPS
    static String path(Map registry, String repository) {
        String prefix = registry.alias ?: registry.namespace ?: registry.prefix
        return prefix == null ? repository : prefix + '/' + repository
    }
}
