package dev.towline

import com.cloudbees.groovy.cps.NonCPS
import java.util.regex.Pattern

/** Durations such as `30m` and `1h30m`. */
class Duration {
    private static final Map UNITS = [ns: 0.000001, us: 0.001, 'µs': 0.001, 'μs': 0.001, ms: 1, s: 1000, m: 60000, h: 3600000]

    /** In milliseconds; -1 where the text is none. */
    @NonCPS
    static long millisecondsOf(String text) {
        def matcher = Pattern.compile('\\G(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)').matcher(text)
        double total = 0
        int read = 0
        while (matcher.find()) {
            total += matcher.group(1).toDouble() * UNITS[matcher.group(2)]
            read = matcher.end()
        }
        return read == text.length() && read > 0 ? Math.round(total) : -1
    }

    /** In whole seconds, at least one. */
    @NonCPS
    static int secondsOf(String text) {
        return Math.max(1, millisecondsOf(text).intdiv(1000).intValue())
    }
}
