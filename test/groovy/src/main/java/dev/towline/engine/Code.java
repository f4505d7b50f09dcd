package dev.towline.engine;

import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.TransformerConfiguration;
import dev.towline.engine.declarative.DeclarativeTransformer;
import groovy.lang.Binding;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyShell;
import groovy.lang.Script;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.customizers.ImportCustomizer;

/** The compiled code of one build: our own Groovy, the trusted libraries, and the script with the libraries that are not trusted. */
final class Code {
    /** The stand-ins that are written in Groovy, which all builds share. */
    private static final GroovyClassLoader STAND_INS =
            new GroovyClassLoader(Code.class.getClassLoader(), configuration(new CpsTransformer()));

    /** Trusted libraries that were compiled for earlier builds: most of the time of a build would go into compiling them again. */
    private static final Map<List<LibraryFolder>, GroovyClassLoader> TRUSTED = new HashMap<>();

    private final GroovyClassLoader libraries;
    private final GroovyShell shell;
    private final String text;
    private final List<LibraryFolder> folders;
    /** Names of the variables of libraries, with the loader of each. */
    private final Map<String, GroovyClassLoader> variables = new LinkedHashMap<>();

    /** Reads which libraries the script names, and prepares to compile it with them. */
    static Code of(Request request) {
        List<LibraryFolder> folders = foldersOf(request);
        List<LibraryFolder> trusted = folders.stream().filter(LibraryFolder::trusted).toList();
        return new Code(request, folders, TRUSTED.computeIfAbsent(trusted, key -> newLoader()));
    }

    /** The same after a restart: no class is the one that it was. */
    static Code anew(Request request) {
        return new Code(request, foldersOf(request), newLoader());
    }

    private static List<LibraryFolder> foldersOf(Request request) {
        Map<String, LibraryFolder> known = request.libraries();
        List<LibraryFolder> folders = new ArrayList<>();
        for (String name : ScriptReader.libraries(request.script())) {
            LibraryFolder folder = known.get(name.replaceFirst("@.*", ""));
            if (folder == null)
                throw new IllegalArgumentException("could not find any definition of libraries [" + name + "]");
            folders.add(folder);
        }
        return folders;
    }

    private static GroovyClassLoader newLoader() {
        return new GroovyClassLoader(STAND_INS, configuration(new CpsTransformer()));
    }

    private Code(Request request, List<LibraryFolder> folders, GroovyClassLoader libraries) {
        this.text = request.script();
        this.folders = folders;
        this.libraries = libraries;
        CompilerConfiguration configuration =
                configuration(request.sandbox() ? new SandboxedCode() : new CpsTransformer());
        configuration.addCompilationCustomizers(new DeclarativeTransformer());
        shell = new GroovyShell(libraries, new Binding(), configuration);
        folders.forEach(this::add);
    }

    private void add(LibraryFolder folder) {
        GroovyClassLoader loader = folder.trusted() ? libraries : shell.getClassLoader();
        for (File sources : List.of(folder.sources(), folder.variables())) {
            try {
                if (sources.isDirectory()) loader.addURL(sources.toURI().toURL());
            } catch (MalformedURLException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        File[] files = folder.variables().listFiles((parent, name) -> name.endsWith(".groovy"));
        if (files == null) return;
        for (File file : files) variables.put(file.getName().replace(".groovy", ""), loader);
    }

    /** The script, compiled. Its file has the name that it has in Jenkins' messages. */
    Script script() {
        return shell.parse(text, "WorkflowScript");
    }

    /** Other code that the script loads. */
    Script load(String more, String name) {
        return shell.parse(more, name);
    }

    ClassLoader loader() {
        return shell.getClassLoader();
    }

    /** A new instance of a library's variable; null where there is none of this name. */
    Object variable(String name) {
        GroovyClassLoader loader = variables.get(name);
        return loader == null ? null : instantiate(loader, name);
    }

    /** The text of a library's resource; null where no library has it. */
    String resource(String path) throws IOException {
        for (LibraryFolder folder : folders) {
            if (folder.resource(path).isFile())
                return Files.readString(folder.resource(path).toPath());
        }
        return null;
    }

    /** A new instance of one of our own stand-ins. */
    static Object standIn(String name, PipelineScript script) {
        try {
            return STAND_INS
                    .loadClass("dev.towline.engine." + name)
                    .getConstructor(PipelineScript.class)
                    .newInstance(script);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether a class was compiled from Groovy: the script's, a library's or ours. */
    static boolean isGroovy(Class<?> type) {
        return type.getClassLoader() instanceof GroovyClassLoader;
    }

    private static Object instantiate(GroovyClassLoader loader, String name) {
        try {
            return loader.loadClass(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("the variable " + name + " cannot be made", failure);
        }
    }

    private static CompilerConfiguration configuration(CpsTransformer transformer) {
        transformer.setConfiguration(new TransformerConfiguration().withClosureType(PipelineClosure.class));
        ImportCustomizer imports = new ImportCustomizer();
        imports.addImports("com.cloudbees.groovy.cps.NonCPS", "org.jenkinsci.plugins.workflow.libs.Library");
        imports.addStarImports("hudson.model", "jenkins.model");
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(PipelineScript.class.getName());
        configuration.addCompilationCustomizers(imports, transformer);
        return configuration;
    }
}
