import dev.towline.StepCall
import dev.towline.Updater

/** Tells argo-updater of images that were published. */
def call(Map arguments) {
    StepCall step = StepCall.of(this, 'towlineNotify', arguments)
    Object images = step.take('images')
    String repository = step.take('repository')
    String tag = step.take('tag')
    String digest = step.take('digest')
    Map updater = step.remaining('afterStep', [kind: 'notify-updater'])
    if (images == null && repository == null) {
        error('towlineNotify: images: It is not there; expected what towlinePush gave back, or repository: the address of one')
    }
    List told = images ?: [[repository: repository, tag: tag, digest: digest]]
    Updater api = new Updater(this, updater.url, updater.tokenCredentialsId)
    for (int at = 0; at < told.size(); at++) api.refresh(told[at].repository, told[at].tag, told[at].digest)
}
