package dev.towline

import com.cloudbees.groovy.cps.NonCPS
import java.util.regex.Pattern

/**
 * Reads a pipeline, or a part of one, by the model that is generated from the schema of jenkins-bridge: gives it back with every default, and
 * notes everything that is wrong with it.
 */
class ModelReader {
    private static final Map TYPE_NAMES = [
        text: 'a text', truth: 'true or false', count: 'a number', list: 'a list', record: 'keys with values', object: 'keys with values',
        kinds: 'keys with values', short: 'a text',
    ]

    private final Map model
    /** Each `[path, message, expected, suggestion]`. */
    final List findings = []

    ModelReader(Map model) {
        this.model = model
    }

    /** The value, completed. What could not be read is missing from it. */
    @NonCPS
    Object read(Map node, Object value, List path) {
        switch (node.type) {
            case 'part': return read(model.parts[node.name], value, path)
            case 'object': return readObject(node, value, path)
            case 'kinds': return readKinds(node, value, path)
            case 'short': return readShort(node, value, path)
            case 'record': return readRecord(node, value, path)
            case 'list': return readList(node, value, path)
            case 'word': return readWord(node, value, path)
            case 'count': return readCount(node, value, path)
            case 'truth': return value instanceof Boolean ? value : wrongType(node, value, path)
            default: return readText(node, value, path)
        }
    }

    @NonCPS
    private Object readObject(Map node, Object given, List path) {
        if (!(given instanceof Map)) return wrongType(node, given, path)
        Map value = withTextKeys(given)
        checkKeys(node, value, path)
        Map complete = [:]
        for (Map key : node.keys) readKey(key, value, complete, path)
        follow(node.rules, value, path)
        return complete
    }

    /** The keys of an object that can be read, each on its own: what is wrong with one does not hide what is wrong with the others. */
    @NonCPS
    Map readSections(Map node, Object given) {
        if (!(given instanceof Map)) {
            wrongType(node, given, [])
            return [:]
        }
        Map value = withTextKeys(given)
        checkKeys(node, value, [])
        Map sections = [:]
        for (Map key : node.keys) {
            int before = findings.size()
            Map read = [:]
            readKey(key, value, read, [])
            if (findings.size() == before) sections.putAll(read)
        }
        return sections
    }

    @NonCPS
    private void readKey(Map key, Map value, Map complete, List path) {
        List inside = path + [key.name]
        if (value.containsKey(key.name)) complete[key.name] = read(key.node, value[key.name], inside)
        else if (key.containsKey('default')) complete[key.name] = read(key.node, key['default'], inside)
        else if (!key.optional) missing(key, inside)
    }

    @NonCPS
    private void checkKeys(Map node, Map value, List path) {
        List known = node.keys.collect { it.name }
        for (key in value.keySet()) {
            if (!known.contains(key)) unknownKey(path + [key], known)
        }
    }

    /** YAML 1.1 reads the key `on` as true, and `off` as false. */
    @NonCPS
    private static Map withTextKeys(Map given) {
        Map value = [:]
        for (entry in given.entrySet()) {
            Object key = entry.getKey()
            value[key instanceof Boolean ? (key ? 'on' : 'off') : String.valueOf(key)] = entry.getValue()
        }
        return value
    }

    @NonCPS
    private Object readKinds(Map node, Object value, List path) {
        if (!(value instanceof Map)) return wrongType(node, value, path)
        List options = optionsOf(node)
        Map chosen = options.find { value.kind == null ? kindOf(it).containsKey('default') : kindOf(it).node.words.contains(value.kind) }
        if (chosen != null) return readObject(chosen, value, path)
        List kinds = []
        for (Map option : options) kinds.addAll(kindOf(option).node.words)
        if (value.containsKey('kind')) unknownWord(value.kind, kinds, path + ['kind'])
        else add(path + ['kind'], 'It is not there', 'one of ' + kinds.join(', '))
        return null
    }

    @NonCPS
    private List optionsOf(Map node) {
        List options = []
        for (Map each : node.of) {
            Map option = each.type == 'part' ? model.parts[each.name] : each
            if (option.type == 'kinds') options.addAll(optionsOf(option))
            else options.add(option)
        }
        return options
    }

    @NonCPS
    private static Map kindOf(Map option) {
        Map kind = option.keys.find { it.name == 'kind' }
        if (kind.node.type == 'word') return kind
        return [node: [words: []]]
    }

    @NonCPS
    private Object readShort(Map node, Object value, List path) {
        if (value instanceof CharSequence) {
            Map whole = [(node.key): value.toString()]
            if (node.kind != null) whole.kind = node.kind
            return read(node.of, whole, path)
        }
        return value instanceof Map ? read(node.of, value, path) : wrongType(node, value, path)
    }

    @NonCPS
    private Object readRecord(Map node, Object given, List path) {
        if (!(given instanceof Map)) return wrongType(node, given, path)
        Map complete = [:]
        Map value = withTextKeys(given)
        for (entry in value.entrySet()) {
            List inside = path + [entry.getKey()]
            for (String message : broken(node.key.rules, entry.getKey())) add(inside, 'The key ' + message)
            complete[entry.getKey()] = read(node.value, entry.getValue(), inside)
        }
        return complete
    }

    @NonCPS
    private Object readList(Map node, Object value, List path) {
        if (!(value instanceof List)) return wrongType(node, value, path)
        List complete = []
        for (int at = 0; at < value.size(); at++) complete.add(read(node.of, value[at], path + [at]))
        follow(node.rules, value, path)
        return complete
    }

    @NonCPS
    private Object readWord(Map node, Object value, List path) {
        String word = value instanceof CharSequence ? value.toString() : null
        if (node.words.contains(word)) return word
        unknownWord(value, node.words, path)
        return null
    }

    @NonCPS
    private Object readCount(Map node, Object value, List path) {
        if (!(value instanceof Number)) return wrongType(node, value, path)
        if (!(value instanceof Integer || value instanceof Long)) return wrongType(node, value, path, 'a whole number')
        if (node.minimum != null && (node.inclusive ? value < node.minimum : value <= node.minimum)) {
            add(path, (node.inclusive ? 'It is less than ' : 'It is not more than ') + node.minimum)
        }
        return value
    }

    @NonCPS
    private Object readText(Map node, Object value, List path) {
        if (!(value instanceof CharSequence)) return wrongType(node, value, path)
        follow(node.rules, value.toString(), path)
        return value.toString()
    }

    @NonCPS
    private void follow(List rules, Object value, List path) {
        for (number in rules) {
            String name = model.rules[number].name
            if (name == 'tag-template') checkTemplate(value, path)
            else if (name == 'conditions') checkConditions(value, path)
        }
        for (String message : broken(rules, value)) add(path, 'It ' + message)
    }

    @NonCPS
    private List broken(List rules, Object value) {
        List messages = []
        for (number in rules) {
            Map rule = model.rules[number]
            if (rule.message != null && !fits(rule, value)) messages.add(rule.message)
        }
        return messages
    }

    @NonCPS
    private static boolean fits(Map rule, Object value) {
        if (rule.least != null) return value.size() >= rule.least
        if (rule.most != null) return value.size() <= rule.most
        if (rule.name == 'duration') return Duration.millisecondsOf(value) >= 1000
        return Pattern.compile(rule.pattern).matcher(value).find()
    }

    @NonCPS
    private void checkTemplate(String value, List path) {
        Map reading = TagTemplate.parse(value, model.placeholders)
        if (reading.message != null) add(path, reading.message, null, reading.suggestion)
    }

    @NonCPS
    private void checkConditions(Map group, List path) {
        if (group.isEmpty()) add(path, 'It names no condition')
        String reason = Conditions.contradictionIn(group)
        if (reason != null) add(path, 'It never holds: ' + reason)
    }

    @NonCPS
    private void unknownKey(List path, List known) {
        String near = ClosestWord.of(path[-1], known)
        add(path, 'Nothing reads this key', near == null ? 'one of ' + known.join(', ') : null, near)
    }

    @NonCPS
    private void unknownWord(Object value, List words, List path) {
        boolean isText = value instanceof CharSequence
        String shown = isText ? value.toString() : nameOfType(value).replaceFirst('^the ', '')
        add(path, "There is no ${shown} here", 'one of ' + words.join(', '), isText ? ClosestWord.of(shown, words) : null)
    }

    @NonCPS
    private void missing(Map key, List path) {
        Map node = key.node.type == 'part' ? model.parts[key.node.name] : key.node
        if (node.type == 'word') {
            add(path, 'It is not there', 'one of ' + node.words.join(', '))
            return
        }
        String meaning = (key.meaning ?: '').split('\\.(\\s|\\z)', 2)[0]
        String about = meaning.isEmpty() ? '' : ': ' + meaning.substring(0, 1).toLowerCase() + meaning.substring(1)
        add(path, 'It is not there', TYPE_NAMES[node.type] + about)
    }

    @NonCPS
    private Object wrongType(Map node, Object value, List path, String name = null) {
        boolean isScalar = value instanceof Number || value instanceof Boolean || value instanceof Date
        boolean isText = node.type == 'text' || node.type == 'short'
        add(path, 'It is ' + nameOfType(value), isText && isScalar ? 'a text: write it in quotes' : name ?: TYPE_NAMES[node.type])
        return null
    }

    @NonCPS
    private static String nameOfType(Object value) {
        if (value == null) return 'empty'
        if (value instanceof List) return 'a list'
        if (value instanceof Map) return 'keys with values'
        if (value instanceof CharSequence) return 'a text'
        if (value instanceof Boolean) return 'the value ' + value
        return value instanceof Number ? 'the number ' + value : 'a date'
    }

    @NonCPS
    void add(List path, Object message, String expected = null, String suggestion = null) {
        findings.add([path: path, message: message.toString(), expected: expected, suggestion: suggestion])
    }
}
