import dev.towline.StepCall

/** Puts the parts that towlinePush gave back together into one image, and publishes it. */
def call(Map arguments) {
    StepCall step = StepCall.of(this, 'towlineIndex', arguments)
    List parts = step.need('parts', 'what towlinePush gave back for each platform')
    if (parts.isEmpty()) {
        echo('Nothing is published: there are no parts.')
        return []
    }
    List references = []
    for (int at = 0; at < parts.size(); at++) references.add(parts[at].reference)
    def publisher = step.publisher(parts[0].builder, parts[0].facts)
    return publisher.mayPublish() ? publisher.publish([parts[0] + [legs: references, platforms: [], tag: null]]) : []
}
