package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Texts in the words of those who read them: shells, regular expressions, JSON. */
class Text {
    /** One word of a POSIX shell, whatever it holds. */
    @NonCPS
    static String sh(Object value) {
        String text = String.valueOf(value)
        return text.matches('[A-Za-z0-9_./:=@%+,-]+') ? text : "'" + text.replace("'", "'\\''") + "'"
    }

    /** A regular expression that fits this text and no other. */
    @NonCPS
    static String quoted(String text) {
        return text.replaceAll('[^A-Za-z0-9]', '\\\\$0')
    }

    /** A JSON string. */
    @NonCPS
    static String json(String text) {
        return groovy.json.JsonOutput.toJson(text)
    }
}
