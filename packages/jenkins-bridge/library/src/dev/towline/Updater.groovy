package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Speaks to argo-updater, and knows of it no more than its address and a token. */
class Updater implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script
    private final String url
    private final String tokenCredentialsId

    /** `tokenCredentialsId` may be null: then nobody signs in. */
    Updater(script, String url, String tokenCredentialsId) {
        this.script = script
        this.url = url.replaceAll('/+\\z', '')
        this.tokenCredentialsId = tokenCredentialsId
    }

    /** Tells of an image that was published, by the address of its repository; tag and digest may be null. */
    def refresh(String repository, String tag, String digest) {
        Map body = [repository: repository]
        if (tag != null) body.tag = tag
        if (digest != null) body.digest = digest
        String words = "--request POST --header 'Content-Type: application/json' --data-raw ${Text.sh(json(body))} ${Text.sh(url + '/api/v1/refresh')}"
        Map answer = request(words)
        if (!answer.status.startsWith('2')) fail(answer)
    }

    /** What became of a commit: a list of `[application, image, state, reason, commit]`, empty where the updater does not answer just now. */
    List deliveries(String commit) {
        Map answer = request(Text.sh(url + '/api/v1/deliveries?sha=' + commit))
        if (answer.status == '200') return read(answer.body)
        if (answer.status.startsWith('4')) fail(answer)
        script.echo("WARNING: ${url} answered ${answer.status}; it is asked again.")
        return []
    }

    /** The token reaches curl by its standard input: arguments can be seen by everybody on the agent. */
    private Map request(String words) {
        String curl = "curl --silent --show-error --max-time 30 --write-out '\\n%{http_code}' "
        if (tokenCredentialsId == null) return answerOf(script.sh(script: "${curl}${words} || :", returnStdout: true))
        List secrets = [script.string(credentialsId: tokenCredentialsId, variable: 'TOWLINE_TOKEN')]
        String header = "set +x\nprintf 'header = \"Authorization: Bearer %s\"\\n' \"\$TOWLINE_TOKEN\" | "
        String output = null
        script.withCredentials(secrets) {
            output = script.sh(script: "${header}${curl}--config - ${words} || :", returnStdout: true)
        }
        return answerOf(output)
    }

    private def fail(Map answer) {
        script.error("${url} refused the request with ${answer.status}: ${answer.body}")
    }

    /** curl prints the status on a line of its own behind the body. */
    @NonCPS
    private static Map answerOf(String output) {
        String text = output.trim()
        int end = text.lastIndexOf('\n')
        return [body: end < 0 ? '' : text.substring(0, end).trim(), status: text.substring(end + 1)]
    }

    @NonCPS
    private static String json(Map body) {
        return groovy.json.JsonOutput.toJson(body)
    }

    @NonCPS
    private static List read(String text) {
        List deliveries = []
        for (each in new groovy.json.JsonSlurper().parseText(text).deliveries) {
            deliveries.add([
                application: each.application, image: each.image, state: each.state, reason: each.reason, commit: each.commit,
            ])
        }
        return deliveries
    }
}
