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

    /**
     * One word of a batch file. Programs read it between double quotes, with `\\"` for a quote; cmd.exe, before them, must see none, so each sign
     * that means something to it has a caret, and `%` is doubled.
     */
    @NonCPS
    static String bat(Object value) {
        String text = String.valueOf(value)
        if (text.matches('[A-Za-z0-9_./:=@+,\\\\-]+')) return text
        if (text.contains('\n') || text.contains('\r')) {
            throw new Exception("A command of Windows cannot take a text of several lines: ${text}".toString())
        }
        String quoted = '"' + text.replaceAll('(\\\\*)"', '$1$1\\\\"').replaceAll('(\\\\+)\\z', '$1$1') + '"'
        return quoted.replaceAll('[()!^"<>&|]', '^$0').replace('%', '%%')
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
