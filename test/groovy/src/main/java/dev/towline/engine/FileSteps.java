package dev.towline.engine;

import com.cloudbees.groovy.cps.Outcome;
import groovy.json.JsonSlurperClassic;
import hudson.AbortException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Steps that bring files to the workspace of an agent, and read and write them. */
final class FileSteps {
    /** What a step gives back; asked only where the answer brings no value of its own. */
    private interface Value {
        Object of(Files files, StepCall call, Answer answer) throws IOException;
    }

    /** What a step sees. */
    private record Files(Run run, Context context) {
        Workspace workspace() {
            return run.build().agents().workspace(context);
        }

        String path(StepCall call) {
            return Workspace.resolve(context.folder, call.text("file"));
        }

        String read(StepCall call) throws IOException {
            String text = workspace().read(path(call));
            if (text == null) throw new NoSuchFileException("/workspace/" + context.workspace + "/" + path(call));
            return text;
        }

        String textOrFile(StepCall call) throws IOException {
            return call.text("text") == null ? read(call) : call.text("text");
        }
    }

    private FileSteps() {}

    static void addTo(StepTable table) {
        table.add("checkout", "scm", true, step(FileSteps::checkout));
        table.add("git", "url", true, step(FileSteps::checkout));
        table.add("readFile", "file", true, step((files, call, answer) -> files.read(call)));
        table.add(
                "fileExists",
                "file",
                true,
                step((files, call, answer) -> files.workspace().read(files.path(call)) != null));
        table.add("writeFile", null, true, step(FileSteps::write));
        table.add("readYaml", null, true, step((files, call, answer) -> yaml(files.textOrFile(call))));
        table.add("readJSON", null, true, step((files, call, answer) -> new JsonSlurperClassic()
                .parseText(files.textOrFile(call))));
        table.add("readProperties", null, true, step((files, call, answer) -> properties(files.textOrFile(call))));
        table.add("stash", "name", true, step(FileSteps::stash));
        table.add("unstash", "name", true, step(FileSteps::unstash));
        table.add("deleteDir", null, true, step(FileSteps::clear));
        table.add("cleanWs", null, true, step(FileSteps::clear));
        table.add(
                "pwd",
                null,
                true,
                step((files, call, answer) ->
                        Workspace.resolve("/workspace/" + files.context().workspace, files.context().folder)));
        table.add("readTrusted", "path", false, step(FileSteps::trusted));
        table.add("libraryResource", "resource", false, step(FileSteps::resource));
    }

    private static Step step(Value value) {
        return (run, fiber, call, answer) -> {
            Object own = value.of(new Files(run, fiber.context()), call, answer);
            fiber.resume(new Outcome(answer.hasValue() ? answer.value() : own, null));
        };
    }

    private static Object checkout(Files files, StepCall call, Answer answer) {
        files.run().build().agents().checkout(files.context());
        Map<String, Object> facts = new TreeMap<>();
        facts.put("GIT_COMMIT", files.run().build().request().commit());
        facts.put("GIT_BRANCH", "origin/main");
        facts.put("GIT_LOCAL_BRANCH", "main");
        facts.put("GIT_URL", "https://git.example.com/shop/cart.git");
        return facts;
    }

    private static Object write(Files files, StepCall call, Answer answer) {
        files.workspace().write(files.path(call), String.valueOf(call.text("text")));
        return null;
    }

    private static Object stash(Files files, StepCall call, Answer answer) throws AbortException {
        Map<String, String> selected = files.workspace().select(files.context().folder, call.text("includes"));
        if (selected.isEmpty() && !call.flag("allowEmpty"))
            throw new AbortException("No files included in stash ‘" + call.text("name") + "’");
        files.run().build().agents().stash(call.text("name"), selected);
        return null;
    }

    private static Object unstash(Files files, StepCall call, Answer answer) throws AbortException {
        Map<String, String> stash = files.run().build().agents().stash(call.text("name"));
        if (stash == null) throw new AbortException("No such saved stash ‘" + call.text("name") + "’");
        stash.forEach((path, text) -> files.workspace().write(Workspace.resolve(files.context().folder, path), text));
        return null;
    }

    private static Object clear(Files files, StepCall call, Answer answer) {
        files.workspace().clear(files.context().folder);
        return null;
    }

    /** Straight from source control. */
    private static Object trusted(Files files, StepCall call, Answer answer) throws AbortException {
        String text = files.run().build().request().files().get(call.text("path"));
        if (text == null) throw new AbortException("Unable to find " + call.text("path"));
        return text;
    }

    private static Object resource(Files files, StepCall call, Answer answer) throws IOException {
        String text = files.run().build().code().resource(call.text("resource"));
        if (text == null)
            throw new AbortException("No such library resource " + call.text("resource") + " could be found.");
        return text;
    }

    /** One document as itself, several as a list; as pipeline-utility-steps reads them, with the rules of YAML 1.1. */
    private static Object yaml(String text) {
        List<Object> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text).forEach(documents::add);
        return documents.size() == 1 ? documents.get(0) : documents;
    }

    private static Object properties(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        Map<String, Object> sorted = new LinkedHashMap<>();
        new TreeMap<>(properties).forEach((name, value) -> sorted.put(name.toString(), value));
        return sorted;
    }
}
