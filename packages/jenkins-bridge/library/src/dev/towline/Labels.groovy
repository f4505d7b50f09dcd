package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** The labels of an image. */
class Labels {
    /** Those of the build, and those of the model. */
    @NonCPS
    static Map of(Map image, Map facts) {
        return ofBuild(facts) + image.labels
    }

    /** Those by which an image is traced to its commit and its build. */
    @NonCPS
    static Map ofBuild(Map facts) {
        return [
            'org.opencontainers.image.revision': facts.sha,
            'org.opencontainers.image.source': facts.source,
            'org.opencontainers.image.version': facts.describe,
            'org.opencontainers.image.created': facts.created,
            'dev.towline.build': facts.buildUrl,
        ]
    }
}
