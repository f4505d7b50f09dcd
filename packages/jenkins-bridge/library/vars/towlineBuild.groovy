import dev.towline.BuildFacts
import dev.towline.LegTag
import dev.towline.StepCall
import dev.towline.Workbench

/** Builds an image of what is checked out. Gives back what towlineTest and towlinePush ask for. */
def call(Map arguments) {
    StepCall step = StepCall.of(this, 'towlineBuild', arguments)
    Map builder = step.builder()
    String platform = step.take('platform')
    Map image = step.remaining('image')
    if (image.platforms.kind == 'apart') {
        error('towlineBuild: platforms.kind: There is no apart here; expected platform: one of them, on an agent that fits')
    }
    Map facts = new BuildFacts(this).gather([:], null)
    Workbench workbench = new Workbench(this, builder)
    String repository = image.repository ?: image.name
    List platforms = platform == null ? (image.platforms.of ?: []) : [platform]
    String tag = platform == null ? null : LegTag.of(facts, platform)
    Map built = [
        image: image, repository: repository, builder: builder, facts: facts, platforms: platforms, tag: tag, legs: null,
        local: workbench.localName(repository, tag ?: facts.sha),
    ]
    workbench.build(image, built, facts)
    return built
}
