import dev.towline.Model
import dev.towline.PipelineRun

/** A whole pipeline, of what the arguments say, or of a file of the repository where they name one or none. */
def call(Map arguments = [:]) {
    pipelineOf(arguments).run()
}

/** The model is large, and is not kept while the pipeline runs. */
private PipelineRun pipelineOf(Map arguments) {
    boolean isFile = arguments.isEmpty() || arguments.containsKey('file')
    if (isFile && arguments.size() > 1) {
        error("towlinePipeline takes either a file or the pipeline itself, not both: ${arguments.keySet().join(', ')}")
    }
    String file = arguments.file ?: 'towline.yaml'
    def said = isFile ? read(file) : arguments
    Model model = new Model(libraryResource('dev/towline/model.json'))
    Map reading = model.pipeline(said, isFile ? file : 'towlinePipeline')
    if (reading.problems != null) error(reading.problems)
    for (int at = 0; at < reading.warnings.size(); at++) echo('WARNING: ' + reading.warnings[at])
    return new PipelineRun(this, model.tagRules(), reading.value)
}

/** What the file of the repository says. */
private def read(String file) {
    def said = null
    node {
        stage('Read pipeline') {
            checkout(scm)
            try {
                said = readYaml(file: file)
            } catch (NoSuchMethodError missing) {
                error('towlinePipeline needs the plugin pipeline-utility-steps to read ' + file +
                    ': install it, or give the pipeline as arguments')
            }
        }
    }
    return said
}
