package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** What a step of the library was called with. */
class StepCall implements Serializable {
    private static final long serialVersionUID = 1L

    private final Model model
    private final def script
    private final String step
    private final Map rest

    private StepCall(script, String step, Map arguments, Model model) {
        this.script = script
        this.step = step
        this.rest = given(arguments)
        this.model = model
    }

    /** Null stands for what was left out. */
    @NonCPS
    private static Map given(Map arguments) {
        Map given = [:]
        for (entry in arguments.entrySet()) {
            if (entry.getValue() != null) given[entry.getKey()] = entry.getValue()
        }
        return given
    }

    /** A call of the step `name`, whose script is `script`. */
    static StepCall of(script, String name, Map arguments) {
        return new StepCall(script, name, arguments, new Model(script.libraryResource('dev/towline/model.json')))
    }

    /** Takes an argument that the model does not know; null where it was not given. */
    Object take(String name) {
        return rest.remove(name)
    }

    /** Takes one that must be there. */
    Object need(String name, String meaning) {
        Object value = rest.remove(name)
        if (value == null) script.error("${step}: ${name}: It is not there; expected ${meaning}")
        return value
    }

    /** All that was not taken, with `more`, as a part of the model. */
    Map remaining(String part, Map more = [:]) {
        return accepted(model.part(part, rest + more, step))
    }

    /** Takes `builder`: a kind, or all that the model says of it. */
    Map builder() {
        Object builder = rest.remove('builder') ?: 'docker'
        return accepted(model.part('builder', builder instanceof Map ? builder : [kind: builder.toString()], step + ': builder'))
    }

    /** Takes the images that towlineBuild gave back, one or several. */
    List images() {
        Object images = rest.remove('images') ?: rest.remove('image')
        if (images instanceof Map) images = [images]
        if (!areBuilt(images)) script.error("${step}: image: It is not there; expected what towlineBuild gave back, or images: a list of it")
        return images
    }

    @NonCPS
    private static boolean areBuilt(Object images) {
        return images instanceof List && !images.isEmpty() && images.every { it instanceof Map && it.local != null && it.facts != null }
    }

    /** A publisher of images that were built with `facts`, by the rest of the arguments. */
    Publisher publisher(Map builder, Map facts) {
        Map source = [kind: 'scm']
        Object branch = rest.remove('branch')
        if (branch != null) source.branch = branch
        Map publication = remaining('publication')
        if (publication.approval != null) {
            script.error("${step}: approval: Nothing reads this key; expected the step input before an agent is taken")
        }
        Sources sources = new Sources(script, accepted(model.part('source', source, step)))
        Map known = new BuildFacts(script).complete(facts, publication, sources.branch())
        return new Publisher(script, [rules: model.tagRules(), builder: builder, publication: publication, sources: sources, facts: known])
    }

    private Map accepted(Map reading) {
        if (reading.problems != null) script.error(reading.problems)
        return reading.value
    }
}
