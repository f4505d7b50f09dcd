package dev.towline

/** Checks the sources out, as `source` of the model says. */
class Sources implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script
    private final Map source

    Sources(script, Map source) {
        this.script = script
        this.source = source
    }

    /** The branch whose newest commit `latest` stands for. */
    String branch() {
        return source.branch
    }

    def checkout() {
        return script.checkout(scm())
    }

    /** Fetches what is new, by the credential that Jenkins has for it. The build does not count it among its changes. */
    def fetch() {
        return script.checkout(scm: scm(), changelog: false, poll: false)
    }

    /** The sources of this build on one more agent. */
    def checkoutAgain() {
        checkout()
        Shell shell = new Shell(script)
        shell.run('git checkout --quiet --detach ' + shell.word(script.env.TOWLINE_REVISION))
    }

    private def scm() {
        List extensions = extensionsOf()
        if (source.kind == 'git') {
            Map remote = [url: source.url, credentialsId: source.credentialsId]
            return script.scmGit(branches: [[name: 'refs/heads/' + source.branch]], userRemoteConfigs: [remote], extensions: extensions)
        }
        def scm = script.scm
        if (extensions.isEmpty()) return scm
        return script.scmGit(
            branches: scm.branches, userRemoteConfigs: scm.userRemoteConfigs, extensions: scm.extensions + extensions)
    }

    private List extensionsOf() {
        List extensions = []
        if (source.submodules) extensions.add(script.submodule(recursiveSubmodules: true, parentCredentials: true))
        if (source.lfs) extensions.add(script.lfs())
        if (source.depth != null) extensions.add(script.cloneOption(shallow: true, depth: source.depth, noTags: false, reference: ''))
        return extensions
    }
}
