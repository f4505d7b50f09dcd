package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Patterns of names as Jenkins reads them: `*` is anything but a slash, `?` one of those, `**` any folders. */
class AntPattern {
    @NonCPS
    static boolean matches(String pattern, String name) {
        String complete = pattern.endsWith('/') ? pattern + '**' : pattern
        return folders(complete.split('/', -1).toList(), name.split('/', -1).toList())
    }

    @NonCPS
    private static boolean folders(List patterns, List names) {
        if (patterns.isEmpty()) return names.isEmpty()
        List rest = patterns.subList(1, patterns.size())
        if (patterns[0] == '**') {
            for (int taken = 0; taken <= names.size(); taken++) {
                if (folders(rest, names.subList(taken, names.size()))) return true
            }
            return false
        }
        return !names.isEmpty() && folder(patterns[0], names[0]) && folders(rest, names.subList(1, names.size()))
    }

    @NonCPS
    private static boolean folder(String pattern, String name) {
        StringBuilder expression = new StringBuilder()
        for (int at = 0; at < pattern.length(); at++) {
            String letter = pattern.substring(at, at + 1)
            if (letter == '*') expression.append('[^/]*')
            else if (letter == '?') expression.append('[^/]')
            else expression.append(Text.quoted(letter))
        }
        return name.matches('(?s)' + expression.toString())
    }
}
