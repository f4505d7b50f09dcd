package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** What tags are made from, and why they are left where they are. */
class TagRules implements Serializable {
    private static final long serialVersionUID = 1L

    final Map placeholders
    private final Map leaveReasons

    TagRules(Map placeholders, Map leaveReasons) {
        this.placeholders = placeholders
        this.leaveReasons = leaveReasons
    }

    /** Says that a tag is left where it is, and why; as a warning where somebody should look into it. */
    @NonCPS
    String leaveMessage(String tag, String why) {
        Map reason = leaveReasons[why]
        return "${reason.severity == 'warning' ? 'WARNING: ' : ''}The tag ${tag} stays where it is. ${reason.meaning}"
    }
}
