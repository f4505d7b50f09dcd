package dev.towline

/** Runs tests and scans. A test that fails ends the build; one whose reports tell of failures makes it unstable. */
class TestRun implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script
    private final Shell shell
    private final Surroundings surroundings
    private final Workbench workbench
    private final List variables

    /** `variables` are the names of those that surround all tests. */
    TestRun(script, Map builder, List variables = []) {
        this.script = script
        this.shell = new Shell(script)
        this.surroundings = new Surroundings(script)
        this.workbench = new Workbench(script, builder)
        this.variables = variables
    }

    /** `test` of the model, on the agent around. `local` is the name of the image, where it runs inside one that was built. */
    def test(Map test, String local) {
        surroundings.within(test.timeout) {
            surroundings.with(test.environment) {
                if (test.junit == null) {
                    commands(test, local)
                    return
                }
                try {
                    commands(test, local)
                } finally {
                    script.junit(testResults: test.junit)
                }
            }
        }
    }

    /** `scan` of the model, of one image. */
    def scan(Map scan, Map built) {
        switch (scan.kind) {
            case 'trivy':
                String severities = scan.severities.join(',').toUpperCase()
                String unfixed = scan.ignoreUnfixed ? '--ignore-unfixed ' : ''
                shell.run("trivy image --exit-code 1 --severity ${severities} ${unfixed}${placeOf(built.builder.kind)}${shell.word(built.local)}")
                break
            case 'hadolint':
                String config = scan.config == null ? '' : "--config ${shell.word(scan.config)} "
                shell.run("hadolint ${config}${shell.word('./' + dockerfileOf(built.image).replaceFirst('^[.]/', ''))}")
                break
            default:
                script.withEnv(['TOWLINE_IMAGE=' + built.local]) { shell.run(scan.run) }
        }
    }

    /** Where Trivy finds an image that is in no registry. */
    private static String placeOf(String builder) {
        if (builder == 'towline') return '--input '
        return builder == 'buildah' || builder == 'podman' ? '--image-src podman ' : ''
    }

    private static String dockerfileOf(Map image) {
        if (image.dockerfile != null) return image.dockerfile
        return image.context == '.' ? 'Dockerfile' : image.context + '/Dockerfile'
    }

    private def commands(Map test, String local) {
        List names = (variables + test.environment.keySet().toList()).unique(false)
        switch (test.kind) {
            case 'built-image':
                workbench.inside(workbench.layout(local), test.args, test.run, names)
                break
            case 'other-image':
                workbench.inside(test.image, test.args, test.run, names)
                break
            default:
                shell.run(test.run)
        }
    }
}
