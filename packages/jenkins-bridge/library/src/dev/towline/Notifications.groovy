package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Tells people and programs how a build ended. */
class Notifications implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script

    Notifications(script) {
        this.script = script
    }

    /** `result` is what the build comes to, `commit` may be null. A notification that fails is only a line in the log. */
    def send(List notifications, String result, String commit) {
        for (int at = 0; at < notifications.size(); at++) {
            if (!isDue(notifications[at].on, result, script.currentBuild.previousBuild?.result)) continue
            try {
                tell(notifications[at], result, commit)
            } catch (hudson.AbortException failure) {
                script.echo("WARNING: the notification by ${notifications[at].kind} failed: ${failure.getMessage()}")
            }
        }
    }

    private def tell(Map notification, String result, String commit) {
        def env = script.env
        String text = "${result}: ${env.JOB_NAME} #${env.BUILD_NUMBER} ${env.BUILD_URL}"
        switch (notification.kind) {
            case 'slack':
                Map message = [channel: notification.channel, message: text]
                if (notification.tokenCredentialsId != null) message.tokenCredentialId = notification.tokenCredentialsId
                script.slackSend(message)
                break
            case 'mail':
                script.mail(to: notification.to.join(','), subject: text, body: text)
                break
            default:
                webhook(notification, json([job: env.JOB_NAME, build: env.BUILD_NUMBER, result: result, url: env.BUILD_URL, revision: commit]))
        }
    }

    private def webhook(Map notification, String body) {
        Map request = [url: notification.url, httpMode: 'POST', contentType: 'APPLICATION_JSON', requestBody: body]
        if (notification.tokenCredentialsId == null) {
            script.httpRequest(request)
            return
        }
        script.withCredentials([script.string(credentialsId: notification.tokenCredentialsId, variable: 'TOWLINE_TOKEN')]) {
            Map header = [name: 'Authorization', value: 'Bearer ' + script.env.TOWLINE_TOKEN, maskValue: true]
            script.httpRequest(request + [customHeaders: [header]])
        }
    }

    @NonCPS
    private static boolean isDue(List on, String result, String before) {
        return on.any {
            switch (it) {
                case 'always': return true
                case 'changed': return before != result
                case 'fixed': return result == 'SUCCESS' && (before == 'FAILURE' || before == 'UNSTABLE')
                default: return it.toUpperCase() == result
            }
        }
    }

    @NonCPS
    private static String json(Map body) {
        return groovy.json.JsonOutput.toJson(body)
    }
}
