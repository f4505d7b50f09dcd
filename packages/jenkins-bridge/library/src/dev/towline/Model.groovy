package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** The model of a pipeline: keys, defaults and rules, generated from the schema of jenkins-bridge. */
class Model implements Serializable {
    private static final long serialVersionUID = 1L

    private final String text

    /** `text`: the resource `dev/towline/model.json`. */
    Model(String text) {
        this.text = text
    }

    /**
     * Reads a whole pipeline. Gives `[value, problems, warnings]`: the pipeline with every default, and all that is wrong with it, a line for each that begins
     * with `where`, null where nothing is; then what is odd about it, such lines too.
     */
    @NonCPS
    Map pipeline(Object input, String where) {
        Map model = data()
        ModelReader reader = new ModelReader(model)
        Map sections = reader.readSections(model.root, input ?: [:])
        new ModelChecks(model, reader, sections).all()
        String problems = problems(reader.findings, where)
        List odd = problems == null ? new ModelWarnings(sections, model.placeholders).all() : []
        return [value: sections, problems: problems, warnings: lines(odd, where)]
    }

    /** Reads one part of a pipeline, such as `image`, in the same way. */
    @NonCPS
    Map part(String name, Map input, String where) {
        Map model = data()
        ModelReader reader = new ModelReader(model)
        Object value = reader.read(nodeOf(name, model), input, [])
        return [value: value, problems: problems(reader.findings, where)]
    }

    /** What is needed to make tags and to move them. */
    @NonCPS
    TagRules tagRules() {
        Map model = data()
        return new TagRules(model.placeholders, model.leaveReasons)
    }

    @NonCPS
    private static Map nodeOf(String name, Map model) {
        if (model.parts.containsKey(name)) return model.parts[name]
        return model.root.keys.find { it.name == name }.node
    }

    @NonCPS
    private static String problems(List findings, String where) {
        if (findings.isEmpty()) return null
        return lines(findings, where).join('\n')
    }

    @NonCPS
    private static List lines(List findings, String where) {
        List lines = []
        for (Map finding : findings) lines.add(where + ': ' + Finding.format(finding))
        return lines
    }

    @NonCPS
    private Map data() {
        return plain(new groovy.json.JsonSlurper().parseText(text))
    }

    /** What the slurper gives cannot be saved. */
    @NonCPS
    private static Object plain(Object value) {
        if (value instanceof Map) {
            Map copy = [:]
            for (entry in value.entrySet()) copy[entry.getKey()] = plain(entry.getValue())
            return copy
        }
        if (!(value instanceof List)) return value
        List copy = []
        for (each in value) copy.add(plain(each))
        return copy
    }
}
