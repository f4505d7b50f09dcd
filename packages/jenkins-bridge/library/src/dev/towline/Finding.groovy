package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Something that is wrong with a pipeline: `[path, message, expected, suggestion]`. */
class Finding {
    /** One line: `images[0].nme: Nothing reads this key; did you mean name?`. */
    @NonCPS
    static String format(Map finding) {
        StringBuilder line = new StringBuilder()
        if (!finding.path.isEmpty()) line.append(place(finding.path)).append(': ')
        line.append(finding.message)
        if (finding.expected != null) line.append('; expected ').append(finding.expected)
        if (finding.suggestion != null) line.append('; did you mean ').append(finding.suggestion).append('?')
        return line.toString()
    }

    @NonCPS
    private static String place(List path) {
        StringBuilder place = new StringBuilder()
        for (step in path) {
            if (step instanceof Integer) place.append('[').append(step).append(']')
            else if (step.matches('[\\w-]+')) place.append('.').append(step)
            else place.append('[').append(Text.json(step)).append(']')
        }
        return place.toString().replaceFirst('^\\.', '')
    }
}
