package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** The tags of a publication, for one build. */
class Tags {
    /**
     * Fills tags of the model in. Gives `[fixed: …, moving: …, commit: …, left: …, refused: …]`: of tags that are made `[tag, parts]`, `commit`
     * being the first fixed one that names the commit, or null; of those that are left `[tag, why]`; and messages about those that cannot be made.
     */
    @NonCPS
    static Map resolve(List tags, Map facts, Map placeholders) {
        Map resolved = [fixed: [], moving: [], commit: null, left: [], refused: []]
        Set seen = new HashSet()
        for (Map tag : tags) {
            List parts = TagTemplate.parse(tag.template, placeholders).parts
            Map filled = TagTemplate.fill(parts, facts, placeholders)
            if (!Conditions.hold(tag.when, facts)) resolved.left.add([tag: tag.template, why: 'gate'])
            else if (filled.left) resolved.left.add([tag: tag.template, why: 'nothing-to-fill'])
            else if (filled.message != null) resolved.refused.add("${tag.template}: ${filled.message}".toString())
            else if (seen.add(filled.tag)) add(resolved, [tag: filled.tag, parts: parts], placeholders)
        }
        return resolved
    }

    @NonCPS
    private static void add(Map resolved, Map made, Map placeholders) {
        boolean isFixed = TagTemplate.isFixed(made.parts, placeholders)
        if (isFixed) resolved.fixed.add(made)
        else resolved.moving.add(made)
        if (isFixed && resolved.commit == null && TagTemplate.namesCommit(made.parts, placeholders)) resolved.commit = made
    }
}
