package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** The tag under which the image of one platform waits for the index: no policy takes it for a version. */
class LegTag {
    @NonCPS
    static String of(Map facts, String platform) {
        return "_towline-leg_${facts.sha}_${facts.buildNumber}_${platform.replace('/', '-')}"
    }
}
