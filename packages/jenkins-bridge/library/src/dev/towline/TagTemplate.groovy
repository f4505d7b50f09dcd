package dev.towline

import com.cloudbees.groovy.cps.NonCPS
import java.util.regex.Pattern

/** Templates of tags such as `i{timestamp}-{sha8}`. `placeholders` is the table of the model. */
class TagTemplate {
    private static final String PIECE = '\\{([^{}:]*)(?::([^{}]*))?\\}|([^{}]+)|([{}])'

    /** The pieces of a template, as `[text: …]` or `[name: …, argument: …]`; or `[message: …, suggestion: …]` where it is none. */
    @NonCPS
    static Map parse(String text, Map placeholders) {
        List parts = []
        def matcher = Pattern.compile(PIECE).matcher(text)
        while (matcher.find()) {
            if (matcher.group(4) != null) return [message: "A ${matcher.group(4)} has no partner".toString()]
            Map part = matcher.group(3) == null
                ? placeholder(matcher.group(1), matcher.group(2), placeholders)
                : literal(matcher.group(3))
            if (part.message != null) return part
            parts.add(part)
        }
        String fault = faultOf(text, parts, placeholders)
        return fault == null ? [parts: parts] : [message: fault]
    }

    /** Whether a tag made from it stays on one image. */
    @NonCPS
    static boolean isFixed(List parts, Map placeholders) {
        return parts.any { it.name != null && placeholders[it.name].fixed }
    }

    /** Whether a tag made from it is made from the branch that is built. */
    @NonCPS
    static boolean namesBranch(List parts) {
        return parts.any { it.name == 'branch' }
    }

    /** Whether the commit of an image can be told from a tag that was made from it. */
    @NonCPS
    static boolean namesCommit(List parts, Map placeholders) {
        return parts.any { it.name != null && placeholders[it.name].commit }
    }

    /** What a tag that was made from it looks like; the first group is the beginning of the commit's id. */
    @NonCPS
    static String commitPattern(List parts, Map placeholders) {
        boolean named = false
        StringBuilder pattern = new StringBuilder()
        for (Map part : parts) {
            if (part.name == null) {
                pattern.append(Text.quoted(part.text))
            } else if (placeholders[part.name].commit && !named) {
                named = true
                pattern.append('(').append(placeholders[part.name].form).append(')')
            } else {
                pattern.append('(?:').append(placeholders[part.name].form).append(')')
            }
        }
        return pattern.toString()
    }

    /** `[tag: …]`; `[left: true]` where a build of this kind has nothing to fill in; `[message: …]` where nothing can be made of it. */
    @NonCPS
    static Map fill(List parts, Map facts, Map placeholders) {
        StringBuilder tag = new StringBuilder()
        List unknown = []
        for (Map part : parts) {
            String piece = part.name == null ? part.text : valueOf(part, facts)
            if (piece == null) unknown.add(part)
            else tag.append(piece)
        }
        if (!unknown.isEmpty()) {
            if (unknown.every { placeholders[it.name].optional }) return [left: true]
            List names = unknown.collect { it.argument ? "{${it.name}:${it.argument}}" : "{${it.name}}" }
            return [message: 'Nothing is known to fill in for ' + names.join(', ')]
        }
        String made = tag.toString()
        if (made.matches('[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}')) return [tag: made]
        return [message: "The tag ${made} " + (made.length() > 128 ? "has ${made.length()} characters, 128 are allowed" : 'is none')]
    }

    @NonCPS
    private static String valueOf(Map part, Map facts) {
        switch (part.name) {
            case 'sha': return facts.sha
            case 'shortSha': return facts.sha == null ? null : facts.sha.take(7)
            case 'sha8': return facts.sha == null ? null : facts.sha.take(8)
            case 'timestamp': return String.valueOf(facts.startedAt.intdiv(1000))
            case 'date': return new Date(facts.startedAt).format('yyyyMMdd', TimeZone.getTimeZone('UTC'))
            case 'buildNumber': return String.valueOf(facts.buildNumber)
            case 'branch': return asTagPart(facts.branch)
            case 'tag': return asTagPart(facts.gitTag)
            case 'describe': return asTagPart(facts.describe)
            case 'file': return asTagPart(firstLine(facts.files[part.argument]))
            default: return asTagPart(facts.environment[part.argument])
        }
    }

    @NonCPS
    private static String firstLine(String text) {
        return text == null ? null : text.split('\r?\n', 2)[0].trim()
    }

    /** A text with `-` for what a tag cannot have; null where nothing is left. */
    @NonCPS
    private static String asTagPart(String text) {
        String part = (text ?: '').replaceAll('[^A-Za-z0-9_.-]+', '-').replaceAll('^[.-]+', '')
        return part.isEmpty() ? null : part
    }

    @NonCPS
    private static Map literal(String text) {
        def odd = Pattern.compile('[^A-Za-z0-9_.-]').matcher(text)
        if (!odd.find()) return [text: text]
        if (odd.group() == '$') return [message: 'A tag has no $: placeholders are written {sha}']
        return [message: "A tag has only letters, digits and _ . -, and no ${Text.json(odd.group())}".toString()]
    }

    @NonCPS
    private static Map placeholder(String name, String argument, Map placeholders) {
        if (!placeholders.containsKey(name)) {
            String near = ClosestWord.of(name, placeholders.keySet())
            return [message: "There is no placeholder {${name}}".toString(), suggestion: near == null ? null : "{${near}}".toString()]
        }
        String wanted = placeholders[name].argument
        if (wanted != null && !argument) return [message: "{${name}} needs a ${wanted}: {${name}:…}".toString()]
        if (wanted == null && argument != null) return [message: "{${name}} takes nothing after a colon".toString()]
        return [name: name, argument: argument ?: '']
    }

    @NonCPS
    private static String faultOf(String text, List parts, Map placeholders) {
        if (text.isEmpty()) return 'A tag is not empty'
        if (text.matches('(?s)[.-].*')) return 'A tag does not begin with . or -'
        int least = 0
        for (Map part : parts) least += part.name == null ? part.text.length() : placeholders[part.name].least
        return least > 128 ? "The tag has at least ${least} characters, 128 are allowed".toString() : null
    }
}
