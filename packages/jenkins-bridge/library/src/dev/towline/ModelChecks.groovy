package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/**
 * Looks for what is wrong with a pipeline whose form is right. A section that could not be read is null: what depends on it is not looked for.
 */
class ModelChecks {
    private static final List RESERVED_LABELS = [
        'org.opencontainers.image.revision', 'org.opencontainers.image.source', 'org.opencontainers.image.created', 'dev.towline.build',
    ]

    private final Map model
    private final ModelReader reader
    private final Map pipeline

    ModelChecks(Map model, ModelReader reader, Map sections) {
        this.model = model
        this.reader = reader
        this.pipeline = sections
    }

    @NonCPS
    void all() {
        checkNames()
        checkImageNames()
        if (has(['agent', 'prepare', 'images', 'tests', 'after'])) checkAgents()
        if (has(['builder', 'images', 'agent'])) checkBuilder()
        if (has(['publication', 'source'])) checkMovingTags()
        checkTagsOnce()
        checkConditions()
        checkPlaces()
    }

    @NonCPS
    private boolean has(List sections) {
        return sections.every { pipeline[it] != null }
    }

    @NonCPS
    private void checkNames() {
        for (String section : ['parameters', 'images', 'tests']) {
            if (!has([section])) continue
            List names = pipeline[section].collect { it.name }
            for (int at = 0; at < names.size(); at++) {
                int first = names.indexOf(names[at])
                if (first != at) add([section, at, 'name'], "${section}[${first}] is called ${names[at]} already")
            }
        }
        if (!has(['images'])) return
        List images = pipeline.images
        List repositories = images.collect { it.repository ?: it.name }
        for (int at = 0; at < images.size(); at++) {
            int first = repositories.indexOf(repositories[at])
            if (first == at || images[first].name == images[at].name) continue
            add(['images', at, 'repository'], "images[${first}] is published to ${repositories[at]} too, under the same tags")
        }
    }

    @NonCPS
    private void checkImageNames() {
        if (!has(['images'])) return
        List names = pipeline.images.collect { it.name }
        List tests = pipeline.tests ?: []
        for (int at = 0; at < tests.size(); at++) {
            if (tests[at].kind != 'built-image') continue
            if (tests[at].image != null) known(['tests', at, 'image'], tests[at].image, names)
            else if (names.size() > 1) add(['tests', at], 'It is not said which image is tested', 'image: one of ' + names.unique(false).join(', '))
        }
        for (String section : ['scans', 'after']) {
            List steps = pipeline[section] ?: []
            for (int at = 0; at < steps.size(); at++) {
                List chosen = steps[at].images ?: []
                for (int each = 0; each < chosen.size(); each++) known([section, at, 'images', each], chosen[each], names)
            }
        }
    }

    @NonCPS
    private void checkAgents() {
        if (pipeline.agent.kind != 'none') return
        for (String section : ['prepare', 'images', 'tests', 'after']) {
            List parts = pipeline[section]
            for (int at = 0; at < parts.size(); at++) {
                Map part = parts[at]
                // What is tested inside its own image runs where that was built.
                boolean needsNone = section == 'images' ? part.platforms.kind == 'apart' : part.kind == 'built-image'
                if (section == 'after') needsNone = part.kind != 'command'
                if (part.agent != null || needsNone) continue
                add([section, at], 'It has no agent, and neither has the pipeline', 'agent: any, label, docker or kubernetes')
            }
        }
    }

    @NonCPS
    private void checkBuilder() {
        String kind = pipeline.builder.kind
        Map ability = model.abilities[kind]
        for (int at = 0; at < pipeline.images.size(); at++) {
            Map image = pipeline.images[at]
            List path = ['images', at]
            checkPlatforms(image.platforms, path + ['platforms'], ability.together)
            if (!ability.caches.contains(image.cache.kind)) {
                add(path + ['cache', 'kind'], "The builder ${kind} has no cache of this kind", builders { it.caches.contains(image.cache.kind) })
            }
            if (!ability.secrets && !image.secrets.isEmpty()) {
                add(path + ['secrets'], "The builder ${kind} runs no command that could mount it", builders { it.secrets })
            }
            Map agent = image.agent ?: pipeline.agent
            if (agent.os == 'windows' && !ability.windows) {
                List place = image.agent == null ? ['agent', 'os'] : path + ['agent', 'os']
                add(place, "The builder ${kind} does not run on Windows", builders { it.windows })
            }
        }
    }

    @NonCPS
    private void checkPlatforms(Map platforms, List path, boolean canTogether) {
        if (platforms.kind == 'agent') return
        boolean apart = platforms.kind == 'apart'
        List names = apart ? platforms.legs.collect { it.platform } : platforms.of
        if (!apart && !canTogether && names.size() > 1) {
            String message = "The builder ${pipeline.builder.kind} builds for one platform at a time"
            add(path + ['kind'], message, 'apart, or ' + builders { it.together })
        }
        for (int at = 0; at < names.size(); at++) {
            if (names.indexOf(names[at]) == at) continue
            add(path + (apart ? ['legs', at, 'platform'] : ['of', at]), "${names[at]} stands above already")
        }
    }

    /** The builders that can do something, as a sentence says it. */
    @NonCPS
    private String builders(Closure can) {
        List order = builderOrder()
        return 'one of the builders ' + order.findAll { can(model.abilities[it]) }.join(', ')
    }

    @NonCPS
    private List builderOrder() {
        return model.parts.builder.of.collect { it.keys[0].node.words[0] }
    }

    @NonCPS
    private void checkMovingTags() {
        List tags = pipeline.publication.tags
        List read = tags.collect { TagTemplate.parse(it.template, model.placeholders).parts }
        boolean named = read.any { TagTemplate.namesCommit(it, model.placeholders) }
        for (int at = 0; at < tags.size(); at++) {
            if (named || TagTemplate.isFixed(read[at], model.placeholders)) continue
            add(['publication', 'tags', at, 'template'], 'No tag beside it names the commit', '{sha} too')
        }
    }

    @NonCPS
    private void checkTagsOnce() {
        if (has(['publication'])) tagsOnce(pipeline.publication.tags, ['publication', 'tags'])
        List after = pipeline.after ?: []
        for (int at = 0; at < after.size(); at++) {
            if (after[at].tags != null) tagsOnce(after[at].tags, ['after', at, 'tags'])
        }
    }

    @NonCPS
    private void tagsOnce(List tags, List path) {
        List texts = tags.collect { it.template }
        for (int at = 0; at < texts.size(); at++) {
            if (texts.indexOf(texts[at]) != at) add(path + [at, 'template'], "${texts[at]} stands above already")
        }
    }

    @NonCPS
    private void checkConditions() {
        if (!has(['parameters'])) return
        if (has(['source'])) conditions(pipeline.source.filters, ['source', 'filters'])
        if (has(['publication'])) whens(pipeline.publication, ['publication'])
        List after = pipeline.after ?: []
        for (int at = 0; at < after.size(); at++) whens(after[at], ['after', at])
    }

    @NonCPS
    private void whens(Map part, List path) {
        conditions(part.when, path + ['when'])
        List tags = part.tags ?: []
        for (int at = 0; at < tags.size(); at++) conditions(tags[at].when, path + ['tags', at, 'when'])
    }

    @NonCPS
    private void conditions(List groups, List path) {
        List names = pipeline.parameters.collect { it.name }
        for (int at = 0; at < groups.size(); at++) {
            for (String name : (groups[at].parameters ?: [:]).keySet()) known(path + [at, 'parameters', name], name, names)
            for (String name : (groups[at].not?.parameters ?: [:]).keySet()) known(path + [at, 'not', 'parameters', name], name, names)
        }
    }

    @NonCPS
    private void checkPlaces() {
        List images = pipeline.images ?: []
        for (int at = 0; at < images.size(); at++) {
            for (String label : images[at].labels.keySet()) {
                if (RESERVED_LABELS.contains(label)) add(['images', at, 'labels', label], 'The build itself writes it')
            }
        }
        if (has(['source'])) checkTriggers()
        if (!has(['publication'])) return
        Map registry = pipeline.publication.registry
        if (pipeline.publication.ensureRepository != null && !registry.kind.startsWith('ecr')) {
            add(['publication', 'ensureRepository'], 'The repository can only be made in Amazon ECR')
        }
        List after = pipeline.after ?: []
        for (int at = 0; at < after.size(); at++) {
            if (after[at].kind != 'copy' || placeOf(after[at].to) != placeOf(registry)) continue
            add(['after', at, 'to'], 'The images are there already', 'another registry, or kind: retag')
        }
    }

    @NonCPS
    private void checkTriggers() {
        String url = pipeline.source.url ?: ''
        if (!url.startsWith('codecommit:') && !url.contains('git-codecommit.')) return
        List triggers = pipeline.source.triggers
        for (int at = 0; at < triggers.size(); at++) {
            if (triggers[at].kind != 'webhook' || triggers[at].from == 'notify-commit') continue
            String expected = 'kind: poll, or from: notify-commit by way of EventBridge'
            add(['source', 'triggers', at], 'CodeCommit calls no webhook', expected)
        }
    }

    /** Where a registry keeps images, whoever signs in. */
    @NonCPS
    private static Map placeOf(Map registry) {
        return registry.findAll { key, value -> key != 'auth' }
    }

    @NonCPS
    private void known(List path, String name, List names) {
        if (names.contains(name)) return
        String expected = names.isEmpty() ? null : 'one of ' + names.unique(false).join(', ')
        reader.add(path, "There is no ${name}", expected, ClosestWord.of(name, names))
    }

    @NonCPS
    private void add(List path, Object message, String expected = null) {
        reader.add(path, message, expected)
    }
}
