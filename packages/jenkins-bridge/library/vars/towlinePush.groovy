import dev.towline.StepCall

/** Pushes images that towlineBuild gave back: nothing, where the build is not entirely well. */
def call(Map arguments) {
    StepCall step = StepCall.of(this, 'towlinePush', arguments)
    List images = step.images()
    def publisher = step.publisher(images[0].builder, images[0].facts)
    if (!publisher.mayPublish()) return []
    if (images[0].tag == null) return publisher.publish(images)
    List parts = []
    for (int at = 0; at < images.size(); at++) parts.add(images[at] + [reference: publisher.pushLeg(images[at], images[at])])
    return parts
}
