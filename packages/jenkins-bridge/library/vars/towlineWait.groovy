import dev.towline.Duration
import dev.towline.Rollout
import dev.towline.StepCall
import dev.towline.Updater

/** Waits until an Application runs the images of a commit. */
def call(Map arguments) {
    StepCall step = StepCall.of(this, 'towlineWait', arguments)
    String commit = step.take('commit') ?: sh(script: 'git rev-parse HEAD', returnStdout: true).trim()
    Map wanted = step.remaining('afterStep', [kind: 'wait-for-rollout'])
    Updater updater = new Updater(this, wanted.url, wanted.tokenCredentialsId)
    new Rollout(this, updater, wanted.application).await(commit, Duration.secondsOf(wanted.timeout))
}
