package dev.towline

/** What follows when all images are published. */
class AfterSteps implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script
    private final Publisher publisher

    AfterSteps(script, Publisher publisher) {
        this.script = script
        this.publisher = publisher
    }

    /** What its stage is called. */
    static String title(Map step) {
        switch (step.kind) {
            case 'notify-updater': return 'Notify argo-updater'
            case 'wait-for-rollout': return 'Wait for ' + step.application
            case 'retag': return 'Tag image'
            case 'copy': return 'Copy to ' + RegistryAddress.host(step.to)
            case 'command': return step.name
            default: return 'Run ' + step.job
        }
    }

    /** `published` is what {@link Publisher#publish} gave back for the images. */
    def run(Map step, List images, List published) {
        List chosen = step.images == null ? images : images.findAll { step.images.contains(it.image.name) }
        switch (step.kind) {
            case 'notify-updater':
                script.towlineNotify(url: step.url, tokenCredentialsId: step.tokenCredentialsId, images: published)
                break
            case 'wait-for-rollout':
                script.towlineWait(url: step.url, tokenCredentialsId: step.tokenCredentialsId, application: step.application,
                    timeout: step.timeout, commit: published[0].commit)
                break
            case 'retag':
                publisher.retag(chosen, step.tags)
                break
            case 'copy':
                publisher.copyTo(step.to, chosen, step.tags)
                break
            case 'command':
                new Surroundings(script).with(step.environment) { new Shell(script).run(step.run) }
                break
            default:
                start(step)
        }
    }

    private def start(Map step) {
        List parameters = []
        List names = step.parameters.keySet().toList()
        for (int at = 0; at < names.size(); at++) parameters.add(script.string(name: names[at], value: step.parameters[names[at]]))
        script.build(job: step.job, parameters: parameters, wait: step.wait)
    }
}
