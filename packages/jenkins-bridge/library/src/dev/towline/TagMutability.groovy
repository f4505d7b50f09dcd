package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Whether tags of a repository can be moved. */
class TagMutability {
    /** `mutability` is `[kind: 'mutable' or 'immutable', except: filters]`. */
    @NonCPS
    static boolean canMove(Map mutability, String tag) {
        boolean excepted = false
        for (String filter : mutability.except) excepted |= tag.matches(Text.quoted(filter).replace('\\*', '.*'))
        return (mutability.kind == 'mutable') != excepted
    }
}
