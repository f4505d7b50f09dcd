package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Runs commands on the agent around, by `sh` or `bat`. */
class Shell implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script

    Shell(script) {
        this.script = script
    }

    /** Fails where the commands do. */
    def run(String commands) {
        return script.isUnix() ? script.sh(commands) : script.bat(commands)
    }

    /** Whether the commands succeed. */
    boolean succeeds(String commands) {
        Map arguments = [script: commands, returnStatus: true]
        return (script.isUnix() ? script.sh(arguments) : script.bat(arguments)) == 0
    }

    /** What the commands print, without blanks around. */
    String output(String commands) {
        if (script.isUnix()) return script.sh(script: commands, returnStdout: true).trim()
        // A batch file prints its own lines, unless they begin so.
        return script.bat(script: '@' + commands, returnStdout: true).trim()
    }

    /** One word of a command, whatever it holds. */
    String word(Object value) {
        return script.isUnix() ? Text.sh(value) : Text.bat(value)
    }

    /** The value of a variable as one word of a command. */
    String variable(String name) {
        return script.isUnix() ? "\"\$${name}\"" : "\"%${name}%\""
    }

    /** Words of a command. */
    String words(List values) {
        boolean isUnix = script.isUnix()
        List quoted = []
        for (int at = 0; at < values.size(); at++) quoted.add(isUnix ? Text.sh(values[at]) : Text.bat(values[at]))
        return quoted.join(' ')
    }
}
