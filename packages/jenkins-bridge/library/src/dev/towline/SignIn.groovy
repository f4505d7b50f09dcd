package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Signs in to registries; outside its blocks nobody is signed in. */
class SignIn implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script
    private final Shell shell
    private final String builder

    /** `builder` is the kind of one: its programs sign in. */
    SignIn(script, String builder) {
        this.script = script
        this.shell = new Shell(script)
        this.builder = builder
    }

    /** Runs the body signed in by docker-workflow, where that can do it: then its variable `docker` pushes to the registry. */
    def withDocker(Map registry, Closure body) {
        if (registry.auth.kind == 'none') return body()
        if (!isKeptByJenkins(registry)) return with([registry], body)
        return script.docker.withRegistry(RegistryAddress.url(registry), credentialsId(registry)) { body() }
    }

    /** Runs the body signed in to all of them, in a folder of its own. */
    def with(List registries, Closure body) {
        List needed = registries.findAll { it.auth.kind != 'none' }
        if (needed.isEmpty()) return body()
        String folder = script.pwd(tmp: true) + '/towline-registry'
        return script.withEnv(["DOCKER_CONFIG=${folder}".toString(), "REGISTRY_AUTH_FILE=${folder}/config.json".toString()]) {
            // The file makes the folder, and a sign-in adds to it.
            script.writeFile(file: folder + '/config.json', text: configOf(needed))
            try {
                return each(needed, 0, body)
            } finally {
                if (script.isUnix()) script.sh('rm -rf "$DOCKER_CONFIG"')
                else script.bat('rmdir /s /q "%DOCKER_CONFIG%"')
            }
        }
    }

    /** Runs the body with the identity that may change a registry of ECR. */
    def withAwsIdentity(Map registry, Closure body) {
        Map auth = registry.auth
        if (auth.kind == 'with-aws') return withRole(registry, body)
        if (auth.credentialsId == null) return body()
        List secrets = [script.aws(
            credentialsId: auth.credentialsId, accessKeyVariable: 'AWS_ACCESS_KEY_ID', secretKeyVariable: 'AWS_SECRET_ACCESS_KEY')]
        return script.withCredentials(secrets) { body() }
    }

    private def each(List registries, int at, Closure body) {
        if (at == registries.size()) return body()
        Map registry = registries[at]
        Closure next = { each(registries, at + 1, body) }
        switch (registry.auth.kind) {
            case 'credential-helper': return next()
            case 'aws-cli':
                withAwsIdentity(registry) { loginByAws(registry) }
                return next()
            case 'with-aws':
                return withRole(registry) {
                    loginByAws(registry)
                    next()
                }
            default:
                loginByPassword(registry)
                return next()
        }
    }

    private def loginByPassword(Map registry) {
        List secrets = [script.usernamePassword(
            credentialsId: credentialsId(registry), usernameVariable: 'REGISTRY_USER', passwordVariable: 'REGISTRY_PASSWORD')]
        script.withCredentials(secrets) {
            if (script.isUnix()) script.sh('printf %s "$REGISTRY_PASSWORD" | ' + tool(registry).login('"$REGISTRY_USER"'))
            else script.bat('<nul set /p="%REGISTRY_PASSWORD%" | ' + tool(registry).login('"%REGISTRY_USER%"'))
        }
    }

    private def loginByAws(Map registry) {
        String service = registry.kind == 'ecr-public' ? 'ecr-public' : 'ecr'
        String region = registry.region ?: 'us-east-1'
        String profile = registry.auth.profile == null ? '' : " --profile ${shell.word(registry.auth.profile)}"
        shell.run("aws ${service} get-login-password --region ${region}${profile} | ${tool(registry).login('AWS')}")
    }

    private RegistryTool tool(Map registry) {
        return new RegistryTool([builder: builder, registry: registry])
    }

    private def withRole(Map registry, Closure body) {
        Map auth = registry.auth
        Map arguments = [role: auth.role, region: registry.region ?: 'us-east-1']
        if (auth.roleAccount != null) arguments.roleAccount = auth.roleAccount
        if (auth.credentialsId != null) arguments.credentials = auth.credentialsId
        if (auth.externalId != null) arguments.externalId = auth.externalId
        if (auth.duration != null) arguments.duration = Duration.secondsOf(auth.duration)
        return script.withAWS(arguments) { body() }
    }

    @NonCPS
    private static String configOf(List registries) {
        Map helpers = [:]
        for (Map registry : registries) {
            if (registry.auth.kind == 'credential-helper') helpers[RegistryAddress.host(registry)] = 'ecr-login'
        }
        return groovy.json.JsonOutput.toJson(helpers.isEmpty() ? [:] : [credHelpers: helpers])
    }

    /** Whether docker-workflow can sign in: Jenkins has the credential. */
    static boolean isKeptByJenkins(Map registry) {
        return registry.auth.kind == 'ecr-credential' || registry.auth.kind == 'credential'
    }

    private static String credentialsId(Map registry) {
        if (registry.auth.kind == 'credential') return registry.auth.credentialsId
        return "ecr:${registry.region}:${registry.auth.credentialsId}"
    }
}
