import dev.towline.StepCall
import dev.towline.TestRun

/** Runs a test: inside an image that towlineBuild gave back, inside another one by its name, or on the agent. */
def call(Map arguments) {
    StepCall step = StepCall.of(this, 'towlineTest', arguments)
    Object image = step.take('image')
    boolean isBuilt = image instanceof Map
    Map kind = image == null ? [kind: 'agent'] : isBuilt ? [kind: 'built-image'] : [kind: 'other-image', image: image.toString()]
    Map test = step.remaining('test', kind)
    new TestRun(this, isBuilt ? image.builder : [kind: 'docker']).test(test, isBuilt ? image.local : null)
}
