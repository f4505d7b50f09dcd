package dev.towline.engine;

import groovy.json.JsonOutput;
import groovy.json.JsonSlurperClassic;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One JVM for many pipelines: a request in a line of JSON on stdin, answers in lines of JSON on stdout. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // What the code under test prints must not get between the answers.
        System.setOut(System.err);
        Engine engine = new Engine(message -> out.print(JsonOutput.toJson(message) + "\n"));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            engine.take((Map<?, ?>) new JsonSlurperClassic().parseText(line));
            out.flush();
        }
    }
}
