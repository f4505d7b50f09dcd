package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Groups of conditions: all of a group must hold, and one group is enough. */
class Conditions {
    /** What is unknown of the build does not hold. `facts` are those of {@link BuildFacts}. */
    @NonCPS
    static boolean hold(List groups, Map facts) {
        if (groups.isEmpty()) return true
        for (Map group : groups) {
            if (areMet(group, facts) && (group.not == null || !areMet(group.not, facts))) return true
        }
        return false
    }

    /** Why conditions exclude each other; null where they do not. */
    @NonCPS
    static String contradictionIn(Map group) {
        boolean ofRequest = group.changeRequest == true || group.target != null || group.author != null
        if (group.branch != null && group.tag != null) return 'what is built is a branch or a tag'
        if (ofRequest && group.changeRequest == false) return 'only a change request has a target and an author'
        if (ofRequest && group.branch != null) return 'a change request is no branch; the branch it goes to is its target'
        if (ofRequest && group.tag != null) return 'a change request is no tag'
        return null
    }

    @NonCPS
    private static boolean areMet(Map group, Map facts) {
        boolean isRequest = facts.changeRequest != null
        return fits(group.branch, facts.branch) &&
            fits(group.tag, facts.gitTag) &&
            (group.changeRequest == null || group.changeRequest == isRequest) &&
            fits(group.target, facts.changeRequest?.target) &&
            fits(group.author, facts.changeRequest?.author) &&
            (group.changed == null || isChanged(group.changed, facts.changedFiles)) &&
            areEqual(group.environment, facts.environment) &&
            areEqual(group.parameters, facts.parameters)
    }

    @NonCPS
    private static boolean isChanged(String pattern, List files) {
        for (String file : files) {
            if (AntPattern.matches(pattern, file)) return true
        }
        return false
    }

    @NonCPS
    private static boolean fits(String pattern, String name) {
        return pattern == null || (name != null && AntPattern.matches(pattern, name))
    }

    @NonCPS
    private static boolean areEqual(Map wanted, Map actual) {
        return wanted == null || wanted.every { name, value -> actual[name] == value }
    }
}
